import Foundation
import TestKit
import Testing

@Suite("A response that the ledger does not take", .heavy)
struct UnwrittenTests {
    @Test("A command that gives up says what to look at, and not that it should be kept open")
    func gone() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:latency=2"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let program = try await sandbox.sent(berth, ["borrow", "--product", "MESH", "--max"])
            let ledger = sandbox.home.file("state/berth/ledger.sqlite")
            try FileManager.default.moveItem(atPath: ledger, toPath: ledger + ".away")
            _ = try await eventually(
                "the wait for the ledger",
                look: { program.errors.contains("the ledger does not take it yet") ? true : nil },
                last: { program.errors })
            program.signal(SIGTERM)
            let ended = try await program.ended()
            #expect(ended.errors.contains("Code     outcome_not_written"), "\(ended)")
            #expect(ended.unwrapped.contains("see that the ledger is in its place: ls -l \(ledger)"), "\(ended)")
            #expect(!ended.unwrapped.contains("keep this program open"), "\(ended)")
        }
    }
}
