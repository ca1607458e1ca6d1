import Foundation
import Testing

/// The page about the libraries shows what is compiled here, and names products that there are.
@Suite struct LibraryDocsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    @Test func `Each example is one of the compiled ones, in their order`() throws {
        let blocks = try text("docs/libraries.md").components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        let sources = try ["LicenseAPIExample", "ClientExample", "SandboxExample"].map {
            try text("Tests/LibraryExamples/\($0).swift")
        }
        #expect(blocks == sources)
    }

    @Test func `Whatever an example imports is a product`() throws {
        let package = try text("Package.swift")
        let imports = try text("docs/libraries.md").matches(of: /\nimport (\w+)/).map { String($0.1) }
        for module in Set(imports).subtracting(["Foundation", "Logging"]) {
            #expect(package.contains(".library(name: \"\(module)\""), "\(module)")
        }
    }
}
