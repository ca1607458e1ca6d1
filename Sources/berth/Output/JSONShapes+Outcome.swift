internal import ClientCore
internal import Foundation
internal import Licensing

extension JSONShapes.Outcome {
    /// A success.
    init(_ result: Client.Outcome.Result, at moment: Moment) {
        let (word, subject): (String, Borrow?) =
            switch result {
            case .borrowed(let borrow, _): (result.endChange?.rawValue ?? "borrowed", borrow)
            case .released(let borrow): ("released", borrow)
            case .checked(let borrow, _), .checkedFeature(let borrow, _): ("checked", borrow)
            case .activated(let borrow, _): ("activated", borrow)
            case .deactivated(let borrow): ("deactivated", borrow)
            case .noted(let borrow): ("noted", borrow)
            case .forgotten(let borrow): ("forgotten", borrow)
            case .failed(let trouble): ("failed", trouble.borrow)
            }
        let isLocal = word == "noted" || word == "forgotten"
        self.init(
            outcome: word, effect: (isLocal ? ServerEffect.none : .done).rawValue,
            operation: subject?.operation.id.rawValue, borrow: subject.map { .init($0, at: moment) })
        if subject?.checkTookSeat == true { seat = "taken" }
        switch result {
        case .borrowed(_, let previousEnd): self.previousEnd = previousEnd.map(UTC.format)
        case .checked(_, let license), .activated(_, let license): self.license = .init(license)
        case .checkedFeature(_, let feature): self.feature = .init(feature)
        case .released, .deactivated, .noted, .forgotten, .failed: break
        }
    }

    /// A failure, by what it has done at the server.
    ///
    /// - Parameter sends: whether the command asks the server for something.
    init(_ failure: CommandFailure, sends: Bool, at moment: Moment) {
        let problem = failure.problem
        let word =
            switch problem.effect {
            case _ where [.outcomeNotWritten, .outcomeOvertaken].contains(problem.code): "not_written"
            case .possible: "unknown"
            case .done: "unknown"
            case .none where problem.leavesNothingOpen: "failed"
            case .none where problem.isRefusal: "refused"
            case .none: sends ? "not_sent" : "failed"
            }
        self.init(
            outcome: word, effect: problem.effect.rawValue, operation: failure.operation?.rawValue,
            borrow: failure.borrow.map { .init($0, at: moment) },
            problem: .init(problem, failure.explanation, exitCode: failure.exitCode))
        if failure.isTimedOut { timedOut = true }
        self.problem?.requestID = failure.requestID
        self.problem?.remedies.insert(contentsOf: failure.advice, at: 0)
        if let checked = failure.checked { tell(checked, at: moment) }
    }

    /// Tells what a check came to that a failure follows: its seat is there. What is in doubt all the same stays the outcome.
    private mutating func tell(_ checked: Client.Outcome.Result, at moment: Moment) {
        let check = Self(checked, at: moment)
        if effect == ServerEffect.none.rawValue {
            (outcome, effect, operation, seat) = (check.outcome, check.effect, check.operation, check.seat)
        }
        (license, feature) = (check.license, check.feature)
        borrow = borrow ?? check.borrow
    }

    /// What a dry run would have done.
    init(_ dryRun: DryRun) {
        self.init(outcome: "dry_run", effect: ServerEffect.none.rawValue)
        self.dryRun = .init(dryRun)
    }
}

extension Problem {
    /// Whether somebody said no. What broke where a token was asked for said neither yes nor no, and the request has not left.
    fileprivate var isRefusal: Bool {
        let isNo = status.map { (300..<500).contains($0) && ![408, 499].contains($0) } ?? false
        return isNo || ProblemCatalogue.explain(self).exitCode.isRefusal
    }
}
