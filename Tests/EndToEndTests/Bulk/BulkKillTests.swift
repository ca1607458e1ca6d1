import Foundation
import TestKit
import Testing

/// Hundreds of rows, with a kill -9 in between.
@Suite("A run by the rows of a file that is killed", .heavy)
struct BulkKillTests {
    private static let rows = 200

    private static let scenario = """
        clock: real
        api_keys:
        - key: 0b4b7c1e-0000-4000-8000-000000000001
          shared_key: made-up-shared-key
        products:
        - code: TOOL
          id: 1
        licenses:
        - id: 11
          product: TOOL
          key: TOOL-AAAA-BBBB-CCCC
          seats: 1000
          max_borrow_hours: 72
          activates_any_device: true

        """

    /// Kills runs of a file once each has told some rows, and lets the last one end.
    private func run(_ berth: BerthProgram, _ words: [String], kills: Int) async throws -> Ended {
        for _ in 0..<kills {
            let program = try berth.start(words)
            _ = try await eventually(
                "rows that are done",
                look: {
                    let done = program.output.split(separator: "\n").filter { !$0.contains(#""outcome":"skipped""#) }
                    return done.count >= 30 ? true : nil
                }, last: { program.output + program.errors })
            program.signal(SIGKILL)
            _ = try await program.ended()
        }
        return try await berth.start(words).ended()
    }

    @Test("Running it again does none twice, and forgets none: neither borrows nor releases")
    func killed() async throws {
        let files = try Home()
        let scenario = try files.write(Self.scenario, to: "scenario.yaml")
        try await SandboxServer.run(["--scenario", scenario]) { sandbox in
            // A short time-out makes a short lease: what a killed run had sent is soon of unknown outcome.
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": "TOOL-AAAA-BBBB-CCCC", "BERTH_PRODUCT": "TOOL",
                "BERTH_REQUEST_TIMEOUT_SECONDS": "5",
            ])
            let devices = (1...Self.rows).map { "device-\($0)" }
            let file = try files.write("hardware_id\n" + devices.map { $0 + "\n" }.joined(), to: "devices.csv")
            let ended = try await run(berth, ["borrow", "--from", file, "--max", "--json", "--jobs", "8"], kills: 2)
            let (lines, summary) = try BulkTests.read(ended)
            #expect(lines.map(\.line).sorted() == Array(2...Self.rows + 1), "every row is told")
            // What was under way as a run was killed is another's work until its lease has lapsed, or unknown then.
            let open = lines.filter { !["borrowed", "skipped"].contains($0.outcome) }
            #expect(open.count <= 16 && (ended.status == 0) == open.isEmpty, "\(summary)")
            #expect(
                open.allSatisfy { ["operation_in_progress", "borrow_in_doubt"].contains($0.problem?.code) }, "\(open)")

            // What was only intended as a run was killed has not gone out.
            let sent = try await sent("borrow", berth)
            #expect(sent.values.allSatisfy { $0 == 1 }, "none twice: \(sent.filter { $0.value != 1 })")
            let done = Set(devices).subtracting(open.map { "device-\($0.line - 1)" })
            #expect(done.subtracting(sent.keys).isEmpty, "each went out")
            let seats = try await sandbox.shell("curl -s \(sandbox.exports["BERTH_SERVER"] ?? "")/sandbox/seats").output
            // What went out is known for good; what was only intended goes off the list once its lease has lapsed.
            let wentOut = devices.filter { sent[$0] != nil }
            let known = try await berth("status", "--json").printed(PrintedStatus.self).borrows.map(\.hardware_id)
            #expect(Set(known).isSuperset(of: wentOut) && Set(known).count == known.count, "\(known)")
            #expect(done.filter { !seats.contains("\"\($0)\"") }.isEmpty, "each that is done is held: \(seats.count)")

            let back = try files.write(
                "product,hardware_id\n" + wentOut.map { "TOOL,\($0)\n" }.joined(), to: "back.csv")
            let released = try await run(
                berth, ["release", "--from", back, "--json", "--jobs", "8", "--keep-going"], kills: 1)
            let (gone, _) = try BulkTests.read(released)
            #expect(gone.map(\.line).sorted() == Array(2...wentOut.count + 1))
            let left = gone.filter { !["released", "skipped"].contains($0.outcome) }
            #expect(left.count <= open.count + 8, "\(left)")
            #expect(try await self.sent("release", berth).values.allSatisfy { $0 == 1 })
        }
    }

    @Test("A signal ends it: what is under way is written down, the rest is not begun, and the next run does it")
    func interrupted() async throws {
        let files = try Home()
        let scenario = try files.write(Self.scenario, to: "scenario.yaml")
        try await SandboxServer.run(["--scenario", scenario]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": "TOOL-AAAA-BBBB-CCCC", "BERTH_PRODUCT": "TOOL"])
            let rows = 60
            let text = (1...rows).map { "{\"hardware_id\": \"device-\($0)\", \"end\": \"+5h\"}\n" }.joined()
            let file = try files.write(text, to: "devices.jsonl")
            let program = try berth.start(["borrow", "--from", file, "--json", "--jobs", "2"])
            _ = try await eventually(
                "a row", look: { program.output.contains("borrowed") ? true : nil }, last: { program.errors })
            program.signal(SIGINT)
            let ended = try await program.ended()
            let (lines, summary) = try BulkTests.read(ended)
            #expect(ended.status == 130, "\(ended)")
            #expect(
                summary.summary.values.reduce(0, +) == rows && summary.summary["not_begun", default: 0] > 0,
                "\(summary)")
            #expect(lines.count + summary.summary["not_begun", default: 0] == rows)
            let unknown = summary.summary["unknown", default: 0]
            let next = try await berth("borrow", "--from", file, "--json", "--repeat")
            let (_, sum) = try BulkTests.read(next)
            #expect(next.status == 0 && sum.summary.values.reduce(0, +) == rows, "\(unknown): \(next)")
            #expect(sum.summary["skipped"] == summary.summary["borrowed"], "\(sum) after \(summary)")
        }
    }

    /// How often the ledger says that a request of a kind went out, by device.
    private func sent(_ kind: String, _ berth: BerthProgram) async throws -> [String: Int] {
        struct History: Decodable {
            struct Line: Decodable {
                var kind: String
                var phase: String?
                var hardware_id: String?
            }

            var lines: [Line]
        }
        let history = try await berth("history", "--limit", "100000", "--json").printed(History.self)
        let lines = history.lines.filter { $0.kind == kind && $0.phase == "sent" }
        return lines.reduce(into: [:]) { $0[$1.hardware_id ?? "", default: 0] += 1 }
    }
}
