public import ClientCore
internal import FoundationEssentials
public import Licensing
internal import TerminalUI

// The desk's own dialogs, answered by a line of text.
extension SpokenDesk {
    /// The question before something is done, with what has to be typed for it.
    ///
    /// - Parameter asksForKey: whether the license key was not to be had from where it came from.
    public func dialog(_ purpose: Dialog.Purpose, asksForKey: Bool = false) -> Dialog {
        if case .releaseMany(let ids, let marked) = purpose { return .releaseMany(ids, of: marked, desk) }
        var dialog = Dialog(purpose)
        if case .note(let id) = purpose, let borrow = desk.borrow(id) { return .note(borrow, desk) }
        guard dialog.want == .nothing, let borrow = desk.borrow(dialog.subject) else { return dialog }
        dialog = Dialog(purpose, borrow, desk)
        if asksForKey { dialog.askForKey() }
        return dialog
    }

    /// Of several borrows, those that are returned at once; the others are asked about one by one.
    public func returnedAtOnce(_ borrows: [Borrow]) -> [Borrow] {
        ManyReturns(borrows.map(\.id), of: borrows.count, desk).borrows
    }

    /// The question before the device of a refused borrow is activated; nil for any other request.
    public func activation(after trouble: Client.Trouble) -> Dialog.Purpose? {
        guard case .borrow(let request, _) = trouble.request else { return nil }
        return .activate(ActivationRequest(request))
    }

    /// A borrow whose return frees a seat of the license that a problem is about; nil where there is none.
    public func borrowToReturn(for trouble: Client.Trouble) -> Borrow? { desk.borrowToReturn(for: trouble) }

    /// What a dialog asks, a paragraph each.
    public func paragraphs(_ dialog: Dialog) -> [String] { dialog.paragraphs(desk) }

    /// Why the license key has to be typed for a question; nil where it need not be.
    public func keyWanted(_ dialog: Dialog) -> String? { dialog.keyWanted(desk) }

    /// Why there is nothing of a borrow to return any more; nil where there is.
    public func reasonNotToReturn(_ borrow: Borrow) -> String? { Dialog(.release(borrow.id)).settlement(desk) }

    /// Why a question is over, or can do nothing for now, since others are at it or were; nil where it still asks what it says.
    public func settlement(_ dialog: Dialog) -> String? { dialog.settlement(desk) ?? dialog.obstacle(desk) }

    /// The same for a draft of a new end.
    public func settlement(_ dialog: ExtendDialog) -> String? { dialog.settlement(desk) ?? dialog.obstacle(desk) }

    /// Answers a dialog with yes and what was typed.
    ///
    /// - Returns: what it asks of the client; nil where what was typed will not do, which ``Dialog/error`` says, or where it asks for
    ///   the license key next.
    public func accept(_ dialog: inout Dialog, typed: String) -> Client.Event? {
        if case .word(let word) = dialog.want, typed.lowercased() != word {
            dialog.error = Strings.typeTheWord(word)
            return nil
        }
        dialog.input.replace(with: typed)
        return dialog.perform(.accept, .enter, desk).event
    }

    /// Answers the question before several returns with yes and what was typed.
    ///
    /// - Returns: whether they are to be returned; if not, ``Dialog/error`` says why.
    public func acceptMany(_ dialog: inout Dialog, typed: String) -> Bool {
        dialog.error = nil
        return accept(&dialog, typed: typed) == nil && dialog.error == nil
    }

    /// Whether a return has to ask for the license key first.
    public func needsKey(_ borrow: Borrow) -> Bool { desk.client.needsKey(borrow) }

    /// The draft of a new end of a borrow, or of one of unknown outcome once more.
    public func draft(_ purpose: ExtendDialog.Purpose, of borrow: Borrow) -> ExtendDialog {
        ExtendDialog(borrow, purpose, desk)
    }

    /// The draft of a new end as a request that failed had it; nil for any other request, or where its borrow has gone.
    ///
    /// - Parameter isSignIn: whether what signs in is asked for, also where it was at hand.
    public func draft(after trouble: Client.Trouble, isSignIn: Bool) -> ExtendDialog? {
        desk.draft(after: trouble, isSignIn: isSignIn)
    }

    /// Why the license key has to be typed for a draft of a new end; nil where it need not be.
    public func keyWanted(_ dialog: ExtendDialog) -> String? { dialog.keyWanted(desk) }

    /// What a new end comes to, a line each: the old one and the new one, and by how much.
    public func preview(_ dialog: ExtendDialog) -> [String] { dialog.preview(desk).parts.map(\.text) }

    /// What a draft asks before it shortens what is held; nil where it asks nothing.
    public func question(_ dialog: ExtendDialog) -> [String]? {
        let paragraphs = dialog.paragraphs(desk)
        return paragraphs.isEmpty ? nil : paragraphs
    }

    /// Answers that with no.
    public func decline(_ dialog: inout ExtendDialog) { _ = dialog.perform(.close, .escape, desk) }

