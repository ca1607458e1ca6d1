internal import Foundation
internal import HTTPTypes
internal import Licensing
@testable internal import Sandbox
internal import Testing

@Suite("The docs say what the code does")
struct DocsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test("The tables of endpoints, codes and choices are what the code says")
    func coverage() async throws {
        var met: [ProblemCode: Problem] = [:]
        for road in Road.all { met[road.code] = try await road.walk() }
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
        for code in Road.elsewhere.keys { #expect(!raisers.targets(of: code).isEmpty, "\(code.rawValue)") }
        #expect(raisers.targets(of: .sandboxPortTaken) == ["Sandbox"])
    }

    @Test("Each endpoint that the client calls is served, and each one served is in the table")
    func endpoints() {
        let served = Set(Endpoint.all.map { "\($0.method.rawValue) \($0.path)" })
        #expect(served.isSuperset(of: ClientEndpoint.all.map { "\($0.method) \($0.path)" }))
        #expect(Set(EndpointRow.all.map(\.path)) == Set(Endpoint.all.map(\.path)))
        #expect(EndpointRow.all.count == Endpoint.all.count)
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
            Catalogue.APIKey.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.OAuthClient.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.User.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.CustomerAccount.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.Product.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.License.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.License.Device.CodingKeys.allCases.map(\.stringValue)
            + Catalogue.Feature.CodingKeys.allCases.map(\.stringValue)
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
