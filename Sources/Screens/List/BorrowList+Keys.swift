internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowList: Part {
    var name: String { "Borrows" }

    func legend(_ desk: Desk) -> [Fact] {
        [
            Fact("*", "Marked."), Fact("@", "For another device than this host, where there is no column for that."),
            Fact("~", "Made with another profile than the one in use, where there is no column for that."),
            Fact("! !! ×", "Ends within the warning time, within the hour, has ended."),
            Fact("?", "Its outcome is unknown; what it surely has still counts down."),
        ] + Releases.legend
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] {
        if case .typing = find { return Self.finding }
        let found = if case .off = find { [Binding<App.Action>]() } else { [Self.allRows] }
        return found + (marked.isEmpty ? own(chosen(desk), desk) : Self.whileMarked) + Self.always + App.panes
    }

    /// What can be done with the chosen row: the most wanted first, and in the footer only what it allows.
    private func own(_ borrow: Borrow?, _ desk: Desk) -> [Binding<App.Action>] {
        guard let borrow else { return [Self.new] + Self.onBorrow.map(\.outOfFooter) }
        let wanted: [App.Action] =
            switch borrow.status(at: desk.moment) {
            case .unknown(let doubt) where !doubt.facts.isOfSeat: [.note, .check, .release, .details, .new]
            case .unknown: [.repeatBorrow, .check, .note, .release, .details, .new]
            case .pending: [.details, .new]
            case .active: [.release, .extend, .details, .new]
            case .seated: [.release, .borrowAgain, .forget, .details, .new]
            case .ended, .released: [.borrowAgain, .forget, .details, .new]
            case .refused, .activated, .deactivated: [.borrowAgain, .forget, .details, .new]
            }
        let all = Self.onBorrow + [Self.new]
        let first = wanted.compactMap { action in all.first { $0.action == action } }
        return first + all.filter { !wanted.contains($0.action) }.map(\.outOfFooter)
    }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        let isOfMarked = action == .release && !marked.isEmpty
        if Self.needsOne.contains(action) || action == .mark, !isOfMarked, chosen(desk) == nil {
            return emptiness(desk)
        }
        if !marked.isEmpty, Self.ofOneAlone.contains(action) {
            return Strings.rowsAreMarked(desk.key(.unmarkAll, in: Self.onMarked))
        }
        switch action {
        case .clear: return nil
        case .mark:
            if let choice, marked.contains(choice) { return nil }
            return Self.disabledReason(.release, on: chosen(desk), desk)
        case .find, .sort, .markAll, .timeline, .holdings:
            return desk.client.book.listed.isEmpty ? emptiness(desk) : nil
        case .unmarkAll: return marked.isEmpty ? Strings.nothingMarked : nil
        case .problem: return desk.client.troubles.isEmpty ? Strings.noProblem : nil
        case .release where !marked.isEmpty: return nil
        default: return Self.disabledReason(action, on: chosen(desk), desk)
        }
    }

    /// What is done with one borrow.
    private static let needsOne: Set<App.Action> = [
        .release, .extend, .repeatBorrow, .borrowAgain, .check, .note, .forget, .details,
    ]

    /// What is not done with a chosen row while others are marked, which it might be meant for; to look at one harms nothing.
    private static let ofOneAlone = needsOne.subtracting([.release, .details])

    /// What goes to the server and account that the borrow was made with, or nowhere.
    private static let ofItsAccount: Set<App.Action> = [.release, .extend, .repeatBorrow, .check]

    /// Why something cannot be done with a borrow; nil where it can.
    static func disabledReason(_ action: App.Action, on borrow: Borrow?, _ desk: Desk) -> String? {
        guard needsOne.contains(action) else { return nil }
        guard let borrow else { return Strings.noBorrows }
        if let reason = reasonOfState(against: action, on: borrow, desk) { return reason }
        guard ofItsAccount.contains(action), desk.client.isElsewhere(borrow) else { return nil }
        return Strings.isElsewhere(borrow, desk, to: action)
    }

    /// That something is under way on a borrow; nil where nothing is.
    static func reasonUnderway(on borrow: Borrow, _ desk: Desk) -> String? {
        if desk.client.underway(on: borrow.id) != nil { return Strings.underwayHere }
        if case .pending = borrow.status(at: desk.moment) { return Strings.underwayElsewhere }
        return nil
    }

    /// Why something cannot be done with a borrow, whatever account it is of; nil where it can.
    static func reasonOfState(against action: App.Action, on borrow: Borrow, _ desk: Desk) -> String? {
        if action == .details { return nil }
        if desk.returns[borrow.id] == .waiting { return Strings.waitsForReturn(desk.key(.stopWaiting, in: App.always)) }
        if let reason = reasonUnderway(on: borrow, desk) { return reason }
        let isSignOn = if case .customerAccount = borrow.subject.license { true } else { false }
        switch (action, borrow.status(at: desk.moment)) {
        case (.borrowAgain, .unknown(let doubt)), (.forget, .unknown(let doubt)):
            let way = doubt.facts.isOfSeat ? App.Action.repeatBorrow : .check
            return Strings.isInDoubt(
                isOfSeat: doubt.facts.isOfSeat, desk.key(way, in: Self.onBorrow), desk.key(.note, in: Self.onBorrow))
        case (.borrowAgain, _): return borrow.mayHoldSeat(at: desk.moment) ? Strings.stillRuns : nil
        case (.release, _) where isSignOn: return Strings.signOnEndsByItself
        case (.check, _) where isSignOn: return Strings.cannotCheckBySignOn
        case (.release, .released): return Strings.alreadyReturned
        case (.release, .ended): return Strings.alreadyEnded
        case (.extend, _): return borrow.mayHoldSeat(at: desk.moment) ? nil : Strings.isOver
        case (.repeatBorrow, .unknown(let doubt)) where !doubt.facts.isOfSeat:
            return Strings.repeatedByCommand(borrow, desk.settings.commands)
        case (.repeatBorrow, .unknown), (.note, .unknown): return nil
        case (.repeatBorrow, _):
            return borrow.mayHoldSeat(at: desk.moment) ? Strings.nothingToRepeat : Strings.nothingToRepeatOver
        case (.note, _): return Strings.outcomeIsKnown
        case (.forget, _): return borrow.mayHoldSeat(at: desk.moment) ? Strings.stillHeld : nil
        default: return nil
        }
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        let (hadMoved, hadLeftReturned) = (hasMoved, hasLeftReturned)
        keyPressed()
        switch action {
        case .forget where hadMoved, .release where hadLeftReturned && marked.isEmpty:
            // Who pressed it twice meant the one that has gone.
            let (name, key) = (chosen(desk).map(desk.name) ?? "", desk.key(action, in: Self.onBorrow))
            return [.notice(Strings.choiceMoved(name, key, isReturn: action == .release), isGood: false)]
        case .find: setFind(.typing(TextInput(find.text, limit: 80)), desk)
        case .sort:
            turnOrder(desk)
            return [.notice(Strings.ordered(by: order), isGood: true)]
        case .mark: turnMark(desk)
        case .markAll: return markAll(desk)
        case .timeline: return [.open(.timeline(Timeline(choice: choice, desk)))]
        case .holdings: return [.open(.holdings(Holdings(desk)))]
        case .unmarkAll: marked = []
        case .accept:
            setFind(find.text.allSatisfy(\.isWhitespace) ? .off : .kept(TextInput(find.text, limit: 80)), desk)
        case .clear: setFind(.off, desk)
        case .release where !marked.isEmpty: return releaseMarked(desk)
        case .new: return [.focus(.form)]
        default: return Self.perform(action, on: chosen(desk), desk)
        }
        return []
    }

    /// Asks before the marked rows that show are returned; says why where none of them can be.
    private func releaseMarked(_ desk: Desk) -> [Intent] {
        let ids = rows(desk).filter { marked.contains($0.id) }.map(\.id)
        let returns = ManyReturns(ids, of: marked.count, desk)
        guard returns.borrows.isEmpty else { return [.open(.dialog(.releaseMany(ids, of: marked.count, desk)))] }
        // Those whose license key has to be typed are returned one by one: the chosen one of them now.
        if let borrow = returns.wantingKey.first(where: { $0.id == choice }) {
            return Self.perform(.release, on: borrow, desk)
        }
        let key = desk.key(.unmarkAll, in: Self.onMarked)
        return [.notice(Strings.nothingToReturn(returns.leftOut, key), isGood: false)]
    }

    /// Does something with one borrow, from wherever that is asked for.
    static func perform(_ action: App.Action, on borrow: Borrow?, _ desk: Desk) -> [Intent] {
        guard let borrow else { return [] }
        switch action {
        case .release: return [.choose(borrow.id), .open(.dialog(Dialog(.release(borrow.id), borrow, desk)))]
        case .check: return [.choose(borrow.id), .open(.dialog(Dialog(.check(borrow.id), borrow, desk)))]
        case .note: return [.choose(borrow.id), .open(.dialog(.note(borrow, desk)))]
        case .extend: return [.choose(borrow.id), .open(.extend(ExtendDialog(borrow, .extend, desk)))]
        case .repeatBorrow:
            // What is in doubt is done once more: a return is no borrow to another end.
            if borrow.isReturnInDoubt(at: desk.moment) { return perform(.release, on: borrow, desk) }
            return [.choose(borrow.id), .open(.extend(ExtendDialog(borrow, .repeat, desk)))]
        case .borrowAgain: return [.fill(.again(borrow))]
        case .forget: return [.client(.requested(.forget(borrow.id), at: desk.now))]
        case .details:
            return [.open(.text(TextPage(.borrow(borrow.id))))]
        default: return []
        }
    }
}

