internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// The problem that is shown, of those that are open. Its keys act on the request of that problem.
public struct ProblemPanel: Hashable, Sendable {
    /// The one that was gone to; the newest where it is not among the open ones.
    var choice: Client.Trouble.ID?
    /// Where the keys were before a problem took them.
    var cameFrom: App.Focus = .list
    var scroll = TextScroll()
    /// Whether not all of the problem can be seen at once.
    private var isCut = false
    private var lineCount = 0
    /// What helps with the problem that is shown.
    private var offer = Offer()
    /// The row of the list whose problem was looked for last.
    private var row: OperationID?

    public init() {}

    /// What the catalogue says that helps with a problem: it is asked once a problem, and not for every key of every frame.
    private struct Offer: Hashable, Sendable {
        var trouble: Client.Trouble.ID?
        /// The best first.
        var actions: [App.Action] = []
        /// What was listed as a borrow was looked for whose return helps, and that borrow.
        var listed: Book.Listed?
        var toReturn: OperationID?
    }
}

extension ProblemPanel {
    /// The problem that is shown.
    func shown(_ desk: Desk) -> Client.Trouble? {
        desk.client.troubles.first { $0.id == choice } ?? desk.client.troubles.first
    }

    /// The borrow in the ledger that the shown problem is about, as it stands now.
    func borrow(_ desk: Desk) -> Borrow? {
        guard let trouble = shown(desk) else { return nil }
        return desk.borrow(trouble.request.borrow ?? trouble.borrow?.id)
    }

    /// Follows what is open, and the row that is chosen in the list: where a person goes to a row that has a problem, it is shown.
    ///
    /// - Parameters:
    ///   - chosen: the row that is chosen.
    ///   - isInFront: whether the list has the keys. While it has not, its choice moves by itself, which shows no other problem: neither
    ///     then nor as the keys come back to it.
    mutating func follow(_ desk: Desk, row chosen: OperationID?, isInFront: Bool) {
        if isInFront, let chosen, chosen != row,
            let trouble = desk.client.troubles.first(where: { $0.isAbout(chosen) })
        {
            choice = trouble.id
        }
        row = chosen
        guard let trouble = shown(desk) else { return }
        if trouble.id != offer.trouble {
            makeOffer(trouble)
            scroll = TextScroll()
        }
        let listed = desk.client.book.listed
        guard offer.actions.contains(.list) else { return }
        if offer.listed != listed { offer.toReturn = desk.borrowToReturn(for: trouble)?.id }
        offer.listed = listed
    }

    private mutating func makeOffer(_ trouble: Client.Trouble) {
        let explanation = ProblemCatalogue.explain(trouble.problem)
        offer = Offer(trouble: trouble.id)
        for action in explanation.remedies.compactMap(\.action?.atTheDesk) where !offer.actions.contains(action) {
            offer.actions.append(action)
        }
        // What has to be changed first may have been changed elsewhere.
        if explanation.retry != .no, !offer.actions.contains(.retry) { offer.actions.append(.retry) }
    }

    /// The borrow whose return helps with the problem that is shown; nil where none does.
    var borrowToReturn: OperationID? { offer.toReturn }

    /// Goes on to the next open problem.
    mutating func goToNext(_ desk: Desk) {
        let troubles = desk.client.troubles
        guard let shown = shown(desk), let index = troubles.firstIndex(where: { $0.id == shown.id }) else { return }
        choice = troubles[(index + 1) % troubles.count].id
    }
}

