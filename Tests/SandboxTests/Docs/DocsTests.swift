internal import Foundation
internal import HTTPTypes
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

@Suite("The docs say what the code does")
struct DocsTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("The tables of endpoints, codes and choices are what the code says", .heavy)
    func coverage() async throws {
        var met: [ProblemCode: Problem] = [:]
        for problemCase in ProblemCase.all { met[problemCase.code] = try await problemCase.run() }
        let document = CoverageDocument(met: met, raisers: try Raisers(root: Self.root)).text
        let path = "docs/api-coverage.md"
        if ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1" {
            try Data(document.utf8).write(to: Self.root.appending(path: path))
            Issue.record("\(path) was written anew")
        } else {
            #expect(try Self.text(path) == document, "RECORD_DOCS=1 writes it anew")
        }
    }

    @Test("What no sandbox can cause is raised somewhere")
    func raised() throws {
        let raisers = try Raisers(root: Self.root)
        for code in ProblemCase.elsewhere.keys { #expect(!raisers.targets(of: code).isEmpty, "\(code.rawValue)") }
        #expect(raisers.targets(of: .sandboxPortTaken) == ["Sandbox"])
    }

    @Test("Each endpoint that the client calls is served, and each one served is in the table")
    func endpoints() {
        let served = Set(Route.all.map { "\($0.method.rawValue) \($0.path)" })
        #expect(served.isSuperset(of: ClientEndpoint.all.map { "\($0.method) \($0.path)" }))
        #expect(Set(EndpointRow.all.map(\.path)) == Set(Route.all.map(\.path)))
        #expect(EndpointRow.all.count == Route.all.count)
    }

    @Test("The tests that the table names exist", arguments: Set(EndpointRow.all.flatMap(\.tests)).sorted())
    func tests(_ name: String) throws {
        let halves = name.split(separator: ".").map(String.init)
        try #require(halves.count == 2)
        let source = try Self.text("Tests/\(halves[0]).swift")
        #expect(source.contains("func \(halves[1])("), "\(name)")
    }

    @Test("The page about the sandbox names every fault, choice and key of a scenario, and its scenarios are read")
    func page() throws {
        let page = try Self.text("docs/sandbox.md")
        for word in Faults.words { #expect(page.contains("`\(word)"), "\(word)") }
        for key in Scenario.CodingKeys.allCases { #expect(page.contains("`\(key.stringValue)`"), "\(key)") }
        let keys =
            Inventory.APIKey.CodingKeys.allCases.map(\.stringValue)
            + Inventory.ClientCredentials.CodingKeys.allCases.map(\.stringValue)
            + Inventory.User.CodingKeys.allCases.map(\.stringValue)
            + Inventory.CustomerAccount.CodingKeys.allCases.map(\.stringValue)
            + Inventory.Product.CodingKeys.allCases.map(\.stringValue)
            + Inventory.License.CodingKeys.allCases.map(\.stringValue)
            + Inventory.License.Device.CodingKeys.allCases.map(\.stringValue)
            + Inventory.Feature.CodingKeys.allCases.map(\.stringValue)
        for key in Set(keys) { #expect(page.contains("`\(key)`"), "\(key)") }
        let scenarios = page.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(scenarios.count >= 2)
        for scenario in scenarios {
            #expect(throws: Never.self) { _ = try Scenario(yaml: scenario, path: "page.yaml") }
        }
        let rules = page.components(separatedBy: "--fail '").dropFirst()
            .compactMap { $0.components(separatedBy: "'").first }
        #expect(rules.count >= 2)
        for rule in rules { #expect(throws: Never.self) { _ = try Faults(text: rule) } }
    }
}
