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
