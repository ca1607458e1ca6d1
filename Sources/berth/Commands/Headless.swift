internal import ClientCore
internal import Foundation
internal import Licensing
internal import StateMachine

/// Runs the client machine without a screen: sends events, waits until it is idle, reads what it came to.
struct Headless {
    private let store: Store<Client>

    init(_ workplace: Workplace) {
        store = Store(Client.State(session: workplace.session), environment: workplace.environment)
    }

    /// Reads the ledger, and settles what a process left open.
    func start() async throws(Problem) -> Client.State {
        await store.send(.started)
        await store.waitUntilIdle()
        let state = await store.state
        if case .failed(let problem) = state.ledger { throw problem }
        return state
    }

    /// Sends one event and returns what came of it.
    func perform(_ event: Client.Event) async -> Client.Outcome? {
        await store.send(event)
        await store.waitUntilIdle()
        let state = await store.state
        if let question = state.questions.first { return .failed(question.problem) }
        return state.lastOutcome
    }
}

extension Client.Question {
    /// The question as a problem, for a command that cannot wait for an answer.
    fileprivate var problem: Problem {
        var facts = doubt.facts
        (facts.product, facts.license) = (borrow.subject.product, borrow.subject.license.label)
        facts.hardwareID = borrow.subject.hardwareID
        return Problem(
            .borrowInDoubt, message: ProblemCatalogue.explain(doubt).whatHappened, time: Date(), facts: facts)
    }
}

extension Client.Outcome {
    /// Prints the outcome of a borrow or a return, and says how the command ends.
    func report(asJSON: Bool, now: Date) -> ExitCode {
        switch self {
        case .borrowed(let borrow), .returned(let borrow):
            let isReturn = borrow.returnedAt != nil
            if asJSON {
                Report.json(
                    JSONShapes.Outcome(outcome: isReturn ? "returned" : "borrowed", borrow: .init(borrow, now: now)))
            } else if isReturn {
                Report.line("Returned \(borrow.subject.product) \(borrow.subject.license.label).")
            } else if let end = borrow.grant?.end {
                // To the nearest minute, so that the answer's way back does not make two hours 1 h 59 min.
                let length = DurationText.long((end.timeIntervalSince(now) / 60).rounded() * 60)
                Report.line("Borrowed \(borrow.subject.product) until \(UTC.format(end)), \(length) from now.")
            }
            return .success
        case .failed(let problem):
            let code = ProblemCatalogue.explain(problem).exitCode
            if asJSON {
                let outcome = code == .outcomeUnknown ? "unknown" : problem.status == nil ? "failed" : "refused"
                Report.json(JSONShapes.Outcome(outcome: outcome, problem: .init(problem)))
            } else {
                Report.problem(problem)
            }
            return code
        case .activated, .checked, .looked:
            return .success
        }
    }
}