extension ProblemPanel: Part {
    var name: String { "Problem" }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] {
        [isCut ? Self.move : Self.move.outOfFooter] + own(desk) + App.panes
    }

    /// Its keys: what helps comes first, the best of it before the rest, and in the footer as much of it as is usual there.
    private func own(_ desk: Desk) -> [Binding<App.Action>] {
        let usable = offer.actions.filter { ($0 != .list || borrowToReturn != nil) && disabledReason($0, desk) == nil }
        let helping = usable.compactMap { action in Self.own.first { $0.action == action } }
        let shown =
            helping.prefix(Self.mostShown).map(\.inFooter) + helping.dropFirst(Self.mostShown).map(\.outOfFooter)
        return shown + Self.own.filter { !usable.contains($0.action) }
    }

    /// How many of the keys that help stand in the footer.
    private static let mostShown = 2

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? { scroll.handle(key, count: lineCount) ? [] : nil }

    /// Learns how many lines it has, and how many of them fit.
    mutating func layOut(_ desk: Desk, in rect: Rect, isActive: Bool) {
        lineCount = ProblemText(self, desk, width: rect.width - 4, isActive: isActive).lines.count
        let page = max(0, rect.height - 2)
        scroll.layOut(count: lineCount, page: page)
        isCut = lineCount > page
    }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        switch action {
        case .details, .closeProblem, .problem, .closeAllProblems:
            return desk.client.troubles.isEmpty ? Strings.noProblem : nil
        case .nextProblem: return desk.client.troubles.count > 1 ? nil : Strings.noOtherProblem
        case .note:
            return borrow(desk) == nil
                ? Strings.notInTheList : BorrowList.disabledReason(action, on: borrow(desk), desk)
        case .retry, .check, .editProduct, .editFeature, .editEnd, .useMaximum, .editDevice, .editLicense, .editSignIn,
            .activateDevice, .list:
            return cannotHelp(action, desk)
        default: return nil
        }
    }

    /// Why something cannot be done about the shown problem; nil where it can, and is of use.
    private func cannotHelp(_ action: App.Action, _ desk: Desk) -> String? {
        guard let trouble = shown(desk) else { return Strings.noProblem }
        let impossible: String? =
            switch action {
            case .check:
                borrow(desk) == nil
                    ? Strings.notInTheList : BorrowList.disabledReason(action, on: borrow(desk), desk)
            case .editEnd, .useMaximum:
                if case .extend = trouble.request { cannotExtend(desk) } else { cannotCorrect(isSignIn: false, desk) }
            case .editProduct, .editFeature, .editDevice: cannotCorrect(isSignIn: false, desk)
            case .editLicense: isByKey(desk) ? Strings.keyHasOneLicense : cannotCorrect(isSignIn: false, desk)
            case .editSignIn: cannotCorrect(isSignIn: true, desk)
            case .activateDevice:
                if case .borrow = trouble.request {
                    desk.isActivationRefused(of: trouble) ? Strings.activationRefused : nil
                } else {
                    Strings.nothingToActivate
                }
            case .list: desk.client.book.heldCount > 0 ? nil : Strings.noBorrows
            case .retry: reasonUnderway(trouble, desk)
            default: nil
            }
        // Whoever wants to look at the list may always do so.
        if action == .list { return impossible }
        return impossible ?? (offer.trouble == trouble.id && offer.actions.contains(action) ? nil : Strings.doesNotHelp)
    }

    /// That what a problem is about is under way, as its own repetition is; nil where it is not.
    private func reasonUnderway(_ trouble: Client.Trouble, _ desk: Desk) -> String? {
        if case .query(let query) = trouble.request, desk.client.queries.contains(query) { return Strings.underwayHere }
        if desk.client.underway.values.contains(where: { $0.request == trouble.request }) {
            return Strings.underwayHere
        }
        return borrow(desk).flatMap { BorrowList.reasonUnderway(on: $0, desk) }
    }

    /// Why the request of the shown problem has no such field; nil where it has.
    private func cannotCorrect(isSignIn: Bool, _ desk: Desk) -> String? {
        switch shown(desk)?.request {
        case .borrow, .activate, .query: nil
        case .extend: isSignIn ? cannotExtend(desk) : Strings.nothingToCorrect
        case .release, .check:
            isSignIn && asksForKey(desk) ? nil : Strings.nothingToCorrect
        case .checkLicense, .deactivate, .deactivateLicense, .note, .forget, .readLedger, nil: Strings.nothingToCorrect
        }
    }

    /// Whether the license key of the shown problem's borrow can be typed for what was asked for.
    private func asksForKey(_ desk: Desk) -> Bool {
        borrow(desk).map(desk.client.needsKey) == true || shown(desk).map(desk.client.wantsKey) == true
    }

    /// Why the borrow of the shown problem cannot be given another new end; nil where it can.
    private func cannotExtend(_ desk: Desk) -> String? { BorrowList.disabledReason(.extend, on: borrow(desk), desk) }

    private func isByKey(_ desk: Desk) -> Bool {
        let credentials: Credentials? =
            switch shown(desk)?.request {
            case .borrow(let request, _): request.credentials
            case .activate(let request, _): request.credentials
            default: nil
            }
        if case .licenseKey = credentials { return true }
        return false
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        guard let trouble = shown(desk) else { return [] }
        switch action {
        case .retry: return retry(trouble, desk)
        case .editProduct: return correct(trouble, .product, desk)
        case .editSignIn: return correct(trouble, nil, desk)
        case .editLicense: return correct(trouble, .license, desk)
        case .editFeature: return correct(trouble, .feature, desk)
        case .editDevice: return correct(trouble, .device, desk)
        case .editEnd: return correct(trouble, .until, desk)
        case .useMaximum:
            if case .extend = trouble.request {
                return Self.extend(trouble, isSignIn: false, desk) + [.end(.maximum)]
            }
            return correct(trouble, .borrow, desk)
        case .activateDevice:
            guard case .borrow(let request, _) = trouble.request else { return [] }
            return [.open(.dialog(Dialog(.activate(ActivationRequest(request)))))]
        case .nextProblem: goToNext(desk)
        case .closeProblem:
            choice = nil
            return [.client(.troubleDismissed(trouble.id)), .back(to: cameFrom)]
        case .closeAllProblems: return desk.client.troubles.map { .client(.troubleDismissed($0.id)) }
        case .details: return [.open(.text(TextPage(.problem(trouble.id))))]
        default: return BorrowList.perform(action, on: borrow(desk), desk)
        }
        return []
    }

    /// Does again what the problem is about; asks first where a license key has to be typed again.
    private func retry(_ trouble: Client.Trouble, _ desk: Desk) -> [Intent] {
        let needsKey = borrow(desk).map(desk.client.needsKey) == true
        return switch trouble.request {
        case .release where needsKey: BorrowList.perform(.release, on: borrow(desk), desk)
        case .check where needsKey: BorrowList.perform(.check, on: borrow(desk), desk)
        case .extend where needsKey: Self.extend(trouble, isSignIn: true, desk)
        default: [.client(.retryRequested(trouble.id, at: desk.now))]
        }
    }

    /// Goes to a field, with the form as the problem's request had it; nil for the sign-in.
    private func correct(_ trouble: Client.Trouble, _ field: FormField.ID?, _ desk: Desk) -> [Intent] {
        switch trouble.request {
        case .release where field == nil, .check where field == nil, .extend where field == nil:
            Self.askForKey(trouble, desk)
        case .extend: Self.extend(trouble, isSignIn: false, desk)
        default: [.fill(.correction(trouble, field))]
        }
    }
}

