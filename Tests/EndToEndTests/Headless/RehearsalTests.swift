import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import berth

@Suite("A ledger that hears and does not write")
struct RehearsalTests {
    @Test("What it has heard counts as read, so that a run of many rows keeps none of them in mind")
    func heard() async throws {
        let home = try Home()
        let rehearsal = try Rehearsal(ledgerPath: home.path + "/none.sqlite", by: Fixture.performer)
        var line: Int64 = 0
        for id in ["a", "b", "c"] {
            line = try await rehearsal.record(Fixture.entry(Fixture.borrow(id)))
            #expect(try await rehearsal.changes(after: 0).line == line)
        }
        #expect(!FileManager.default.fileExists(atPath: home.path + "/none.sqlite"))
    }
}
