internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import StateMachine

// How rows are begun.
extension Bulk {
    /// What is to be done about a row, as the ledger stands.
    enum Step {
        /// Nothing: it is done already; why.
        case skip(Borrow, String)
        case send(Client.Request, key: Secret?, Client.Consent)
    }

    /// Begins as many as may be under way, and passes over what is done already.
    mutating func begin() async {
        while !waiting.isEmpty, goesOn(), underway.count < way.jobs, let row = waiting.popFirst() {
            do {
                switch try await step(for: row) {
                case .skip(let borrow, let why): tell(row, .skipped(borrow, why))
                case .send(let request, let key, let consent):
                    underway[request] = row
                    await clients[row.account].store.send(
                        .requested(
                            request, key: key, ifInDoubt: consent.inDoubt, shortening: consent.shortening, at: Date()))
                }
            } catch {
                if error.code == .operationNotSent, !Deadline.isOver { isInterrupted = true }
                fail(row, CommandFailure(error))
            }
        }
    }

    /// Whether the next row may be begun: what is heard meanwhile, of which nothing is told while rows are passed over, is looked at.
    private mutating func goesOn() -> Bool {
        guard !isSignalled else { return false }
        if Signals.heard != nil { isInterrupted = true }
        if limit?.isAlmostOver == true { isTimedOut = true }
        return !isStopped && !isInterrupted
    }

    /// What is to be done about a row.
    ///
    /// - Throws: what keeps its secret from being read.
    mutating func step(for row: BulkRow) async throws(Problem) -> Step {
        switch row.wish {
        case .nothing(let borrow, let why): .skip(borrow, why)
        case .borrow(let request, let source): try await step(for: row, request, source)
        case .release(let id, let key): try await step(for: row, id, key)
        }
    }

    private mutating func step(
        for row: BulkRow, _ wish: BorrowRequest, _ source: SecretSource
    ) async throws(Problem) -> Step {
        let state = await clients[row.account].store.state
        let subject = BorrowSubject(
            wish, try await license(of: wish.credentials, at: row.account), server: state.session.server)
        let moment = state.moment(at: Date())
        let seat = state.book.borrows(sharing: subject).filter { $0.mayHoldSeat(at: moment) }
        if let borrow = seat.last(where: { $0.subject.identity == subject.identity }) ?? seat.last,
            case .active(let end) = borrow.status(at: moment), let why = reason(borrow, wish.end, end)
        {
            return .skip(borrow, why)
        }
        // What is in doubt the machine asks about, and it is told then.
        return .send(.borrow(wish, source: source), key: nil, consent)
    }

    /// What a row may do unasked.
    var consent: Client.Consent {
        .init(inDoubt: way.repeats ? .repeat : .ask, shortening: way.shortens ? .shorten : .ask)
    }

    /// Why a borrow that is held needs nothing more; nil where it is to have a new end.
    private func reason(_ borrow: Borrow, _ wanted: BorrowEnd, _ end: Date) -> String? {
        if case .at(let date) = wanted, abs(date.timeIntervalSince(end)) <= 60 {
            return "it is held until \(UTC.format(end)) already"
        }
        guard !way.again, borrow.operation.phase == .confirmed, isOwn(borrow), !isOfThisRun(borrow),
            case .borrow = borrow.operation.kind
        else { return nil }
        return "an earlier run of this file has borrowed it, until \(UTC.format(end))"
    }

    /// Whether the last operation on a borrow is of a run of this very file.
    func isOwn(_ borrow: Borrow) -> Bool { borrow.operation.id.rawValue.contains(mark + "-") }

    /// Whether it is of this run: of another row then, whose seat turned out to be the same.
    private func isOfThisRun(_ borrow: Borrow) -> Bool {
        clients.contains { borrow.operation.id.rawValue.hasPrefix($0.session + "-") }
    }

    /// How the license that a row opens is remembered.
    ///
    /// - Parameter account: by which of the accounts; all of them are of one ledger.
    mutating func license(of credentials: Credentials, at account: Int) async throws(Problem) -> LicenseReference {
        if case .licenseKey(let key) = credentials, let known = references[key] { return known }
        let reference = try await TimeLimit.bounding("the ledger could be read") {
            [environment = clients[account].environment] () throws(Problem) in
            try await environment.identify(.credentials(credentials)).reference
        }
        if case .licenseKey(let key) = credentials { references[key] = reference }
        return reference
    }

    /// - Parameter named: the license key that the row names.
    private mutating func step(
        for row: BulkRow, _ id: OperationID, _ named: Secret?
    ) async throws(Problem) -> Step {
        let state = await clients[row.account].store.state
        let moment = state.moment(at: Date())
        guard let borrow = state.book[id] else { return .send(.release(id), key: nil, consent) }
        if let why = borrow.reasonNotToRelease(at: moment) { return .skip(borrow, why) }
        var key = named
        if key == nil, !state.isElsewhere(borrow) { key = try await clients[row.account].keys?.key(of: borrow) }
        return .send(.release(id), key: key, consent)
    }
}
