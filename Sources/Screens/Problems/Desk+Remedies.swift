internal import ClientCore
internal import Licensing

// What can be done about a problem as things stand, wherever that is told.
extension Desk {
    /// What the catalogue says that helps, without what does not as things stand: what corrects a field that was not asked for, what
    /// frees no seat of the license, and what has been refused since.
    ///
    /// - Parameters:
    ///   - explanation: the problem in words.
    ///   - trouble: the problem, and what was asked for.
    ///   - freesSeat: whether there is a borrow whose return helps.
    func remedies(_ explanation: Explanation, of trouble: Client.Trouble, freesSeat: Bool) -> [Remedy] {
        explanation.remedies.filter { remedy in
            switch remedy.action {
            case .releaseBorrow: freesSeat
            case let action?:
                hasField(action, trouble) && !(action == .activateDevice && isActivationRefused(of: trouble))
            case nil: true
            }
        }
    }

    /// Whether what was asked for has what an action changes: product, license and device of a borrow stay as they are.
    private func hasField(_ action: Remedy.Action, _ trouble: Client.Trouble) -> Bool {
        switch (action, trouble.request) {
        case (.retry, _), (.checkLicense, _), (.releaseBorrow, _), (_, .borrow), (_, .activate), (_, .query): true
        case (.editSignIn, .extend), (.editEnd, .extend), (.useMaximum, .extend): true
        case (.editSignIn, .release(let id)), (.editSignIn, .check(let id)):
            client.wantsKey(trouble) || borrow(id).map(client.needsKey) == true
        default: false
        }
    }

    /// All that can be done about it, what settles a doubt among that.
    func remedies(of trouble: Client.Trouble) -> [Remedy] {
        remedies(explain(trouble), of: trouble, freesSeat: borrowToReturn(for: trouble) != nil)
            + (maySettle(trouble) ? [Self.settling] : [])
    }

    /// What a person can do about a doubt without the server.
    static let settling = Remedy("settle it by hand")

    /// Whether what a problem is about is in doubt, and can be settled by a note.
    func maySettle(_ trouble: Client.Trouble) -> Bool {
        let borrow = borrow(trouble.request.borrow ?? trouble.borrow?.id)
        return borrow != nil && BorrowList.disabledReason(.note, on: borrow, self) == nil
    }

    /// Whether the activation that a problem wants has been tried since, and has a problem of its own, which says what to do.
    func isActivationRefused(of trouble: Client.Trouble) -> Bool {
        guard case .borrow(let request, _) = trouble.request else { return false }
        let wanted = ActivationRequest(request)
        return client.troubles.contains { trouble in
            if case .activate(wanted, _) = trouble.request { true } else { false }
        }
    }
}
