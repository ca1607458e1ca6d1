import Foundation
import TestKit
import Testing

/// What keeps rows from being begun, found before the first one is.
@Suite("Many at once: what is found before anything is sent", .heavy)
struct BulkCheckTests {
    private func mesh(_ sandbox: SandboxServer) -> BerthProgram {
        sandbox.berth.with(["BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
    }

    @Test(
        "What the ledger knows against a row is named with its line before anything is sent; --keep-going sends the others"
    )
    func knownToTheLedger() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox).with(["BERTH_LICENSE_KEY_FAULT": DemoLicense.fault])
            let held = try sandbox.home.write(
                "product,key,hardware_id,end\nMESH,env:BERTH_LICENSE_KEY_MESH,node-1,+3h\n", to: "held.csv")
            #expect(try await berth("borrow", "--from", held).status == 0)
            let pending = try await sandbox.sent(
                berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault]),
                ["borrow", "--product", "FAULT-SLOW", "--max", "--hardware-id", "node-9"])
            let file = try sandbox.home.write(
                """
                product,key,hardware_id,end
                MESH,env:BERTH_LICENSE_KEY_MESH,node-2,+1h
                MESH,env:BERTH_LICENSE_KEY_MESH,node-1,+1h
                FAULT-SLOW,env:BERTH_LICENSE_KEY_FAULT,node-9,max
                MESH,env:BERTH_LICENSE_KEY_MESH,node-3,soon

                """, to: "more.csv")
            let before = try await berth("history").output
            let ended = try await berth("borrow", "--from", file, "--json")
            let (lines, summary) = try BulkTests.read(ended)
            #expect(lines.map(\.line) == [3, 4, 5], "\(ended)")
            #expect(
                lines.map { $0.problem?.code } == ["input_invalid", "operation_in_progress", "input_invalid"],
                "\(ended)")
            #expect(lines[0].problem?.message.contains("add --shorten") == true && lines[0].borrow != nil, "\(ended)")
            #expect(summary.summary == ["not_sent": 3, "not_begun": 1], "\(ended)")
            #expect(ended.errors.contains("3 of 4 rows cannot be used, so nothing was sent"), "\(ended)")
            #expect(try await berth("history").output == before)
            let shorter = try await berth("borrow", "--from", file, "--keep-going", "--shorten")
            #expect(shorter.output.hasSuffix("1 borrowed, 1 shortened, 2 not sent\n"), "\(shorter)")
            let back = try sandbox.home.write(
                "product,hardware_id\nMESH,node-1\nFAULT-SLOW,node-9\n", to: "back.csv")
            let released = try await berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])("release", "--from", back)
            #expect(released.status == 22 && released.output.contains("line 3: FAULT-SLOW"), "\(released)")
            #expect(released.output.hasSuffix("1 not sent, 1 not begun\n"), "\(released)")
            pending.signal(SIGKILL)
            _ = try await pending.ended()
        }
    }

    @Test(
        "A release of unknown outcome is sent again, as a single one is, whether this file or something else has lost it",
        arguments: [true, false])
    func lostRelease(byThisFile: Bool) async throws {
        try await SandboxServer.run(["--fail", "floating/release:reset_after:1"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let rows = try sandbox.home.write("product,hardware_id\nMESH,node-1\n", to: "back.csv")
            let borrowed = try await berth("borrow", "--product", "MESH", "--hardware-id", "node-1", "--max")
            #expect(borrowed.status == 0, "\(borrowed)")
            let lost = try await berth.start(["release"] + (byThisFile ? ["--from", rows] : ["MESH"])).ended()
            #expect(lost.status == 21, "\(lost)")
            let ended = try await berth("release", "--from", rows)
            #expect(ended.status == 0 && ended.output.hasSuffix("1 released\n"), "\(ended)")
        }
    }

    @Test("The key of each row of a release is looked for before anything is sent")
    func keysOfReleases() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let key = try sandbox.home.write(DemoLicense.mesh, to: "key")
            _ = try await berth("borrow", "--from", try sandbox.home.write(BulkTests.devices, to: "devices.csv"))
            let typed = try await berth.with(["BERTH_LICENSE_KEY_COMMAND": "cat \(key)"])(
                "borrow", "--product", "RENDER", "--max", "--hardware-id", "node-4")
            #expect(typed.status != 0, "its key is another's: \(typed)")
            let own = try await berth.with(["BERTH_LICENSE_KEY_COMMAND": "echo \(DemoLicense.render)"])(
                "borrow", "--product", "RENDER", "--max", "--hardware-id", "node-4")
            #expect(own.status == 0, "\(own)")
            let back = try sandbox.home.write(
                "product,hardware_id\nMESH,node-1\nRENDER,node-4\nMESH,node-3\n", to: "back.csv")
            let ended = try await berth("release", "--from", back, "--jobs", "1")
            #expect(ended.output.contains("line 3: RENDER …5VJA node-4: not sent"), "\(ended)")
            #expect(ended.output.hasSuffix("1 not sent, 2 not begun\n"), "\(ended)")
            let wrong = try sandbox.home.write(
                "product,hardware_id,key\nMESH,node-1,\nRENDER,node-4,env:BERTH_LICENSE_KEY_MESH\n", to: "wrong.csv")
            let other = try await berth("release", "--from", wrong, "--jobs", "1")
            #expect(other.output.contains("line 3: RENDER …5VJA node-4: not sent"), "\(other)")
            #expect(other.output.hasSuffix("1 not sent, 1 not begun\n"), "\(other)")
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.count == 4)
        }
    }

    @Test("A row of a release finds what was refused by its product and device as by its id, and skips it")
    func refusedBefore() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let four = BulkTests.devices + "MESH,env:BERTH_LICENSE_KEY_MESH,node-4,max\n"
            let borrowed = try await berth(
                "borrow", "--from", try sandbox.home.write(four, to: "four.csv"), "--jobs", "1")
            #expect(borrowed.output.hasSuffix("3 borrowed, 1 refused\n"), "\(borrowed)")
            let file = try sandbox.home.write("product,hardware_id\nMESH,node-4\n", to: "back.csv")
            let ended = try await berth("release", "--from", file)
            #expect(ended.status == 0 && ended.output.hasSuffix("1 skipped\n"), "\(ended)")
            #expect(ended.output.contains("skipped, it was refused, and holds no seat"), "\(ended)")
        }
    }
}
