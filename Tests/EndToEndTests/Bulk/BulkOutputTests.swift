import Foundation
import TestKit
import Testing

/// Runs by the rows of a file whose output takes nothing, or that a signal ends.
@Suite("Many at once: what nobody reads", .heavy)
struct BulkOutputTests {
    private static func devices(_ names: String...) -> String {
        "product,key,hardware_id,end\n" + names.map { "MESH,env:BERTH_LICENSE_KEY_MESH,\($0),max\n" }.joined()
    }

    private func run(
        _ arguments: [String], _ text: String, output: String = "/dev/full", fault: String? = nil,
        _ body: (SandboxServer, Ended) async throws -> Void
    ) async throws {
        try await SandboxServer.run(fault.map { ["--fail", $0] } ?? []) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
            let file = try sandbox.home.write(text, to: "rows.csv")
            let ended = try await berth.start(["borrow", "--from", file] + arguments, output: output).ended()
            #expect(ended.errors.contains("berth: the output cannot be written: ") != (ended.status == 74), "\(ended)")
            try await body(sandbox, ended)
        }
    }

    @Test("Nothing more is begun; what was done is told on standard error, with the sum", arguments: [[], ["--json"]])
    func left(flags: [String]) async throws {
        try await run(["--jobs", "1"] + flags, Self.devices("node-1", "node-2", "node-3")) { sandbox, ended in
            #expect(ended.status == 20 && !ended.errors.contains("is done"), "\(ended)")
            #expect(ended.errors.contains("berth: line 2: MESH node-1: borrowed until "), "\(ended)")
            #expect(ended.errors.contains("the rows that are left were not begun\n"), "\(ended)")
            #expect(ended.errors.contains("berth: 1 borrowed, 2 not begun\n"), "\(ended)")
            let rows = try await sandbox.berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.map(\.hardware_id) == ["node-1"], "\(ended)")
        }
    }

    @Test("Where all is done that is what it came to")
    func done() async throws {
        try await run([], Self.devices("node-1")) { _, ended in
            #expect(ended.status == 74 && ended.errors.contains("berth: 1 borrowed\n"), "\(ended)")
            #expect(ended.errors.contains("Code     output_unwritable"), "\(ended)")
            #expect(!ended.errors.contains("not begun"), "\(ended)")
        }
    }

    @Test("What is in doubt is told with what settles it, and is the status")
    func doubt() async throws {
        try await run(
            ["--jobs", "1", "--json"], Self.devices("node-1", "node-2"), fault: "floating/borrow:reset_after:1"
        ) { sandbox, ended in
            #expect(ended.status == 21 && ended.errors.contains("berth: 1 unknown, 1 not begun\n"), "\(ended)")
            let id = try await sandbox.berth("status", "--json").printed(PrintedStatus.self).borrows.first?.id
            #expect(ended.errors.contains("Settle it: berth settle \(id ?? "-") --repeat\n"), "\(ended)")
        }
    }

    @Test("Rows at fault are told there, too, and nothing is begun")
    func faults() async throws {
        try await run([], Self.devices("node-1") + "MESH,none,node-2,max\n") { _, ended in
            #expect(ended.status == 64 && ended.errors.contains("berth: line 3: not sent: "), "\(ended)")
            #expect(ended.errors.contains("berth: 1 not sent, 1 not begun\n"), "\(ended)")
        }
        try await run(["--keep-going"], Self.devices("node-1") + "MESH,none,node-2,max\n") { sandbox, ended in
            #expect(ended.status == 20 && ended.errors.contains("berth: 1 not sent, 1 not begun\n"), "\(ended)")
            let status = try await sandbox.berth("status")
            #expect(status.output == "No active borrows.\n")
        }
    }

    /// Runs rows of which the second one is done already, so that the output fails while the first one is under way.
    private func withFirst(
        _ first: String, of sandbox: SandboxServer, _ flags: [String], _ variables: [String: String] = [:]
    ) async throws -> Ended {
        let berth = sandbox.berth.with(
            ["BERTH_LICENSE_KEY_MESH": DemoLicense.mesh, "BERTH_LICENSE_KEY_FAULT": DemoLicense.fault]
        ).with(variables)
        let held = try await sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])(
            "borrow", "--product", "MESH", "--hardware-id", "node-2", "--until", "+2h", "--json")
        let end = try #require(try held.printed(PrintedOutcome.self).borrow?.borrowed_until)
        let text = "product,key,hardware_id,end\n\(first)\nMESH,env:BERTH_LICENSE_KEY_MESH,node-2,\(end)\n"
        let file = try sandbox.home.write(text, to: "rows.csv")
        return try await berth.start(["borrow", "--from", file] + flags, output: "/dev/full").ended()
    }

    @Test("The command's time holds although something else keeps rows from being begun")
    func timeout() async throws {
        try await SandboxServer.run { sandbox in
            var seconds = 2
            var ended: Ended
            repeat {
                // On a busy machine its time may be over before anything was sent.
                seconds *= 2
                ended = try await withFirst(
                    "FAULT-SLOW,env:BERTH_LICENSE_KEY_FAULT,node-1,max", of: sandbox, ["--timeout", "\(seconds)s"])
            } while ended.status == 20 && seconds < 100
            #expect(ended.status == 21, "\(ended)")
            #expect(ended.errors.contains("line 3: MESH node-2: skipped"), "\(ended)")
            #expect(ended.unwrapped.contains("(transport_cancelled)"), "\(ended)")
            // What was under way is unknown, and no other row is left.
            #expect(ended.errors.contains("the time that --timeout gives is over\n"), "\(ended)")
            #expect(!ended.errors.contains("it does the rest"), "\(ended)")
        }
    }

    @Test("A row that waits for what was sent before sends nothing once nothing more is begun")
    func waits() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:1"]) { sandbox in
            let lost = try await sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])(
                "borrow", "--product", "MESH", "--hardware-id", "node-1", "--max")
            #expect(lost.status == 21, "\(lost)")
            let ended = try await withFirst(
                "MESH,env:BERTH_LICENSE_KEY_MESH,node-1,max", of: sandbox, ["--repeat"],
                ["BERTH_SETTLE_AFTER_SECONDS": "600"])
            #expect(ended.errors.contains("line 2: MESH node-1: not sent: "), "\(ended)")
            let rows = try await sandbox.berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.filter { $0.hardware_id == "node-1" }.map(\.status) == ["unknown"], "\(ended)")
        }
    }

    @Test(
        "After a signal the sum has the status by which the process ends",
        arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
    func signalled(number: Int32, status: Int32) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:hang:1"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
            let file = try sandbox.home.write(Self.devices("node-1", "node-2"), to: "rows.csv")
            let program = try await sandbox.sent(berth, ["borrow", "--from", file, "--jobs", "1", "--json"])
            program.signal(number)
            let ended = try await program.ended()
            let (_, summary) = try BulkTests.read(ended)
            #expect(ended.status == status && summary.exit_code == status, "\(ended)")
            #expect(summary.summary["not_begun"] == 1, "\(ended)")
        }
    }
}
