internal import FoundationEssentials
internal import Licensing

// From what came of a request to its outcome on disk.
extension Client.State {
    /// How many seconds pass before an outcome that could not be written is written again, from failure to failure.
    private static let waits = [1, 2, 5, 10, 15]

    /// What came of an operation is known: it goes to disk, and only then to the screen.
    mutating func conclude(
        _ id: OperationID, _ borrow: Borrow, _ ending: Client.Underway.Ending, receipt: Receipt? = nil,
        exchange: Exchange? = nil, at: Date
    ) -> [Client.Effect] {
        let entry = LedgerEntry(borrow: borrow, receipt: receipt, performer: session.performer, at: at)
        let outcome = Client.Underway.Unwritten(entry: entry, ending: ending, exchange: exchange)
        underway[id]?.step = .recordingOutcome(outcome)
        return [.record(id, entry)]
    }

    /// The same for a problem: refused where nothing happened at the server, unknown where something may have.
    mutating func conclude(
        _ id: OperationID, _ borrow: Borrow, _ problem: Problem, receipt: Receipt? = nil, exchange: Exchange? = nil,
        at: Date
    ) -> [Client.Effect] {
        var borrow = borrow
        let problem = borrow.weighed(enriched(problem, borrow))
        borrow.move(to: OperationPhase(problem))
        return conclude(id, borrow, .failed(told(problem, borrow)), receipt: receipt, exchange: exchange, at: at)
    }

    /// The outcome is on disk: now it may be seen.
    mutating func settle(
        _ id: OperationID, _ request: Client.Request, _ outcome: Client.Underway.Unwritten, _ written: Client.Written
    ) -> [Client.Effect] {
        underway[id] = nil
        let borrow = outcome.borrow
        onDisk(borrow, written)
        switch outcome.ending {
        case .withdrawn: return []
        case .failed(let problem):
            return report(problem, request, operation: id, borrow: borrow, exchange: outcome.exchange)
        case .succeeded(let result), .kept(let result):
            if case .released = result { keys[borrow.id] = nil }
            return succeeded(result, request, operation: id, borrow: borrow)
        }
    }

    /// The disk would not take what came of a request.
    ///
    /// It is held, and written as soon as the disk takes it; only where the ledger holds something newer about the
    /// operation, or where a person can do again what was not written, is it given up.
    mutating func notWritten(
        _ id: OperationID, _ request: Client.Request, _ outcome: Client.Underway.Unwritten, _ problem: Problem,
        at: Date
    ) -> [Client.Effect] {
        if case .kept = outcome.ending {
            return abandon(id, problem, borrow: borrow(outcome.borrow.id)) + readChanges(at: at)
        }
        let failure = Problem.outcomeNotWritten(outcome, problem, at: at)
        guard problem.code != .ledgerStepRefused else {
            underway[id] = nil
            if outcome.isHeard {
                overtaken.append(.init(operation: id, request: request, outcome: outcome, problem: failure))
            }
            return readChanges(at: at)
        }
        let told = outcome.isHeard ? report(failure, request, operation: id, borrow: outcome.borrow) : []
        var outcome = outcome
        outcome.failures += 1
        let isFirst = outcome.failures == 1
        if outcome.isDueAgain {
            outcome.isDueAgain = false
            underway[id]?.step = .recordingOutcome(outcome)
            return (isFirst ? told : []) + [.record(id, outcome.entry)]
        }
        underway[id]?.step = .holdingOutcome(outcome)
        let wait = Self.waits[min(outcome.failures, Self.waits.count) - 1]
        return (isFirst ? told : []) + [.recordLater(id, seconds: wait)]
    }

    /// Tells what was overtaken, of the borrows as they stand by now: what it came to is not what counts.
    mutating func tellOvertaken() -> [Client.Effect] {
        let all = overtaken
        overtaken = []
        return all.flatMap {
            let borrow = borrow($0.outcome.borrow.id) ?? $0.outcome.borrow
            return report(
                $0.problem, $0.request, operation: $0.operation, borrow: borrow, exchange: $0.outcome.exchange)
        }
    }

    /// Settles a doubt by a person's word.
    mutating func note(_ borrow: Borrow, reason: String, _ request: Client.Request, at: Date) -> [Client.Effect] {
        var borrow = borrow.asItStands(at: at)
        guard borrow.operation.phase.isSettled else {
            return report(.inProgress(ProblemFacts(borrow), on: borrow, at: at), request, borrow: borrow)
        }
        guard borrow.isInDoubt(at: moment(at: at)) else {
            let message = "Borrow \(borrow.id) is not in doubt: there is nothing to settle."
            let problem = Problem(
                .borrowNotFound, message: message, time: at, effect: .none, facts: ProblemFacts(borrow))
            return report(problem, request, borrow: borrow)
        }
        borrow.move(to: .noted(reason: reason))
        return keep(borrow, .noted(borrow), request, at: at)
    }

    /// Takes a borrow that is over off the list.
    mutating func forget(_ borrow: Borrow, _ request: Client.Request, at: Date) -> [Client.Effect] {
        var borrow = borrow.asItStands(at: at)
        guard !borrow.mayHoldSeat(at: moment(at: at)) else {
            let message = "Borrow \(borrow.id) holds a seat, or may."
            let problem = Problem(.inputInvalid, message: message, time: at, effect: .none, facts: ProblemFacts(borrow))
            return report(problem, request, borrow: borrow)
        }
        borrow.forgottenAt = at
        return keep(borrow, .forgotten(borrow), request, at: at)
    }

    /// Writes what a person does about a borrow.
    private mutating func keep(
        _ borrow: Borrow, _ result: Client.Outcome.Result, _ request: Client.Request, at: Date
    ) -> [Client.Effect] {
        let id = beginOperation()
        let entry = LedgerEntry(borrow: borrow, performer: session.performer, at: at)
        let outcome = Client.Underway.Unwritten(entry: entry, ending: .kept(result))
        underway[id] = Client.Underway(request: request, startedAt: at, step: .recordingOutcome(outcome))
        return [.record(id, entry)]
    }
}
