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
        for text in [
            "/var/lib/berth/ledger.sqlite", "/srv/postgresql:/l", "/a:b@c?password=d", "ledger.sqlite", "./host=db",
            "of ana@db.sqlite", "at 10:00.sqlite", "hosts=1",
        ] {
            #expect(try LedgerAddress(text) == .file(text))
            #expect(!LedgerAddress.isForeign(text))
        }
    }

    @Test(
        "An address that is none of PostgreSQL’s is no file’s name, and is not repeated",
        arguments: [
            "POSTGRESQL://tulip@db/berth", "Postgres://db/tulip", "postgresql:/tulip", "postgresql:tulip",
            "mysql://db/tulip", "file:///tulip", "jdbc:postgresql://db/tulip", "C:/tulip",
            " postgresql://db/tulip", "postgresql//db/tulip", "host=tulip", "dbname = tulip", " port=5432 dbname=tulip",
            "USER=tulip",
        ])
    func foreign(text: String) {
        #expect(LedgerAddress.isForeign(text))
        #expect(!LedgerAddress.holdsPassword(text))
        let problem = #expect(throws: Problem.self) { try LedgerAddress(text) }
        #expect(problem?.code == .configInvalid)
        #expect(problem?.message.contains("postgresql://") == true)
        #expect(!"\(String(describing: problem))".contains("tulip"))
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
            "postgresql:///berth?pass%77ord=tulip", "POSTGRESQL://ana:tulip@db/berth", "postgresql:/ana:tulip@db",
            "postgresql:ana:tulip@db", "mysql://ana:tulip@db/berth", "ana:tulip@db/berth", "ana:tulip@db",
            "jdbc:postgresql://ana:tulip@db/berth", "mysql://db/berth?pwd=tulip",
            " postgresql://ana:tulip@db", "postgresql//ana:tulip@db/berth", "host=db password=tulip",
            "password = tulip host=db", "host=db PASSWORD='tulip'",
        ])
    func exposed(text: String) {
        #expect(LedgerAddress.holdsPassword(text))
        let problem = #expect(throws: Problem.self) { try LedgerAddress(text) }
        #expect(problem?.code == .ledgerPasswordExposed)
        #expect(!"\(String(describing: problem))".contains("tulip"))
    }
}
