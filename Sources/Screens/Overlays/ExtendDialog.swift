internal import ClientCore
internal import FoundationEssentials
public import Licensing
public import TerminalUI

/// Borrows to a new end what is borrowed: old end → new end; or repeats a borrow of unknown outcome.
public struct ExtendDialog: Hashable, Sendable {
    public enum Purpose: Hashable, Sendable {
        case extend
        case `repeat`
    }

    /// What has the focus.
    public enum Focus: Hashable, Sendable { case end, secret }

    public let borrow: OperationID
    public let purpose: Purpose
    public var until: TextInput
    public var isMaximum: Bool
    /// The key, password or code that signs in; nil where the key is at hand, as for a return.
    public var secret: TextInput?
    public var focus = Focus.end
    public var error: String?
    var scroll = TextScroll()
    /// Whether not all of it can be seen at once.
    var isCut = false
    /// The end whose shortening was told and not yet confirmed.
    public var told: String?

    init(_ borrow: Borrow, _ purpose: Purpose, _ desk: Desk) {
        self.borrow = borrow.id
        self.purpose = purpose
        isMaximum = false
        until = TextInput(limit: 80)
        var isAtHand = false
        if case .key = borrow.subject.license { isAtHand = !desk.client.needsKey(borrow) }
        secret = isAtHand ? nil : TextInput(limit: 8192)
        // Whoever repeats it wants the end that stands there; whoever extends it wants another one.
        if purpose == .repeat, !isAtHand { focus = .secret }
        let old = borrow.grant.map(\.end) ?? desk.serverNow
        switch (purpose, borrow.operation.kind) {
        case (.repeat, .borrow(.maximum)): isMaximum = true
        case (.repeat, .borrow(.at(let end))) where end > desk.serverNow:
            until.replaceAsDefault(with: desk.local.typed(end))
        default:
            let day = desk.local.adding(days: 1, to: max(old, desk.serverNow))
            let latest =
                borrow.grant?.maxBorrowHours.map { desk.serverNow.addingTimeInterval(Double($0) * 3600) } ?? day
            // What is borrowed as long as it may be goes on so.
            isMaximum = day > latest
            until.replaceAsDefault(with: desk.local.typed(min(day, latest)))
        }
    }
}

extension ExtendDialog: OverlayPart {
    var overlay: App.Overlay { .extend(self) }
    var name: String { purpose == .extend ? "Extend" : "Repeat" }