    /// Sends the draft of a new end; once it has asked whether to shorten what is held, that is a yes.
    ///
    /// - Returns: what it asks of the client; nil where it cannot be sent, which ``ExtendDialog/error`` says, or asks first.
    public func accept(_ dialog: inout ExtendDialog) -> Client.Event? {
        dialog.focus = .secret
        return dialog.perform(.accept, .enter, desk).event
    }
}

// The draft of a borrow.
extension SpokenDesk {
    /// A new draft, at its first field.
    public func form() -> BorrowForm {
        var form = BorrowForm(settings: desk.settings, hardwareID: desk.host, now: desk.now)
        form.focus = form.fields.first ?? form.focus
        return form
    }

    /// What may be answered, as far as that is known: products and devices; nothing for other fields.
    public func known(_ id: FormField.ID) -> [String] {
        let list: ChoiceList? =
            switch id {
            case .product: .products(desk, typed: "")
            case .device: .devices(desk, typed: "")
            default: nil
            }
        return list?.picks.items.map(\.value).filter { !$0.isEmpty } ?? []
    }

    /// The draft of a request that failed, at the field that is to be corrected; nil for the sign-in.
    public func form(correcting trouble: Client.Trouble, _ field: FormField.ID?) -> BorrowForm {
        var form = form()
        _ = form.fill(.correction(trouble, field), desk)
        return form
    }

    /// The draft that a row of the demo's guide fills in, ready to be sent.
    public func form(_ row: App.GuideRow) -> BorrowForm {
        var form = form()
        _ = form.fill(.guide(row), desk)
        return form
    }

    /// The draft of a borrow that is over once more, at the first field that is still wanted.
    public func form(again borrow: Borrow) -> BorrowForm {
        var form = form()
        _ = form.fill(.again(borrow), desk)
        // Whether it is to be the longest is asked before the end.
        if form.focus == .until { form.focus = .maximum }
        return form
    }

    /// Lets the sign-in of a draft follow its product, where the server has described that.
    ///
    /// - Returns: the sentence that says so; nil where the sign-in stays as it is.
    public func followProduct(_ form: inout BorrowForm) -> String? {
        guard let product = desk.client.products[form.answer(.product)], form.follow(product) else { return nil }
        return Strings.signInTurned(form.signIn, product.code)
    }

    /// What a draft asks about its product; nil where that is known, or where it looks like a license key.
    public func query(_ form: BorrowForm) -> Client.Request? {
        let code = form.answer(.product)
        guard !code.isEmpty, !KeyShape.isIn(code), desk.client.products[code] == nil else { return nil }
        return .query(.product(code))
    }

    /// What lists the licenses of a draft's user.
    ///
    /// - Throws: the sentences about what keeps it from being asked.
    public func licensesQuery(_ form: BorrowForm) throws(AnswerError) -> Client.Request {
        var errors: [FormField.ID: String] = [:]
        guard let credentials = form.credentials(&errors) else {
            throw AnswerError(sentence: errors.values.sorted().joined(separator: " "))
        }
        return .query(.licenses(product: form.answer(.product), credentials: credentials))
    }

    /// The licenses of a draft's user as they were listed last: their numbers, and a line each.
    public func licenses(_ form: BorrowForm) -> [(number: String, line: String)] {
        let list = ChoiceList.licenses(
            desk, product: form.answer(.product), user: form.answer(.userName), current: "")
        return list.picks.items.filter { !$0.value.isEmpty }.map { item in
            (item.value, item.note.isEmpty ? item.text : "\(item.text), \(item.note)")
        }
    }

    /// The longest borrow in hours for what a draft names, where it is known.
    public func limit(_ form: BorrowForm) -> Int? { form.knownLimit(desk) }

    /// When what a draft asks for ends: local time, UTC, length, limit and what a person should know, a sentence each.
    public func end(_ form: BorrowForm) -> [String] {
        let preview = EndPreview(
            typed: form.isMaximum ? nil : form.answer(.until), replacing: form.heldEnd(desk), now: desk.serverNow,
            limit: limit(form), local: desk.local)
        return preview.parts.map(\.text)
    }

    /// What a person should know of a draft before it is sent, a sentence each.
    public func warnings(_ form: BorrowForm) -> [String] {
        (form.signIn == .singleSignOn ? [Strings.signOnIsOneWay] : [])
            + (form.heldElsewhere(desk).map { [$0] } ?? [])
    }

    /// What a draft asks of the client.
    ///
    /// - Throws: the sentences about what keeps it from being sent.
    public func request(_ form: BorrowForm) throws(AnswerError) -> Client.Event {
        do {
            let request = try form.request(
                now: desk.serverNow, zone: desk.settings.timeZone, limit: limit(form))
            return .requested(.borrow(request, source: .prompt), at: desk.now)
        } catch {
            throw AnswerError(sentence: error.errors.values.sorted().joined(separator: " "))
        }
    }
}

extension [Intent] {
    /// What it asks of the client.
    fileprivate var event: Client.Event? {
        for case .client(let event) in self { return event }
        return nil
    }
}
