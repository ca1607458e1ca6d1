import Foundation
import Ledger
import Licensing
import TestKit
import Testing

/// What a stranger does with an export and docs/trail.md alone.
@Suite("A stranger's script verifies an export", .heavy, .program("python3"))
struct TrailScriptTests {
    /// Line 1 begins the ledger, lines 2 to 4 are a borrow with a receipt, whose text is not easy to spell.
    static func exported() async throws -> [Exported] {
        let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)
        var borrow = Fixture.borrow("1", product: "CÄD\u{2028}\u{7F}\"\\\n", phase: .intended)
        let receipt = Fixture.receipt(#"{"license_signature":"✓ ü\n"}"#)
        for phase in [OperationPhase.intended, .sent, .confirmed] {
            borrow.move(to: phase)
            try await ledger.record(Fixture.entry(borrow, receipt: phase == .confirmed ? receipt : nil))
        }
        return await ledger.handOn(after: 0, limit: 9).map {
            Exported(text: $0.entry.text, hash: $0.entry.hash, receipt: $0.receipt)
        }
    }

    @Test("an export that nobody touched fits, and runs through the head that was noted")
    func untouched() async throws {
        let lines = try await Self.exported()
        let head = "4:\(lines[3].hash)"
        let run = try await verify(lines, arguments: ["--anchor", "2:\(lines[1].hash)"])
        #expect(run == Run(status: 0, words: "Lines 1 to 4 fit, with 1 receipts. The head is \(head)"))
    }

    @Test("a cut stands in for what it removed")
    func cut() async throws {
        let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)
        for id in ["1", "2"] {
            var borrow = Fixture.borrow(
                id, license: .user(id), hours: id == "1" ? 1 : 99, licenseID: id == "1" ? 1 : 2, phase: .intended)
            for phase in [OperationPhase.intended, .sent, .confirmed] {
                borrow.move(to: phase)
                try await ledger.record(Fixture.entry(borrow))
            }
        }
        let noted = try await ledger.trail(after: 0, limit: 9)
        _ = try await ledger.prune(
            before: .distantFuture, by: Fixture.performer, at: TestClock.start.addingTimeInterval(7200),
            isRehearsal: false)
        var lines = try await ledger.trail(after: 0, limit: 9).map { Exported(text: $0.text, hash: $0.hash) }
        #expect(lines.count == 4)
        #expect(try await verify(lines, arguments: ["--anchor", "4:\(noted[3].hash)"]).status == 0)
        #expect(
            try await verify(lines, arguments: ["--anchor", "2:\(noted[1].hash)"]).words
                == "Line 2, which was noted, is not there.")
        lines[0].text = noted[0].text
        #expect(try await verify(lines).status == 1)
        lines[0] = Exported(text: noted[4].text, hash: lines[1].hash)
        #expect(try await verify(lines).status == 1)
        lines.removeLast()
        #expect(try await verify(lines).status == 1)
    }

    @Test("whatever was changed is seen, and said", arguments: Tampering.allCases)
    func tampered(with tampering: Tampering) async throws {
        var lines = try await Self.exported()
        try tampering.apply(to: &lines)
        let run = try await verify(lines, arguments: tampering.arguments)
        #expect(run == Run(status: 1, words: tampering.finding))
    }
}

/// A line of an export.
struct Exported {
    var text: String
    var hash: String
    var receipt: Receipt?
}

/// What somebody does to an export.
enum Tampering: CaseIterable {
    case text, hash, order, dropped, droppedFirst, droppedLast, twice, lineOne, lineOneAlone, receipt, receiptDropped
    case receiptAdded, receiptBody, version, nonsense

    func apply(to lines: inout [Exported]) throws {
        switch self {
        case .text: lines[1].text = lines[1].text.replacing("ops", with: "bob")
        case .hash: lines[2].hash = lines[1].hash
        case .order: lines.swapAt(1, 2)
        case .dropped: lines.remove(at: 2)
        case .droppedFirst: lines.removeFirst()
        case .droppedLast: lines.removeLast()
        case .twice: lines.insert(lines[1], at: 1)
        case .lineOne, .lineOneAlone:
            var line = try TrailCodec.line(from: lines[0].text)
            line.performer.user = "bob"
            let text = TrailCodec.text(of: line)
            lines[0] = Exported(text: text, hash: TrailCodec.hash(after: nil, text: text))
            if self == .lineOneAlone { lines = [lines[0]] }
        case .receipt: lines[3].receipt?.signature = "Zm9yZ2Vk"
        case .receiptDropped: lines[3].receipt = nil
        case .receiptAdded: lines[2].receipt = lines[3].receipt
        case .receiptBody: lines[3].receipt?.body = Data("{}".utf8)
        case .version:
            lines[0].text = lines[0].text.replacing("\"v\":1", with: "\"v\":2")
            lines[0].hash = TrailCodec.hash(after: nil, text: lines[0].text)
        case .nonsense: lines[1].text = "[]"
        }
    }

    /// A head that was noted, where only that shows the change.
    var arguments: [String] {
        switch self {
        case .droppedLast, .lineOneAlone: ["--anchor", "4:\(String(repeating: "0", count: 64))"]
        default: []
        }
    }

    var finding: String {
        switch self {
        case .text: "Line 2 does not fit: it or the line before it was changed."
        case .hash: "Line 3 does not fit: it or the line before it was changed."
        case .order: "Line 2 is missing."
        case .dropped: "Line 3 is missing."
        case .droppedFirst: "Line 1 and all before it are missing, and no line says that they were cut off."
        case .droppedLast, .lineOneAlone: "Line 4, which was noted, is not there."
        case .twice: "Line 2 stands where line 3 has to be."
        case .lineOne: "Line 2 does not fit: it or the line before it was changed."
        case .receipt, .receiptDropped, .receiptBody: "The receipt of line 4 is not the one that it names."
        case .receiptAdded: "The receipt of line 3 is not the one that it names."
        case .version: "A line is of version 2, and this script knows version 1."
        case .nonsense:
            "After line 1 stands something that is no line: TypeError('list indices must be integers or slices, not str')"
        }
    }
}

/// How a run of the script ended.
struct Run: Equatable {
    var status: Int32
    var words: String
}

/// Where Python 3 is, if anywhere.
let python: String? = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    .map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }

/// Runs the script over an export.
func verify(_ lines: [Exported], arguments: [String] = []) async throws -> Run {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/verify_trail.py")
    let file = FileManager.default.temporaryDirectory.appending(path: "trail-\(UUID()).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let encoder = JSONEncoder()
    let export = try lines.map { line in
        let receipt = line.receipt.map { #","receipt":\#(TrailCodec.text(of: $0))"# } ?? ""
        return try
            #"{"text":\#(String(decoding: encoder.encode(line.text), as: UTF8.self)),"hash":"\#(line.hash)"\#(receipt)}"#
            + "\n"
    }
    try Data(export.joined().utf8).write(to: file)
    let run = try await ChildProcess.run(python ?? "python3", ["-I", script.path] + arguments + [file.path])
    return Run(status: run.status, words: (run.output + run.errors).trimmingCharacters(in: .newlines))
}