    func settlement(_ desk: Desk) -> String? { desk.borrow(borrow) == nil ? Strings.closedAsGone : nil }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? { nil }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        if key == .pageUp || key == .pageDown {
            return scroll.handle(key, count: box(desk).layout(on: desk.size).text.count) ? [] : nil
        }
        switch focus {
        case .end:
            if isMaximum {
                // Typing an end means that one; a blank, which turns elsewhere, brings back what stood there.
                guard key.isTyped || key == .character(" ") else { return nil }
                (isMaximum, error, told) = (false, nil, nil)
                if key == .character(" ") { return [] }
            }
            guard until.handle(key) else { return nil }
            error = nil
            told = nil
        case .secret:
            guard var input = secret, input.handle(key) else { return nil }
            secret = input
            error = input.isCut ? Strings.cut(input.limit) : nil
        }
        return []
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] {
        Self.keys(
            yes: told == nil ? name.lowercased() : "shorten", hasSecret: secret != nil, isAtEnd: focus == .end,
            isCut: isCut)
    }

    /// Its keys, with what its yes is called.
    static func keys(yes: String, hasSecret: Bool, isAtEnd: Bool, isCut: Bool) -> [Binding<App.Action>] {
        var bindings: [Binding<App.Action>] = [
            .shown(.enter, does: .accept, yes, "Send the borrow to the new end."),
            Binding([.pageDown, .pageUp], action: .scroll, label: "more", help: "Move in the text.", inFooter: isCut),
        ]
        if hasSecret { bindings.append(.shown(.tab, .backTab, does: .nextField, "next", "Go to the other field.")) }
        if isAtEnd { bindings.append(.shown(.down, .control("o"), does: .calendar, "calendar", "Pick the end.")) }
        return bindings + [
            .shown(.control("t"), does: .maximum, "max", "Turn max borrow time on or off."),
            .shown(.escape, does: .close, "cancel", "Change nothing and go back."),
            .hidden(.function(1), does: .help, "help", "Show the keys of this place."),
        ]
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        // What is told of it stands first.
        scroll = TextScroll()
        switch action {
        case .nextField: focus = focus == .end && secret != nil ? .secret : .end
        case .maximum:
            isMaximum.toggle()
            (error, told) = (nil, nil)
        case .calendar:
            let reading = try? EndInput.read(until.text, now: desk.serverNow, in: desk.settings.timeZone)
            var chosen: Date?
            if case .at(let date) = reading?.end { chosen = date }
            return [.open(.calendar(CalendarPicker(desk, chosen: chosen, limit: limit(desk))))]
        case .close: return [.close]
        case .accept: return accept(desk)
        default: break
        }
        return []
    }

    /// Takes the end that the calendar found.
    mutating func take(_ end: BorrowEnd, _ desk: Desk) {
        (error, told) = (nil, nil)
        switch end {
        case .maximum: isMaximum = true
        case .at(let date):
            isMaximum = false
            until.replace(with: desk.local.typed(date))
        }
    }

    private func limit(_ desk: Desk) -> Int? { desk.borrow(borrow)?.grant?.maxBorrowHours }

    /// The end that the borrow surely has.
    private func oldEnd(_ desk: Desk) -> Date? { desk.borrow(borrow)?.sureEnd(at: desk.moment) }

    /// The end that stands in the dialog.
    private func newEnd(_ desk: Desk) throws(FieldError) -> BorrowEnd {
        isMaximum
            ? .maximum
            : try Validation.end(
                typed: until.text, now: desk.serverNow, zone: desk.settings.timeZone, limit: limit(desk))
    }

    private mutating func accept(_ desk: Desk) -> [Intent] {
        guard let borrow = desk.borrow(borrow) else {
            error = "It is not in the list any more."
            return []
        }
        do throws(FieldError) {
            let end = try newEnd(desk)
            if focus == .end, let secret, secret.text.isEmpty {
                focus = .secret
                return []
            }
            let (credentials, key) = try signIn(to: borrow)
            if case .at(let date) = end, let old = borrow.end(shortenedBy: end, at: desk.moment), told != until.text {
                told = until.text
                error = Strings.shortens(
                    DurationText.short(old.timeIntervalSince(date)), desk.key(.accept, in: bindings(desk)))
                return []
            }
            // Whoever repeats it has read that it is in doubt.
            let ifInDoubt: Client.InDoubt = purpose == .repeat ? .repeatOf(borrow.operation.id) : .ask
            let request = Client.Request.extend(borrow.id, to: end, with: credentials)
            let event = Client.Event.requested(
                request, key: key, ifInDoubt: ifInDoubt, mayShorten: told == until.text, at: desk.now)
            return [.close, .client(event)]
        } catch {
            self.error = error.sentence
            focus = error.field == .end ? .end : secret == nil ? .end : .secret
            return []
        }
    }

    /// What signs in as it was typed: a password or a code, or a key where this process has it no more.
    private func signIn(to borrow: Borrow) throws(FieldError) -> (Credentials?, key: Secret?) {
        guard let secret else { return (nil, nil) }
        let typed = Secret(secret.text)
        switch borrow.subject.license {
        case .key: return (nil, try Validation.licenseKey(typed))
        case .user(let name): return (.user(name: name, password: try Validation.password(typed)), nil)
        case .customerAccount(let code):
            let proof = SingleSignOn.Proof.code(try Validation.token(typed))
            return (.singleSignOn(SingleSignOn(proof: proof, customerAccountCode: code)), nil)
        }
    }

    mutating func layOut(_ desk: Desk) { isCut = box(desk).layout(on: desk.size).layOut(&scroll) }

    func draw(on frame: inout Frame, _ desk: Desk) { frame.draw(box(desk), scroll) }

    /// The box that it is drawn as.
    private func box(_ desk: Desk) -> Box {
        let borrow = desk.borrow(borrow)
        let old = oldEnd(desk).map { "It \(purpose == .extend ? "ends" : "surely runs until") \(desk.instant($0))." }
        let doubt =
            purpose == .repeat ? ["Its outcome is unknown. Sending it again is safe: it only sets the end again."] : []
        var fields = [
            Box.Field(
                label: "Until", input: until, isFocused: focus == .end,
                fixed: isMaximum ? "[x] max borrow time" : nil, remarks: preview(desk))
        ]
        if let secret, let borrow {
            fields.append(
                Box.Field(
                    label: borrow.subject.license.secretName, input: secret, isSecret: true, isFocused: focus == .secret
                ))
        }
        return Box(
            title: [name, borrow.map(desk.name)].compactMap(\.self).joined(separator: " "),
            paragraphs: doubt + (old.map { [$0] } ?? []), fields: fields, error: error,
            keys: desk.settings.keymap.applied(to: bindings(desk)))
    }

    /// Old end → new end, and by how much.
    func preview(_ desk: Desk) -> [(text: String, role: Role)] {
        guard !isMaximum else { return [("as long as the license allows", .dim)] }
        let preview = EndPreview(
            typed: until.text, from: oldEnd(desk), now: desk.serverNow, limit: limit(desk), local: desk.local)
        return preview.lines(width: 58)
    }
}

extension LicenseReference {
    /// What signs in to it.
    fileprivate var secretName: String {
        switch self {
        case .key: "Key"
        case .user: "Password"
        case .customerAccount: "Code"
        }
    }
}