extension ProblemPanel {
    /// Asks for the license key that a request wants, and what else it needs as it was asked for; says what was wrong with a key.
    static func askForKey(_ trouble: Client.Trouble, _ desk: Desk) -> [Intent] {
        let borrow = desk.borrow(trouble.request.borrow)
        let intents: [Intent] =
            switch trouble.request {
            case .release: BorrowList.perform(.release, on: borrow, desk)
            case .check: BorrowList.perform(.check, on: borrow, desk)
            case .extend: extend(trouble, isSignIn: true, desk)
            default: []
            }
        let fault = trouble.isOfTyped ? trouble.problem.message : nil
        return intents.map { intent in
            switch intent {
            case .open(.dialog(var dialog)):
                dialog.askForKey()
                dialog.error = fault
                return .open(.dialog(dialog))
            case .open(.extend(var dialog)):
                dialog.askForSecret()
                dialog.error = fault
                return .open(.extend(dialog))
            default: return intent
            }
        }
    }

    /// Asks once more for the new end, which stands as it was asked for, and for what signs in; of a borrow in doubt, to repeat it.
    private static func extend(_ trouble: Client.Trouble, isSignIn: Bool, _ desk: Desk) -> [Intent] {
        desk.draft(after: trouble, isSignIn: isSignIn).map { [.choose($0.borrow), .open(.extend($0))] } ?? []
    }
}