extension Borrow {
    /// Whether it is its return of which the outcome is not known.
    func isReturnInDoubt(at moment: Moment) -> Bool {
        if case .unknown(let doubt) = status(at: moment) { doubt.facts.isOfRelease } else { false }
    }
}

// MARK: The keys

extension BorrowList {
    static let new = Binding<App.Action>.shown(
        .character("b"), does: .new, "new", "Go to the form for a new borrow.")

    /// What is done with one borrow.
    static let onBorrow: [Binding<App.Action>] = [
        .shown(.character("r"), does: .release, "return", "Give the chosen borrow back early."),
        .shown(.character("e"), does: .extend, "extend", "Set a new end of the chosen borrow."),
        .shown(.character("R"), does: .repeatBorrow, "repeat", "Send what is of unknown outcome again; that is safe."),
        .shown(.character("s"), does: .check, "ask server", "Ask the server about it; that may take a seat."),
        .shown(.character("v"), does: .note, "settle", "Settle an unknown outcome by hand."),
        .shown(.character("a"), does: .borrowAgain, "borrow again", "Fill the form in with a borrow that is over."),
        .shown(.character("x"), does: .forget, "forget", "Take a borrow that is over off the list."),
        .shown(.enter, .character("d"), does: .details, "details", "Show all that is known of it."),
    ]

