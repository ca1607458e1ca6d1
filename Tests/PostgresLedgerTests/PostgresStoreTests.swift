import Ledger
import Licensing
import PostgresLedger
import TestKit
import Testing

@Suite("A ledger on PostgreSQL, as every store", .heavy, .postgres)
struct PostgresStoreTests {
    @Test("what every store does", arguments: LedgerStoreSuite.cases)
    func store(each: LedgerStoreSuite.Case) async throws {
        try await each.run {
            // One who owns it may all that the cases do; what others may is a test of its own.
            let ledger = try await PostgresCluster.shared().newLedger(user: "postgres")
            // It is begun by whatever needs it first.
            _ = try await ledger.fingerprint(of: Fixture.key)
            return ledger
        }
    }
}
