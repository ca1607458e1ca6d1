public import ClientCore
public import FoundationEssentials
public import Licensing
internal import TerminalUI

/// The desk in sentences: the same drafts, questions and words, for a front end that asks line by line.
public struct SpokenDesk: Sendable {
    let desk: Desk

    /// Of when all is that is told of the ledger, where it cannot be read; nothing where it can.
    public var dating: [String] { desk.asOf.map { ["The ledger cannot be read. This is \($0):"] } ?? [] }

    /// The desk as it stands at a moment.
    public init(client: Client.State, settings: App.Settings, now: Date) {
        var client = client
        client.book.advance(to: client.moment(at: now))
        let size = Size(columns: 80, rows: 24)
        desk = Desk(client: client, settings: settings, size: size, body: Rect(size), now: now)
    }

    /// The borrows that the list shows, in its order.
    public var borrows: [Borrow] { Array(desk.client.book.listed) }

    /// A borrow and its number in the list, which is the same wherever borrows are named by numbers.
    public struct Row: Sendable {
        public let number: Int
        public let borrow: Borrow
    }

    /// The borrows that the list shows, in its order.
    public var rows: [Row] { borrows.enumerated().map { Row(number: $0 + 1, borrow: $1) } }

    /// The borrows that a search finds.
    public func rows(matching text: String) -> [Row] {
        var list = BorrowList()
        list.setFind(.kept(TextInput(text, limit: 80)), desk)
        let found = Set(list.rows(desk).map(\.id))
        return rows.filter { found.contains($0.borrow.id) }
    }

    /// Who holds what, a line for each group.
    public func holdings(by grouping: Holdings.Grouping) -> [String] {
        let book = desk.client.book
        return Holdings.groups(of: book.listed[0..<book.heldCount], by: grouping, .all, desk).map { $0.line(desk) }
    }

    /// A row in a line: `2. CAD-PRO …4444, this host, …`.
    public func line(_ row: Row) -> String { "\(row.number). \(line(row.borrow))" }

    /// What is said where a search finds none.
    public func nothingFound(_ text: String) -> String {
        desk.client.book.listed.isEmpty ? Strings.noBorrows : Strings.nothingFound(text, of: borrows.count, nil)
    }

    /// The server's time, as far as that is known.
    public var serverNow: Date { desk.serverNow }

    /// `CAD-PRO …4444`, and the device where it is another than this host.
    public func name(_ borrow: Borrow) -> String { desk.name(borrow) }

    /// Why something cannot be done with a borrow; nil where it can.
    public func reason(against action: App.Action, on borrow: Borrow) -> String? {
        BorrowList.disabledReason(action, on: borrow, desk)
    }

    /// Whether it is its return of which the outcome is not known.
    public func isReturnInDoubt(_ borrow: Borrow) -> Bool { borrow.isReturnInDoubt(at: desk.moment) }

    /// A borrow in a line: `CAD-PRO …4444, this host, ends Fri 27 Nov 18:00 UTC+1, 4 days 3 h left`.
    public func line(_ borrow: Borrow) -> String {
        let subject = borrow.subject
        let device = subject.hardwareID == desk.host ? "this host" : "device \(subject.hardwareID.rawValue)"
        let mark = desk.mark(of: borrow).map { ", license \($0)" } ?? ""
        let account = desk.listsOtherAccounts ? ", profile \(desk.accountName(borrow))" : ""
        return "\(subject.title) \(subject.license.label)\(mark), \(device)\(account), \(standing(borrow))"
    }

    /// Whether only its account keeps a borrow from something.
    public func isOfAnotherAccount(_ action: App.Action, _ borrow: Borrow) -> Bool {
        BorrowList.reasonOfState(against: action, on: borrow, desk) == nil && reason(against: action, on: borrow) != nil
    }

    /// Which borrows only their account keeps from something, and what to do with those; nil where there are none.
    public func leftOut(of action: App.Action) -> String? {
        let others = borrows.filter { isOfAnotherAccount(action, $0) }
        guard let first = others.first else { return nil }
        if others.count == 1 { return "Not here: \(name(first)). " + (reason(against: action, on: first) ?? "") }
        return "Not here: \(others.count) borrows. " + Strings.areElsewhere(others, desk)
    }