    static let allRows = Binding<App.Action>.shown(.escape, does: .clear, "all rows", "Show all rows again.")

    static let onMarked: [Binding<App.Action>] = [
        .shown(.character("r"), does: .release, "return all marked", "Give all the marked borrows back."),
        .shown(.character("-"), does: .unmarkAll, "unmark", "Take all marks away."),
        new,
    ]

    /// With rows marked: what is done with them, and the other keys of one row.
    private static let whileMarked = onMarked + onBorrow.filter { $0.action != .release }.map(\.outOfFooter)

    static let always: [Binding<App.Action>] = [
        .shown(.character("/"), does: .find, "find", "Show only the rows that match what you type."),
        .shown(.character("t"), does: .timeline, "timeline", "Show what ends first, over the time to come."),
        .hidden(
            .character("w"), does: .holdings, "who holds",
            "Count what is held, by product, device, host or person."),
        .hidden(.character("o"), does: .sort, "sort", "Order the rows by end, product, device or license."),
        .hidden(.character(" "), does: .mark, "mark", "Mark the row, to return several at once."),
        .hidden(.character("*"), does: .markAll, "mark all", "Mark all the rows that can be returned."),
        .hidden(.character("-"), does: .unmarkAll, "unmark all", "Take all marks away."),
        .hidden(.up, .down, .pageUp, .pageDown, .home, .end, does: .move, "move", "Move the choice."),
    ]

    static let finding: [Binding<App.Action>] = [
        .shown(.enter, does: .accept, "keep", "Keep the search and go to the rows."),
        .shown(.escape, does: .clear, "drop", "Show all rows again."),
        .shown(.up, .down, does: .move, "move", "Move the choice."),
        .shown(.function(1), does: .help, "help", "Show the keys of this place."),
    ]
}
