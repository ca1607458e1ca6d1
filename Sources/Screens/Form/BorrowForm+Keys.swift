internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowForm: Part {
    var name: String { "New borrow" }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] {
        Self.keys(on: focus.field, isEmpty: self[focus].text.isEmpty)
    }

    /// What the server says of the product, and what is held already and is of another account: on the form there may be no room for
    /// all of that.
    func legend(_ desk: Desk) -> [Fact] {
        let problem = desk.client.productProblems[self[.product].text]
        return (problem?.cutInTheForm.map { [Fact("Product", $0)] } ?? [])
            + (heldElsewhere(desk).map { [Fact("Until", $0)] } ?? [])
    }

    /// The keys on a field, with or without something in it.
    static func keys(on field: FormField, isEmpty: Bool) -> [Binding<App.Action>] {
        let own: [Binding<App.Action>] =
            switch field.kind {
            case .text where field.opens && isEmpty, .secret where field.opens && isEmpty: [chooseByEnter, next]
            case .text where field.opens, .secret where field.opens: [goOn, chooseByDown, next]
            case .text, .secret: [goOn, nextByDown]
            case .turn, .fold: [turn, goOn, nextByDown, questionMark]
            case .button: [send, nextByDown, questionMark]
            }
        return own + common + (field.isText ? editing : [])
    }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        switch action {
        case .choose where focus == .license && signIn != .user: Strings.keyHasOneLicense
        case .borrow where !isChanged && isUnderway(desk): Strings.sentAlready
        default: nil
        }
    }

    /// Whether what was sent from here last has had no response yet.
    private func isUnderway(_ desk: Desk) -> Bool {
        guard let sent else { return false }
        return desk.client.underway.values.contains { $0.request == .borrow(sent, source: .prompt) }
    }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        guard focus.field.isText else {
            let isBound = desk.settings.keymap.applied(to: bindings(desk) + App.always).action(for: key) != nil
            return key.isTyped && !isBound ? [.notice(Strings.takesNoText, isGood: false)] : nil
        }
        guard self[focus].handle(key) else { return nil }
        errors[focus] = self[focus].isCut ? Strings.cut(self[focus].limit) : nil
        touch()
        return []
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .nextField: return move(by: 1, desk)
        case .previousField: return move(by: -1, desk)
        case .goOn:
            // Whoever was told and goes on from there once more knows that it is a name.
            if errors[focus] == Strings.looksLikeKey, let since = keyToldSince, desk.hasBeenRead(since: since) {
                takeForNames([focus])
            }
            let intents = leave(desk)
            guard errors[focus] == Strings.looksLikeKey else {
                keyToldSince = nil
                goOn()
                return intents
            }
            keyToldSince = keyToldSince ?? desk.now
            return intents
        case .turn:
            turn(by: key == .left ? -1 : 1)
            return []
        case .choose: return choose(desk)
        case .borrow: return send(desk)
        case .leaveForm: return leave(desk) + [.focus(.list)]
        default: return []
        }
    }

    private mutating func move(by step: Int, _ desk: Desk) -> [Intent] {
        let intents = leave(desk)
        moveFocus(by: step)
        return intents
    }

    /// Goes to the next field below that wants something; past the last one, to the button.
    private mutating func goOn() {
        let below = fields.drop { $0 != focus }.dropFirst()
        focus =
            below.first { id in
                let field = id.field
                guard field.isText, !field.isOptional else { return false }
                return errors[id] != nil || self[id].text.isEmpty || id == .until
            } ?? .borrow
    }

    /// Judges what was typed, and asks the server about a product: that costs no seat, and tells how its licenses open.
    ///
    /// Not where it looks like a license key, which must not go to the server as anything else.
    mutating func leave(_ desk: Desk) -> [Intent] {
        let field = focus.field
        guard field.isText, self[focus].text.contains(where: { !$0.isWhitespace }), !self[focus].isCut else {
            return []
        }
        do {
            try field.check(self[focus].text, isName: isName(focus))
            if focus == .until { _ = try endToSend(desk) }
            errors[focus] = nil
        } catch {
            errors[focus] = error.sentence
            return []
        }
        // What the settings name has not been left: who signs in to it is to learn that as well.
        guard [.product, .userName, .password].contains(focus), !mistakesKey(.product),
            let code = try? Validation.product(self[.product].text), desk.client.products[code] == nil,
            focus == .product || desk.client.productProblems[code] == nil
        else { return [] }
        return [.client(.requested(.query(.product(code)), at: desk.now))]
    }

    /// Judges an end anew that is told to be wrong: what speaks against it may be another license's limit by now, or over.
    mutating func renewErrors(_ desk: Desk) {
        guard errors[.until] != nil, !self[.until].isCut, !mistakesKey(.until) else { return }
        do {
            _ = try endToSend(desk)
            errors[.until] = nil
        } catch {
            errors[.until] = error.sentence
        }
    }

    private func endToSend(_ desk: Desk) throws(FieldError) -> BorrowEnd {
        try Validation.end(
            typed: self[.until].text, now: desk.serverNow, zone: desk.settings.timeZone, limit: knownLimit(desk))
    }

    /// Sends what the form says, or goes to the first field that keeps it from being sent.
    private mutating func send(_ desk: Desk) -> [Intent] {
        do {
            let request = try request(
                now: desk.serverNow, zone: desk.settings.timeZone, limit: knownLimit(desk))
            let corrected = correcting.map { [Intent.client(.troubleDismissed($0))] } ?? []
            errors = [:]
            noteSent(request)
            return corrected + [.client(.requested(.borrow(request, source: .prompt), at: desk.now))]
        } catch {
            errors = error.errors
            focus = error.first
            if Self.folded.contains(focus) { isUnfolded = true }
            return []
        }
    }

    /// Opens the list or the calendar of the field that has the focus.
    private mutating func choose(_ desk: Desk) -> [Intent] {
        switch focus {
        case .product: return [.open(.choice(.products(desk, typed: self[.product].text)))]
        case .device: return [.open(.choice(.devices(desk, typed: self[.device].text)))]
        case .until:
            let reading = try? EndInput.read(self[.until].text, now: desk.serverNow, in: desk.settings.timeZone)
            var chosen: Date?
            if case .at(let date) = reading?.end { chosen = date }
            return [.open(.calendar(CalendarPicker(desk, chosen: chosen, limit: knownLimit(desk))))]
        case .license: return chooseLicense(desk)
        default: return []
        }
    }

    private mutating func chooseLicense(_ desk: Desk) -> [Intent] {
        var errors: [FormField.ID: String] = [:]
        guard !self[.product].text.isEmpty, let credentials = credentials(&errors) else {
            self.errors = errors
            return [.notice(Strings.needsCredentials, isGood: false)]
        }
        let query = Client.Query.licenses(product: self[.product].text, credentials: credentials)
        let list = ChoiceList.licenses(
            desk, product: self[.product].text, user: self[.userName].text, current: self[.license].text)
        return [.client(.requested(.query(query), at: desk.now)), .open(.choice(list))]
    }
}