    /// What was done, in a sentence; nil for what was not.
    public func sentence(_ result: Client.Outcome.Result) -> String? { desk.sentence(result) }

    /// What may exist at the server of what was under way as the program was told to end, or what came of it, a sentence each.
    ///
    /// - Parameter result: what came of it; nil where that is not known.
    public func farewell(_ result: Client.Outcome.Result?) -> [String] {
        switch result {
        case .failed(let trouble):
            guard let operation = trouble.operation, let id = trouble.borrow?.id ?? trouble.request.borrow,
                let sentence = desk.farewell(operation, of: id)
            else { return [desk.explain(trouble).whatHappened] }
            return [sentence]
        case let result?: return [sentence(result)].compactMap(\.self)
        case nil:
            return desk.client.underway.filter(\.value.isAtStake).compactMap { operation, running in
                running.borrow.flatMap { desk.farewell(operation, of: $0.id) }
            }
        }
    }

    /// That this host's clock is off, and what to do about it; nil where it is not, or where that is not known.
    public var clockWarning: String? {
        desk.client.clockOffset.flatMap { abs($0) >= 60 ? Strings.clockIsOff($0) : nil }
    }

    /// All that is known of a borrow, a line each.
    ///
    /// - Parameters:
    ///   - receipt: what the ledger has of its receipt; nil where that was not read.
    ///   - way: what shows it.
    public func details(
        _ borrow: Borrow, receipt: Result<HeldReceipt?, Problem>? = nil, shownBy way: String? = nil
    ) -> [String] {
        let receipt = receipt.map { Fact.receipt($0, shownBy: way, desk) }
        return Fact.all(of: borrow, desk, keys: [], receipt: receipt).map(\.spoken)
    }

    /// What there is to read of a borrow's receipt, a line each.
    ///
    /// - Parameter read: what the ledger has of it.
    public func receipt(of borrow: Borrow, _ read: Result<HeldReceipt?, Problem>) -> [String] {
        switch read {
        case _ where borrow.subject.feature != nil: [LicenseFeature.noReceipt]
        case .failure(let problem): [desk.explain(problem).whatHappened]
        case .success(nil): [Strings.noReceiptKept]
        case .success(let held?): Fact.all(of: held).map(\.spoken)
        }
    }

    /// A problem that was met, in words, with commands that can be pasted.
    public func explain(_ trouble: Client.Trouble) -> Explanation { desk.explain(trouble) }

    /// All that is known of a problem, a line each.
    public func details(_ trouble: Client.Trouble) -> [String] {
        var trouble = trouble
        // What went out and came back is a page for eyes.
        trouble.exchange = nil
        return Fact.all(of: trouble, desk).map(\.spoken)
    }

    /// What the catalogue says that helps with a problem as things stand, the best first.
    public func remedies(of trouble: Client.Trouble) -> [Remedy] {
        desk.remedies(desk.explain(trouble), of: trouble, freesSeat: borrowToReturn(for: trouble) != nil)
    }

    private func standing(_ borrow: Borrow) -> String {
        switch borrow.status(at: desk.moment) {
        case .active(let end): return "ends \(desk.instant(end)), \(left(until: end, borrow)) left"
        case .pending: return "under way"
        case .seated(let since): return "a check took a seat \(desk.instant(since))"
        case .ended where borrow.isSettledByHand: return "settled by hand"
        case .ended(let end): return "ended \(desk.instant(end))"
        case .released(let date): return "returned \(desk.instant(date))"
        case .refused(let problem): return problem.howItWasRefused
        case .activated: return "activated"
        case .deactivated: return "deactivated"
        case .unknown:
            guard let end = borrow.sureEnd(at: desk.moment) else { return "outcome unknown" }
            return "outcome unknown, surely until \(desk.instant(end)), \(left(until: end, borrow)) left"
        }
    }

    /// What is left until an end; above a day without the minutes.
    private func left(until end: Date, _ borrow: Borrow) -> String {
        let seconds = Countdown(to: end, now: desk.moment.server(for: borrow)).secondsLeft
        return DurationText.long(Double(seconds >= 86_400 ? seconds / 3600 * 3600 : seconds))
    }
}

extension Fact {
    fileprivate var spoken: String { name.map { "\($0): \(value)" } ?? value }
}
