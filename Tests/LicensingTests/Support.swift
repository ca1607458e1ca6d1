import Foundation
import Licensing
import TestKit
import Testing

/// Reads an instant of a test; a mistyped one fails the test.
func utc(_ text: String) -> Date {
    guard let date = UTC.parse(text) else {
        Issue.record("\(text) is no instant")
        return .distantPast
    }
    return date
}

/// A zone with summer time.
func berlin() throws -> LocalZone { try #require(LocalZone(named: "Europe/Berlin")) }

/// A problem met at the start of the test clock, with the facts that matter.
func problem(
    _ code: ProblemCode, _ effect: ServerEffect = .none, status: Int? = nil, message: String = "",
    time: Date = TestClock.start, _ facts: (inout ProblemFacts) -> Void = { _ in }
) -> Problem {
    var problem = Problem(code, status: status, message: message, time: time, effect: effect)
    facts(&problem.facts)
    return problem
}

/// The explanation of a problem met at the start of the test clock.
func explain(
    _ code: ProblemCode, _ effect: ServerEffect = .none, status: Int? = nil, message: String = "",
    time: Date = TestClock.start, _ facts: (inout ProblemFacts) -> Void = { _ in }
) -> Explanation {
    ProblemCatalogue.explain(problem(code, effect, status: status, message: message, time: time, facts))
}

extension Explanation {
    /// What its remedies offer to do, in order.
    var actions: [Remedy.Action] { remedies.compactMap(\.action) }

    /// Everything that it says.
    var lines: [String] { [whatFailed] + (consequence.map { [$0] } ?? []) + likelyCauses + remedies.map(\.text) }
}
