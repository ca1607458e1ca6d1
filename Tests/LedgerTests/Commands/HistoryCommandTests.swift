import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// The commands that need no server, run as they are installed: no network, no configuration, no account.
@Suite struct HistoryCommandTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger

    init() async throws {
        directory = try TemporaryDirectory()
        // Where the program looks by itself.
        ledger = try SQLiteLedger(directory.file(".local/state/berth/ledger.sqlite"))
        try await ledger.fillWithSixLines()
    }

    private func berth(_ arguments: String...) async throws -> Command.Outcome {
        try await Command.berth(arguments, home: directory.path).run()
    }

    @Test func `History lists who did what when, and what the server said`() async throws {
        let outcome = try await berth("history")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines[0].hasPrefix("TIME (UTC)"))
        #expect(
            lines[1].split(separator: " ").map(String.init) == [
                "2026-11-23T13:02:05Z", "ana", "borrow", "refused", "CAD", "…4444", "site", "maximum",
                "blacklisted",
            ])
        #expect(lines[4].contains("2026-11-23T21:02:00Z"))
    }

    @Test func `History can be limited to a number and a product`() async throws {
        #expect(try await berth("history", "--limit", "2").output.split(separator: "\n").count == 3)
        #expect(try await berth("history", "--product", "FIT").output == "No history.\n")
        let near = try await berth("history", "--product", "CAM")
        #expect(near.status == 0 && near.output == "No history. Did you mean \"CAD\"?\n")
        #expect(try await berth("history", "--limit", "-1").status == 64)
    }

    @Test func `An empty place has no history, and no receipt, and says so`() async throws {
        let empty = try TemporaryDirectory()
        let history = try await Command.berth(["history"], home: empty.path).run()
        #expect(history.status == 0)
        #expect(history.output == "No history.\n")
        let check = try await Command.berth(["ledger", "check", "--ledger", empty.file("none")], home: empty.path).run()
        #expect(check.status == 30)
        #expect(check.errors.contains("ledger_missing"))
        #expect(!FileManager.default.fileExists(atPath: empty.file("none")))
    }

    @Test func `An export holds a line of JSON for each of the trail, oldest first, with what its hash is over`()
        async throws
    {
        let file = directory.file("history.jsonl")
        #expect(try await berth("history", "--export", file).status == 0)
        #expect(try directory.mode(of: "history.jsonl") == 0o600)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(try await berth("history", "--export", "-").output == text)
        let lines = try text.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.compactMap { $0["sequence"] as? Int } == [1, 2, 3, 4, 5, 6, 7])
        #expect(lines[0]["kind"] as? String == "begin")
        #expect(lines[3]["time"] as? String == "2026-11-23T13:02:02.125Z")
        #expect(lines[3]["end_granted"] as? String == "2026-11-23T21:02:00Z")
        #expect(lines[3]["end_asked"] as? String == "maximum")
        #expect(lines[3]["license_id"] as? Int64 == makeBorrow(grant: makeGrant(hours: 8)).licenseNumber)
        #expect(lines[6]["code"] as? String == "blacklisted")
        #expect(lines[6]["status"] as? Int == 400)
        #expect(lines[6]["message"] as? String == "No “slots” – 无")
        #expect(lines[6]["operation"] as? String == "02")
        #expect(lines[6]["device_id"] == nil)
        #expect(lines[6]["claimed_address"] as? String == "192.0.2.7")
        #expect(lines[6]["profile"] as? String == "site")
        #expect(lines[6]["effect"] as? String == "none")
        #expect(lines.allSatisfy { ($0["text"] as? String)?.isEmpty == false }, "what the hash is over")
        #expect(lines[6]["hash"] as? String == (try await ledger.verifyTrail(anchor: nil).head?.hash))

        let again = try await berth("history", "--export", file)
        #expect(again.status == 1)
        #expect(again.errors.contains("file_unwritable"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }

    @Test func `More lines than one reading takes are exported whole`() async throws {
        for number in 0..<1500 { try await ledger.record(makeEntry(makeBorrow("n\(number)"))) }
        #expect(try await berth("history", "--export", "-").output.split(separator: "\n").count == 1507)
    }

    @Test func `Verification prints the head, and holds the trail to one that was noted`() async throws {
        let head = try #require(try await ledger.verifyTrail(anchor: nil).head)
        let outcome = try await berth("history", "--verify", "--head", "\(head.line):\(head.hash)")
        #expect(outcome.status == 0)
        #expect(outcome.output == "The trail is intact: 7 lines, 1–7.\nHead: 7:\(head.hash)\n")
        let wrong = try await berth("history", "--verify", "--head", "6:\(head.hash)")
        #expect(wrong.status == 30)
        #expect(wrong.errors.contains("Line 6 has another hash than the one that was noted"))
        #expect(try await berth("history", "--verify", "--head", "nonsense").status == 64)
    }

    @Test func `A changed trail is told with the line, and an exit status`() async throws {
        try await tamper(
            with: directory.file(".local/state/berth/ledger.sqlite"),
            "UPDATE trail SET text = replace(text, 'ana', 'bob') WHERE line = 4")
        for arguments in [["history", "--verify"], ["ledger", "check"], ["ledger", "prune", "--older-than", "1d"]] {
            let outcome = try await Command.berth(arguments, home: directory.path).run()
            #expect(outcome.status == 30)
            #expect(outcome.errors.contains("ledger_altered"))
            #expect(outcome.errors.contains("Line 4 does not fit"))
        }
    }

    @Test func `The ledger is checked, backed up, pruned and vacuumed by command`() async throws {
        let check = try await berth("ledger", "check")
        #expect(check.output.hasPrefix("The file is sound.\nThe trail is intact: 7 lines, 1–7.\n"))
        #expect(try await berth("ledger", "backup", directory.file("copy")).status == 0)
        #expect(try await berth("ledger", "backup", directory.file("copy")).status == 1)
        #expect(try await berth("ledger", "check", "--ledger", directory.file("copy")).status == 0)
        #expect(try await berth("ledger", "prune", "--older-than", "soon").status == 64)
        let vacuum = try await berth("ledger", "vacuum")
        #expect(vacuum.status == 0)
        #expect(vacuum.output.contains("KiB before"))
    }

    @Test func `A prune says what it would remove, then what it removed`() async throws {
        let old = try SQLiteLedger(path: directory.file("old.sqlite"), by: ana) { Date(timeIntervalSince1970: 0) }
        try await old.take(
            makeBorrow("01", grant: makeGrant(hours: -20_000 * 24)), through: [.intended, .sent, .confirmed],
            from: Date(timeIntervalSince1970: 0))
        let arguments = ["ledger", "prune", "--older-than", "365d", "--ledger", directory.file("old.sqlite")]
        let would = try await Command.berth(arguments + ["--dry-run"], home: directory.path).run()
        #expect(would.output == "Would remove 4 lines, 0 receipts and 1 borrows.\n")
        let did = try await Command.berth(arguments, home: directory.path).run()
        #expect(did.output == "Removed 4 lines, 0 receipts and 1 borrows.\n")
        let history = try await old.history(limit: 9, product: nil)
        guard case .cut(let cut)? = history.first?.event, history.count == 1 else {
            Issue.record("\(history)")
            return
        }
        #expect(cut.through == 4)
        #expect(history.first?.performer.claims.user == "ana", "whoever prunes is named")
    }
}