// MARK: The keys

extension BorrowForm {
    private static let goOn = Binding<App.Action>.shown(
        .enter, does: .goOn, "go on", "Go to the next field that has to be filled in.")
    static let send = Binding<App.Action>.shown(
        .enter, .character(" "), does: .borrow, "borrow", "Send the borrow.")
    private static let turn = Binding<App.Action>.shown(
        .character(" "), .left, .right, does: .turn, "change", "Choose the next one, or turn it on or off.")
    private static let chooseByEnter = Binding<App.Action>.shown(
        .enter, .down, .control("o"), does: .choose, "choose", "Open the list or the calendar of this field.")
    private static let chooseByDown = Binding<App.Action>.shown(
        .down, .control("o"), does: .choose, "choose", "Open the list or the calendar of this field.")
    private static let next = Binding<App.Action>.shown(.tab, does: .nextField, "next", "Go to the next field.")
    private static let nextByDown = Binding<App.Action>.shown(
        .tab, .down, does: .nextField, "next", "Go to the next field.")
    private static let questionMark = Binding<App.Action>.hidden(
        .character("?"), does: .help, "help", "Show the keys of this place.")
    static let common: [Binding<App.Action>] = [
        .hidden(.backTab, .up, does: .previousField, "previous", "Go to the field before."),
        .shown(.escape, does: .leaveForm, "list", "Go to the list; what you typed stays."),
        .shown(.function(1), does: .help, "help", "Show the keys of this place."),
        .hidden(.function(2), does: .guide, "guide", "Show what the demo offers to try."),
    ]
    /// What the text itself does with keys, for the help screen.
    private static let editing: [Binding<App.Action>] = [
        .hidden(.control("u"), does: .move, "empty", "Delete all before the cursor; at its end, the whole text."),
        .hidden(.control("w"), does: .move, "word", "Delete the word before the cursor."),
        .hidden(.control("k"), does: .move, "rest", "Delete all after the cursor."),
        .hidden(.control("a"), .control("e"), does: .move, "ends", "Go to the start or the end of the text."),
    ]
}
