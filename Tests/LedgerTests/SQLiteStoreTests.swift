import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite("A ledger on SQLite, as every store", .heavy)
struct SQLiteStoreTests {
    @Test("what every store does", arguments: LedgerStoreSuite.cases)
    func store(each: LedgerStoreSuite.Case) async throws {
        let directory = try TemporaryDirectory()
        try await each.run {
            let ledger = try SQLiteLedger(path: directory.file("ledger.sqlite"), by: Fixture.performer) {
                TestClock.start
            }
            // The file is begun by whatever needs it first.
            _ = try await ledger.fingerprint(of: Fixture.key)
            return ledger
        }
    }
}
