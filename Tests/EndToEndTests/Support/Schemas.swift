import Foundation
import TestKit
import Testing

@testable import Sandbox

/// The schemas in docs/schemas, and what they say of what a command has printed.
enum Schemas {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/schemas")

    /// The names of all of them.
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()

    /// The one of a name.
    static func schema(_ name: String) throws -> JSONSchema {
        try JSONSchema(Data(contentsOf: folder.appending(path: name + ".json")))
    }

    /// Holds what `berth` has printed with these arguments against the schema of its verb; all that fails has one of its own.
    ///
    /// - Returns: the name of the schema and the properties of it that occur, for each value; none for what is no JSON.
    @discardableResult
    static func check(_ output: String, of arguments: [String]) throws -> [(schema: String, seen: Set<String>)] {
        guard !output.isEmpty, arguments.contains("--json") || arguments.contains("--export") else { return [] }
        let isExport = arguments.first == "history" && arguments.contains("--export")
        guard arguments.contains("--json") || isExport else { return [] }
        let isOfLines = isExport || arguments.contains("--from") || arguments.first == "watch"
        // Of a process that was killed the last line may be half a line.
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        let texts = isOfLines ? lines : [output]
        return try texts.map { text in
            let value = try JSON(reading: Data(text.utf8))
            let name = name(of: value, arguments)
            let finding = try schema(name).finding(in: value)
            if !finding.faults.isEmpty {
                Issue.record("berth \(arguments.joined(separator: " ")) against \(name): \(finding.faults)\n\(text)")
            }
            return (name, finding.seen)
        }
    }

    private static func name(of value: JSON, _ arguments: [String]) -> String {
        guard value.members?["outcome"] == nil else { return "outcome" }
        guard value.members?["summary"] == nil else { return "bulk-summary" }
        let verb = arguments.first { !$0.hasPrefix("-") } ?? ""
        return switch verb {
        case "history" where arguments.contains("--export"): "history-line"
        case "history": arguments.contains("--verify") ? "trail" : "history"
        case "ledger": arguments.contains("copy") ? "ledger-copy" : "trail"
        case "watch": "watch-event"
        case "doctor": "doctor"
        case "config": "config-check"
        case "status", "licenses", "features", "explain", "receipt": verb
        default: "outcome"
        }
    }
}
