import Foundation
import Ledger
import Licensing
import SQLiteLedger
import TestKit
import Testing

/// A response that comes after somebody else has settled the borrow.
@Suite("What was overtaken, by one command and by the rows of a file", .heavy)
struct BulkOvertakenTests {
    /// Settles the one borrow of a ledger by a note, as somebody does who finds that its lease has lapsed.
    private func settle(_ home: Home) async throws {
        let store = try WrittenLedger(home).store
        let borrow = try #require(try await store.borrows(.all).borrows.last)
        let later = Date(timeIntervalSinceNow: 3600)
        var noted = try #require(LedgerRules.lapsed(borrow, at: later))
        noted.move(to: .noted(reason: "asked the vendor"))
        try await store.record(LedgerEntry(borrow: noted, performer: Fixture.performer, at: later))
    }

    @Test("It is told as it stands now, and no command is told that would settle it", arguments: [false, true])
    func told(asJSON: Bool) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:hang:2"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let rows = try sandbox.home.write("product,hardware_id,end\nMESH,node-1,max\n", to: "rows.csv")
            for words in [["--from", rows], ["--product", "MESH", "--hardware-id", "node-2", "--max"]] {
                let program = try await sandbox.sent(berth, ["borrow"] + words + (asJSON ? ["--json"] : []))
                try await settle(sandbox.home)
                program.signal(SIGINT)
                let ended = try await program.endedByItself()
                #expect(ended.status == 130 && ended.everything.contains("outcome_overtaken"), "\(ended)")
                #expect(!ended.everything.contains("ettle it"), "\(ended)")
                guard asJSON else { continue }
                let borrow =
                    words.count == 2
                    ? try BulkTests.read(ended).0.first?.borrow : try ended.printed(PrintedOutcome.self).borrow
                #expect(borrow != nil && borrow?.status != "unknown", "\(ended)")
            }
        }
    }
}
