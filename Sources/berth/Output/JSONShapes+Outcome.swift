internal import ClientCore
internal import Foundation
internal import Licensing

extension JSONShapes.Outcome {
    /// A success.
    init(_ result: Client.Outcome.Result, at moment: Moment) {
        let (word, subject): (String, Borrow?) =
            switch result {
            case .borrowed(let borrow, _): ("borrowed", borrow)
            case .released(let borrow): ("released", borrow)
            case .checked(let borrow, _): ("checked", borrow)
            case .activated(let borrow, _): ("activated", borrow)
            case .noted(let borrow): ("noted", borrow)
            case .forgotten(let borrow): ("forgotten", borrow)
            case .failed(let trouble): ("failed", trouble.borrow)
            }
        let isLocal = word == "noted" || word == "forgotten"
        self.init(
            outcome: word, effect: (isLocal ? ServerEffect.none : .done).rawValue,
            operation: subject?.operation.id.rawValue, borrow: subject.map { .init($0, at: moment) })
    }

    /// A failure, by what it has done at the server.
    init(_ failure: CommandFailure, at moment: Moment) {
        let problem = failure.problem
        let word =
            switch problem.effect {
            case _ where problem.code == .outcomeNotWritten: "not_written"
            case .possible: "unknown"
            case .done: "unknown"
            case .none: problem.status == nil ? "not_sent" : "refused"
            }
        self.init(
            outcome: word, effect: problem.effect.rawValue, operation: failure.operation?.rawValue,
            borrow: failure.borrow.map { .init($0, at: moment) }, problem: .init(problem, exitCode: failure.exitCode))
    }
}
