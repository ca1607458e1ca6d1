internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension BorrowForm {
    /// The rows that the form takes when nothing is cut, without its border.
    static func comfortableRows(_ state: App.State) -> Int {
        rows(state, width: 34).count
    }

    /// One row of the form as it is drawn.
    enum Row: Hashable {
        case field(Field)
        case text(String, Role)
    }

    /// The rows of the form: its fields, what is wrong with them, and what the end comes to.
    static func rows(_ state: App.State, width: Int) -> [Row] {
        let form = state.form
        var rows: [Row] = []
        for field in form.fields {
            if field == .submit { rows += state.endPreview(width: width - 2).map { .text("  " + $0.text, $0.role) } }
            rows.append(.field(field))
            if let error = form.errors[field] {
                rows += TextWidth.wrap(error, to: width - 4).map { .text("  ! " + $0, .danger) }
            } else if field == .product, let problem = state.client.productProblems[form.product.text] {
                rows += TextWidth.wrap("The server says: \(problem.message)", to: width - 4)
                    .map { .text("  ! " + $0, .warning) }
            }
        }
        return rows
    }
}

extension App.State {
    /// What the end in the form comes to: local time with its zone, UTC, length, limit.
    func endPreview(width: Int) -> [(text: String, role: Role)] {
        let limit = knownLimit
        let limitText = limit.map { "max \($0) h" } ?? Strings.limitUnknown
        if form.isMaximum {
            let about = limit.map { hours in
                let end = now.addingTimeInterval(Double(hours) * 3600)
                return "about " + local.long(end, now: now) + " " + local.zoneName(at: end)
            }
            return [(about ?? "as long as the license allows", .plain), (limitText, .dim)]
        }
        do {
            let reading = try EndInput.read(form.until.text, now: serverNow, in: settings.timeZone)
            guard case .at(let end) = reading.end else {
                return [("as long as the license allows", .plain), (limitText, .dim)]
            }
            let instant = "\(local.long(end, now: now)) \(local.zoneName(at: end))"
            let utc = LocalTime(zone: .gmt)
            let sameDay = utc.day(end) == local.day(end)
            let inUTC = "= \(sameDay ? utc.clock(end) : utc.typed(end)) UTC"
            var lines: [(text: String, role: Role)] =
                (TextWidth.columns(instant + " " + inUTC) <= width ? [instant + " " + inUTC] : [instant, inUTC])
                .map { ($0, .plain) }
            let left = end.timeIntervalSince(serverNow)
            if left <= 0 {
                lines.append(("in the past: \(DurationText.short(left)) ago", .danger))
            } else if let limit, left > Double(limit) * 3600 {
                lines.append(("\(DurationText.long(left)): more than \(limit) h", .danger))
            } else {
                let both = "\(DurationText.long(left)) · \(limitText)"
                let fits = TextWidth.columns(both) <= width
                lines += (fits ? [both] : [DurationText.long(left), limitText]).map { ($0, .dim) }
            }
            for note in reading.notes { lines += TextWidth.wrap(note.sentence, to: width).map { ($0, .warning) } }
            return lines
        } catch {
            return TextWidth.wrap(error.sentence, to: width).map { ($0, .warning) }
        }
    }
}

extension Frame {
    mutating func drawForm(_ state: App.State, in rect: Rect) {
        let isActive = state.focus == .form
        let inside = panel(rect, title: "Borrow", isActive: isActive)
        let rows = BorrowForm.rows(state, width: inside.width)
        let focused = rows.firstIndex(of: .field(state.form.focus)) ?? 0
        let visible = ListCursor(focused).visible(count: rows.count, page: inside.height)
        for (line, index) in visible.enumerated() {
            switch rows[index] {
            case .text(let text, let role):
                write(TextWidth.truncate(text, to: inside.width), at: inside.at(0, line), role: role)
            case .field(let field):
                draw(field, state, isFocused: isActive && state.form.focus == field, in: inside, line: line)
            }
        }
    }

    private mutating func draw(
        _ field: BorrowForm.Field, _ state: App.State, isFocused: Bool, in inside: Rect, line: Int
    ) {
        let form = state.form
        if field == .submit {
            let isWaiting = state.client.underway.values.contains(where: \.isAwaitingResponse)
            let text = isWaiting ? "[ waiting… ]" : "[ Borrow ]"
            let column = max(0, (inside.width - TextWidth.columns(text)) / 2)
            write(text, at: inside.at(column, line), role: isFocused ? .activeButton : .button)
            if isFocused { cursor = inside.at(column + 2, line) }
            return
        }
        let labelWidth = 9
        write((isFocused ? "▸" : " ") + field.label, at: inside.at(0, line), role: isFocused ? .focus : .label)
        let value = inside.at(labelWidth + 1, line)
        let width = max(1, inside.width - labelWidth - 1 - (field.opens ? 2 : 0))
        if let input = form[field] {
            let placeholder = field.placeholder(form)
            if input.text.isEmpty, !placeholder.isEmpty {
                write(TextWidth.truncate(placeholder, to: width), at: value, role: .dim)
            }
            draw(input, at: value, width: width, isFocused: isFocused, isSecret: field.isSecret)
            if field.opens { write("▾", at: inside.at(inside.width - 1, line), role: .dim) }
        } else {
            write(TextWidth.truncate(field.choices(form), to: width), at: value)
            if isFocused { cursor = value }
        }
    }
}

extension BorrowForm.Field {
    /// What stands in an empty field.
    fileprivate func placeholder(_ form: BorrowForm) -> String {
        switch self {
        case .license: "any"
        case .device: form.hostDevice == nil ? Strings.noDevice : "this host"
        default: ""
        }
    }

    /// A choice of one among several, with the chosen one marked.
    fileprivate func choices(_ form: BorrowForm) -> String {
        func mark(_ isChosen: Bool) -> String { isChosen ? "(•)" : "( )" }
        switch self {
        case .signIn:
            return "\(mark(form.signIn == .licenseKey)) key \(mark(form.signIn == .user)) user "
                + "\(mark(form.signIn == .singleSignOn)) SSO"
        case .proofKind: return "\(mark(form.proofKind == .code)) code \(mark(form.proofKind == .token)) token"
        case .maximum: return (form.isMaximum ? "[x]" : "[ ]") + " max borrow time"
        default: return ""
        }
    }
}
