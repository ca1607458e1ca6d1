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
            let ledger = try await ClockedLedger(PostgresCluster.shared())
            // It is begun by whatever needs it first.
            _ = try await ledger.fingerprint(of: Fixture.key)
            return ledger
        }
    }
}
