internal import Foundation
internal import Licensing
internal import Testing

@Suite("Every code can be met")
struct ReachabilityTests {
    @Test("The real client meets exactly this code, and it is explained", arguments: Road.all)
    func met(_ road: Road) async throws {
        let problem = try #require(try await road.walk(), "nothing went wrong")
        #expect(problem.code == road.code, "\(problem.message)")
        let explanation = ProblemCatalogue.explain(problem)
        #expect(!explanation.whatHappened.isEmpty)
        #expect(!explanation.likelyCauses.isEmpty)
        #expect(!explanation.remedies.isEmpty)
        #expect(!explanation.solvers.isEmpty)
        #expect(explanation.exitCode != .success)
        #expect(explanation.exitCode == ProblemCatalogue.explain(problem.code).exitCode)
        #expect(!"\(problem)".contains(TestCatalogue.key), "the license key is in the problem")
    }

    @Test("Each known code has a road, or is met elsewhere")
    func complete() {
        let roads = Road.all.map(\.code)
        #expect(Set(roads).count == roads.count, "a code has two roads")
        #expect(Set(roads).isDisjoint(with: Road.elsewhere.keys))
        let missing = Set(ProblemCode.known).subtracting(roads).subtracting(Road.elsewhere.keys)
        #expect(missing.isEmpty, "\(missing.map(\.rawValue).sorted())")
        let unknown = Set(roads).union(Road.elsewhere.keys).subtracting(ProblemCode.known)
        #expect(unknown.isEmpty, "\(unknown.map(\.rawValue).sorted())")
    }

    @Test(
        "What is met elsewhere is the program's own",
        arguments: Road.elsewhere.keys.sorted { $0.rawValue < $1.rawValue })
    func elsewhere(_ code: ProblemCode) {
        let prefixes = [
            "ledger_", "config_", "terminal_", "input_", "operation_", "borrow_", "sandbox_", "file_",
            "answer_mismatched", "outcome_",
        ]
        #expect(prefixes.contains { code.rawValue.hasPrefix($0) })
    }
}
