import Licensing
import Testing

@Suite("Where a ledger is kept")
struct LedgerAddressTests {
    @Test("What begins as PostgreSQL's addresses do is a database, and all else is a file")
    func kinds() throws {
        for text in ["postgresql:///berth", "postgres://ana@db.example.com:5432/berth?sslmode=verify-full"] {
            #expect(try LedgerAddress(text) == .database(text))
            #expect(try LedgerAddress(text).text == text)
        }
        for text in ["/var/lib/berth/ledger.sqlite", "/srv/postgresql:/l", "postgresql:berth", "/a:b@c?password=d"] {
            #expect(try LedgerAddress(text) == .file(text))
        }
    }

    @Test(
        "An address without a password is taken as it is",
        arguments: [
            "postgresql://", "postgresql:///berth?service=teams", "postgresql://db:5432/berth",
            "postgresql://db:/berth", "postgresql://ana@db:5432,standby:5433/berth", "postgresql://[::1]:5432/berth",
            "postgresql://ana@[2001:db8::1]/berth", "postgresql:///berth?host=/run/postgresql&passfile=/etc/pgpass",
        ])
    func harmless(text: String) { #expect(!LedgerAddress.holdsPassword(text)) }

    @Test(
        "A password in an address is found wherever libpq would read one, and where a host was forgotten",
        arguments: [
            "postgresql://ana:tulip@db/berth", "postgresql://ana:@db/berth", "postgresql://ana:tu@lip@db/berth",
            "postgresql://:tulip@db", "postgresql://ana:tulip/berth", "postgresql://ana:tulip",
            "postgres://db/berth?password=tulip", "postgresql:///berth?user=ana&sslpassword=tulip",
            "postgresql:///berth?pass%77ord=tulip",
        ])
    func exposed(text: String) {
        #expect(LedgerAddress.holdsPassword(text))
        let problem = #expect(throws: Problem.self) { try LedgerAddress(text) }
        #expect(problem?.code == .ledgerPasswordExposed)
        #expect(!"\(String(describing: problem))".contains("tulip"))
    }
}