extension Desk {
    /// The draft of a new end as a request that failed had it; of a borrow in doubt, to repeat it. nil for any other request, or where
    /// its borrow has gone.
    ///
    /// - Parameter isSignIn: whether what signs in is asked for, also where it was at hand.
    func draft(after trouble: Client.Trouble, isSignIn: Bool) -> ExtendDialog? {
        guard case .extend(let id, let end, _) = trouble.request, let borrow = borrow(id) else { return nil }
        var dialog = ExtendDialog(borrow, borrow.isInDoubt(at: moment) ? .repeat : .extend, self)
        dialog.take(end, self)
        // What is pasted next is the secret, which is not to stand in a field that shows it.
        if isSignIn { dialog.askForSecret() }
        return dialog
    }

    /// A borrow whose return frees a seat of the license that a problem is about; one that is surely held before one that may be.
    func borrowToReturn(for trouble: Client.Trouble) -> Borrow? {
        guard let refused = trouble.borrow else { return nil }
        let holders = client.book.holders(of: refused).filter {
            BorrowList.disabledReason(.release, on: $0, self) == nil
        }
        return holders.first { $0.sureEnd(at: moment) != nil } ?? holders.first
    }
}

extension Client.Trouble {
    /// Whether it is about a borrow of the ledger.
    fileprivate func isAbout(_ id: OperationID) -> Bool { (request.borrow ?? borrow?.id) == id }
}

extension ActivationRequest {
    /// The activation that a refused borrow wants first.
    init(_ request: BorrowRequest) {
        self.init(
            product: request.product, hardwareID: request.hardwareID, credentials: request.credentials,
            licenseID: request.licenseID, bundleCode: request.bundleCode)
    }
}

// MARK: The keys

extension ProblemPanel {
    private static let move = Binding<App.Action>.shown(
        .up, .down, .pageUp, .pageDown, .home, .end, does: .scroll, "scroll", "Move in the text.")

    static let own: [Binding<App.Action>] = [
        .shown(.character("R"), does: .retry, "retry", "Send the same request again."),
        .hidden(.character("u"), does: .editEnd, "end", "Go to the end in the form."),
        .hidden(.character("m"), does: .useMaximum, "maximum", "Borrow as long as the license allows."),
        .hidden(.character("k"), does: .editSignIn, "sign-in", "Go to the key or the user in the form."),
        .hidden(.character("p"), does: .editProduct, "product", "Go to the product in the form."),
        .hidden(.character("l"), does: .editLicense, "license", "Go to the license in the form."),
        .hidden(.character("f"), does: .editFeature, "feature", "Go to the feature in the form."),
        .hidden(.character("h"), does: .editDevice, "device", "Go to the device in the form."),
        .hidden(.character("a"), does: .activateDevice, "activate", "Activate the device on the license."),
        .hidden(.character("s"), does: .check, "ask server", "Ask the server about it; that may take a seat."),
        .hidden(.character("v"), does: .note, "settle", "Settle an unknown outcome by hand."),
        .shown(.character("n"), does: .nextProblem, "next", "Go to the next problem."),
        .hidden(
            .character("o"), does: .list, "list", "Go to the list of borrows, and there to one whose return helps."),
        .shown(.character("d"), .enter, does: .details, "details", "Show all that is known of it."),
        .shown(.escape, does: .closeProblem, "close", "Close this problem and go back to where you were."),
        .hidden(.character("X"), does: .closeAllProblems, "close all", "Close all problems."),
    ]
}
