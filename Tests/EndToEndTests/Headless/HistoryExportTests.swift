import Foundation
import TestKit
import Testing

@Suite("An export of the trail", .heavy, .program("python3"))
struct HistoryExportTests {
    /// Runs the script that docs/trail.md names, as it says.
    private func verify(_ file: String, head: String) async throws -> (status: Int32, words: String) {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let script = tests.appending(path: "LedgerStoreTests/Scripts/verify_trail.py").path
        let run = try await ChildProcess.run("/usr/bin/env", ["python3", "-I", script, "--anchor", head, file])
        return (run.status, run.output + run.errors)
    }

    @Test(
        "What goes through all lines is given no choice of them",
        arguments: [
            "--verify --product MESH", "--verify --limit 3", "--export - --product MESH", "--export - --limit 3",
        ])
    func all(words: String) async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth.start(["history"] + words.split(separator: " ").map(String.init)).ended()
        #expect(ended.status == 64 && ended.unwrapped.contains("leave --product and --limit away"), "\(ended)")
    }

    @Test("It holds the receipts that its lines name, so that a stranger's script verifies it")
    func receipts() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            for words in ["borrow --product MESH --max", "extend MESH --until +2h --shorten", "release MESH"] {
                let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
                #expect(ended.status == 0, "\(ended)")
            }
            let file = sandbox.home.file("trail.jsonl")
            let exported = try await berth("history", "--export", file)
            #expect(exported.status == 0, "\(exported)")
            let intact = try await berth("history", "--verify", "--json").printed(PrintedTrail.self)
            let head = "\(intact.last):\(intact.head)"
            let (status, words) = try await verify(file, head: head)
            #expect(status == 0 && words == "Lines 1 to 10 fit, with 2 receipts. The head is \(head)\n", "\(words)")
            let printed = try await berth("history", "--export", "-").output
            #expect(printed == (try String(contentsOfFile: file, encoding: .utf8)))
            #expect(!printed.contains(DemoLicense.mesh))
        }
    }
}

/// What `berth history --verify --json` prints.
private struct PrintedTrail: Decodable {
    var last: Int64
    var head: String
}
