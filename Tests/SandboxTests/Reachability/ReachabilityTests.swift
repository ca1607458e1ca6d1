internal import Foundation
internal import Licensing
internal import TestKit
internal import Testing

@Suite("Every code can be met", .heavy)
struct ReachabilityTests {
    @Test("The real client meets exactly this code, and it is explained", arguments: ProblemCase.all)
    func met(_ problemCase: ProblemCase) async throws {
        let problem = try #require(try await problemCase.run(), "nothing went wrong")
        #expect(problem.code == problemCase.code, "\(problem.message)")
        let explanation = ProblemCatalogue.explain(problem)
        #expect(!explanation.whatHappened.isEmpty)
        #expect(!explanation.likelyCauses.isEmpty)
        #expect(!explanation.remedies.isEmpty)
        #expect(!explanation.solvers.isEmpty)
        #expect(explanation.exitCode != .success)
        #expect(explanation.exitCode == ProblemCatalogue.explain(problem.code).exitCode)
        #expect(!"\(problem)".contains(TestInventory.key), "the license key is in the problem")
    }

    @Test("Each known code has a case, or is met elsewhere")
    func complete() {
        let cases = ProblemCase.all.map(\.code)
        #expect(Set(cases).count == cases.count, "a code has two cases")
        #expect(Set(cases).isDisjoint(with: ProblemCase.elsewhere.keys))
        let missing = Set(ProblemCode.known).subtracting(cases).subtracting(ProblemCase.elsewhere.keys)
        #expect(missing.isEmpty, "\(missing.map(\.rawValue).sorted())")
        let unknown = Set(cases).union(ProblemCase.elsewhere.keys).subtracting(ProblemCode.known)
        #expect(unknown.isEmpty, "\(unknown.map(\.rawValue).sorted())")
    }

    @Test(
        "What is met elsewhere is named by a test there",
        arguments: ProblemCase.elsewhere.keys.sorted { $0.rawValue < $1.rawValue })
    func elsewhere(_ code: ProblemCode) throws {
        let target = try #require(ProblemCase.elsewhere[code])
        let tests = try Raisers(root: DocsTests.root, folder: "Tests/\(target)")
        #expect(tests.names(code), "no test in \(target) names \(code.rawValue)")
    }
}
