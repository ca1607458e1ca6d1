import Foundation
import Ledger
import Licensing
import PostgresLedger
import TestKit
import Testing

@Suite("A ledger over TCP", .heavy, .postgres)
struct TLSTests {
    @Test("A server is used that proves its name, and none that proves another one, or none at all")
    func names() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        let server = try await cluster.offerTLS(for: "db.example.test")
        /// The address by which a host names the server, for whom that name leads there.
        func address(_ name: String, root: String) -> String {
            "postgresql://ana@\(name):\(PostgresCluster.port)/\(database)?hostaddr=\(server.address)"
                + "&sslmode=verify-full&sslrootcert=\(root)"
        }
        func refusal(_ address: String) async -> Problem? {
            let ledger = PostgresLedger(address, by: Fixture.performer, now: { TestClock.start })
            return await problem { try await ledger.record(Fixture.entry(borrow(UUID().uuidString))) }
        }
        let right = address("db.example.test", root: server.certificate)
        #expect(await refusal(right) == nil)
        let other = await refusal(address("other.example.test", root: server.certificate))
        #expect(other?.code == .ledgerUnreachable)
        #expect(
            other?.message.contains("does not match host name \"other.example.test\"") == true,
            "\(String(describing: other))")
        let unknown = await refusal(address("db.example.test", root: "/etc/ssl/certs/ca-certificates.crt"))
        #expect(unknown?.code == .ledgerUnreachable)
        #expect(unknown?.message.contains("certificate verify failed") == true, "\(String(describing: unknown))")
        let none = await refusal(address("db.example.test", root: cluster.folder + "/none.crt"))
        #expect(none?.message.contains("none.crt") == true, "\(String(describing: none))")
        // Whoever asks for no TLS is not let in.
        let plain = await refusal(right.replacing("verify-full", with: "disable"))
        #expect(plain?.code == .ledgerDenied, "\(String(describing: plain))")
        #expect(try await cluster.sql("SELECT count(*) FROM berth.trail", in: database) == "2\n")
        try await cluster.stop()
    }
}
