internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowForm {
    /// One row of the form as it is drawn.
    enum Row: Hashable {
        case field(FormField.ID)
        case text(String, Role)
    }

    /// The rows of the form: its fields, what is wrong with them, and what the end comes to.
    ///
    /// - Parameter isActive: whether the form has the keys.
    func rows(_ desk: Desk, width: Int, isActive: Bool) -> [Row] {
        var rows: [Row] = []
        let end = preview(desk, width: width)
        for id in fields {
            rows.append(.field(id))
            if id == .signIn, let other = signInOfProduct(desk) {
                rows += Self.remark(Strings.signInDiffers(other, self[.product].text), .warning, width: width)
            }
            if id == .account { rows += Self.remark(Strings.signOnIsOneWay, .warning, width: width) }
            let preview = id == (isMaximum ? .maximum : .until) ? end : nil
            if let error = errors[id], preview?.tellsFault != true {
                rows += Self.remark(wayPast(error, id, desk), .danger, width: width)
            } else if id == .product, let problem = desk.client.productProblems[self[.product].text] {
                rows += Self.remark(problem.inTheForm, .warning, width: width)
            }
            if isActive, id == focus, self[id].isUntouchedDefault {
                rows += TextWidth.wrap(Strings.typingReplaces, to: width - 4).map { .text("    " + $0, .dim) }
            }
            rows += preview?.lines ?? []
        }
        return rows
    }

    /// How the licenses of the product are opened, where it is known and that is not how the form signs in; nil else.
    private func signInOfProduct(_ desk: Desk) -> SignIn? {
        guard let product = desk.client.products[self[.product].text] else { return nil }
        var other = self
        return other.follow(product) ? other.signIn : nil
    }

    /// What is wrong with a field, and where it looks like a license key, what keeps it.
    private func wayPast(_ error: String, _ id: FormField.ID, _ desk: Desk) -> String {
        guard error == Strings.looksLikeKey, id != .until,
            let key = desk.key(.goOn, in: Self.keys(on: id.field, isEmpty: false))
        else { return error }
        return error + " " + Strings.noKey("\(key) there")
    }

    /// - Parameter pointer: what stands in place of a command that a line has no room for.
    static func remark(_ text: String, _ role: Role, width: Int, inPlaceOfCommands pointer: String? = nil) -> [Row] {
        TextWidth.wrap(text, to: width - 4, inPlaceOfCommands: pointer).enumerated().map { index, line in
            .text((index == 0 ? "  ! " : "    ") + line, role)
        }
    }

    /// Learns how many rows it has, so that the one with the focus shows.
    mutating func layOut(_ desk: Desk, in rect: Rect, isActive: Bool) {
        kept = preview(desk, width: rect.width - 2)
        rows = rows(desk, width: rect.width - 2, isActive: isActive)
        scroll.index = rows.firstIndex(of: .field(focus)) ?? 0
        scroll.layOut(count: rows.count, page: rect.height - 2)
    }

    func draw(on frame: inout Frame, in rect: Rect, _ desk: Desk, isActive: Bool) {
        let visible = scroll.visible(count: rows.count)
        let inside = frame.panel(
            rect, title: "New", note: visible.note(of: rows.count), isActive: isActive)
        for (line, index) in visible.enumerated() {
            switch rows[index] {
            case .text(let text, let role):
                frame.write(TextWidth.truncate(text, to: inside.width), at: inside.at(0, line), role: role)
            case .field(let id):
                draw(id, on: &frame, inside, line: line, desk, isFocused: isActive && focus == id)
            }
        }
    }

    private func draw(
        _ id: FormField.ID, on frame: inout Frame, _ inside: Rect, line: Int, _ desk: Desk, isFocused: Bool
    ) {
        let field = id.field
        if field.kind == .button {
            let text = desk.isWaiting ? "[ waiting… ]" : "[ Borrow ]"
            let column = max(0, (inside.width - TextWidth.columns(text)) / 2)
            frame.write(text, at: inside.at(column, line), role: isFocused ? .activeButton : .button)
            if isFocused { frame.cursor = inside.at(column + 2, line) }
            return
        }
        let labelWidth = 9
        frame.write(
            (isFocused ? "▸" : " ") + field.label, at: inside.at(0, line), role: isFocused ? .focus : .label)
        let value = inside.at(labelWidth + 1, line)
        let width = max(1, inside.width - labelWidth - 1 - (field.opens ? 2 : 0))
        if field.isText {
            let input = self[id]
            let placeholder = placeholder(id)
            if input.text.isEmpty, !placeholder.isEmpty {
                frame.write(TextWidth.truncate(placeholder, to: width), at: value, role: .dim)
            }
            frame.draw(
                input, at: value, width: width, isFocused: isFocused, isSecret: hides(id), keepsEnd: id != .until)
            if field.opens { frame.write("▾", at: inside.at(inside.width - 1, line), role: .dim) }
        } else {
            frame.write(TextWidth.truncate(choices(id, width: width), to: width), at: value)
            if isFocused { frame.cursor = value }
        }
    }

    /// What stands in an empty field.
    private func placeholder(_ id: FormField.ID) -> String {
        switch id {
        case .license: "any"
        case .feature: "the license itself"
        case .bundle: "none"
        case .device: hostDevice == nil ? Strings.noDevice : "this host"
        default: ""
        }
    }

    /// A choice of one among several, with the chosen one marked.
    private func choices(_ id: FormField.ID, width: Int) -> String {
        func one(of names: [String], _ chosen: Int) -> String {
            let roomy = names.enumerated().map { ($0.offset == chosen ? "(•) " : "( ) ") + $0.element }
            let text = roomy.joined(separator: " ")
            if TextWidth.columns(text) <= width { return text }
            return names.enumerated().map { $0.offset == chosen ? "[\($0.element)]" : " \($0.element) " }.joined()
        }
        switch id {
        case .signIn: return one(of: ["key", "user", "SSO"], signIn.rawValue)
        case .proofKind: return one(of: ["code", "token"], proofKind.rawValue)
        case .maximum: return (isMaximum ? "[x]" : "[ ]") + " max borrow time"
        case .more: return isUnfolded ? "shown below" : TextWidth.cutInside(seldom, to: width)
        default: return ""
        }
    }

    /// What the folded fields hold.
    private var seldom: String {
        func shown(_ id: FormField.ID) -> String {
            hides(id) ? KeyShape.hidden(self[id].text) : self[id].text
        }
        let license = self[.license].text.isEmpty ? "any license" : "…" + shown(.license).suffix(4)
        let device = self[.device].text.isEmpty ? hostDevice == nil ? "no device!" : "this host" : shown(.device)
        let others = [shown(.feature), shown(.bundle)].filter { !$0.isEmpty }
        if others.isEmpty, license == "any license", device == "this host" { return "any, this host" }
        return (others + [license, device]).joined(separator: ", ")
    }
}

extension Problem {
    /// What the form says of a product that the server would not describe.
    fileprivate var inTheForm: String {
        code == .unknownProduct
            ? "No product of that code (upper and lower case matter)."
            : "Not looked up: \(TextWidth.truncate(message, to: Self.mostInTheForm))"
    }

    /// How much of a message stands in the form, in columns: a server may write pages.
    private static let mostInTheForm = 160

    /// The message where the form has no room for all of it; nil where it has.
    var cutInTheForm: String? {
        code != .unknownProduct && TextWidth.columns(message) > Self.mostInTheForm ? message : nil
    }
}

extension Range<Int> {
    /// Which rows of a number show: `1–12 of 40`; nothing where they all do.
    func note(of count: Int) -> String {
        self.count < count && !isEmpty ? "\(lowerBound + 1)–\(upperBound) of \(count)" : ""
    }
}
