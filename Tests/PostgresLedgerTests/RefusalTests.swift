import CPostgres
import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import PostgresLedger

@Suite("A database that cannot be used", .heavy, .postgres)
struct RefusalTests {
    private func refusal(_ ledger: PostgresLedger) async -> Problem? {
        await problem { try await ledger.record(Fixture.entry(borrow("1"))) }
    }

    @Test("No such database, no schema, a schema of another program, an older one and a newer one are each told apart")
    func schemas() async throws {
        let cluster = try await PostgresCluster.shared()
        #expect(await refusal(cluster.ledger(in: "none", user: "postgres"))?.code == .ledgerMissing)
        let empty = try await cluster.newDatabase()
        #expect(
            await refusal(cluster.ledger(in: empty, user: "postgres"))?.message == "The database has no schema berth.")
        try await cluster.sql("CREATE SCHEMA berth", in: empty)
        #expect(await refusal(cluster.ledger(in: empty, user: "postgres"))?.code == .ledgerForeign)
        #expect(
            await problem { try await cluster.ledger(in: empty, user: "postgres").create() }?.code == .ledgerForeign)
        for (version, code) in [(2, ProblemCode.ledgerTooOld), (4, .ledgerTooNew)] {
            let database = try await cluster.newLedgerDatabase()
            try await cluster.sql("UPDATE berth.ledger SET version = \(version)", in: database)
            let refused = await refusal(cluster.ledger(in: database))
            #expect(refused?.code == code)
            #expect(refused?.message == "Its tables are of version \(version), and this program knows version 3.")
        }
    }

    @Test("A user whom nobody let in is told so, and nothing is begun")
    func rights() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        try await cluster.sql("DO $$ BEGIN CREATE ROLE eve LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
        #expect(await refusal(cluster.ledger(in: database, user: "eve"))?.code == .ledgerDenied)
        #expect(await refusal(cluster.ledger(in: database, user: "nobody-of-that-name"))?.code == .ledgerDenied)
        #expect(try await cluster.sql("SELECT count(*) FROM berth.trail", in: database) == "0\n")
    }

    @Test("A wrong password and a missing one are refused, and neither they nor a password in an address are repeated")
    func passwords() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        try await cluster.sql("ALTER ROLE ana PASSWORD 'right'")
        try await cluster.requirePasswords()
        #expect(await refusal(cluster.ledger(in: database))?.code == .ledgerDenied)
        let home = FileManager.default.temporaryDirectory.appending(path: "berth-pass-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: home) }
        for (password, code) in [("wr0ng-tulip", ProblemCode.ledgerDenied), ("right", nil)] {
            try Data("*:*:*:ana:\(password)\n".utf8).write(to: URL(filePath: home))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: home)
            let address = cluster.address(of: database, user: "ana") + "&passfile=\(home)"
            let refused = await refusal(PostgresLedger(address, by: Fixture.performer, now: { TestClock.start }))
            #expect(refused?.code == code)
            #expect(!"\(String(describing: refused))".contains("tulip"))
        }
        let exposed = cluster.address(of: database, user: "ana") + "&pass%77ord=tulip"
        let refused = await refusal(PostgresLedger(exposed, by: Fixture.performer))
        #expect(refused?.code == .ledgerPasswordExposed && !"\(String(describing: refused))".contains("tulip"))
        let broken = await refusal(PostgresLedger("postgresql://ana:tulip@[::1/x", by: Fixture.performer))
        #expect(broken?.code == .ledgerAddressInvalid && !"\(String(describing: broken))".contains("tulip"))
    }

    @Test("A standby, and a server that may lose what it commits, are refused")
    func unsuited() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        for setting in ["synchronous_commit = off", "synchronous_commit = local"] {
            try await cluster.sql("ALTER DATABASE \(database) SET \(setting)")
            #expect(await refusal(cluster.ledger(in: database)) == nil, "it is set for the connection: \(setting)")
        }
        try await cluster.stop()
        try await cluster.configure(["fsync = off"])
        try await cluster.start()
        let unsafe = await refusal(cluster.ledger(in: database))
        #expect(unsafe?.code == .ledgerUnsuited && unsafe?.message.contains("fsync") == true)
        try await cluster.stop()
        try await cluster.configure(["fsync = on"])
        try await cluster.becomeStandby()
        try await cluster.start()
        let standby = await refusal(cluster.ledger(in: database))
        #expect(standby?.code == .ledgerUnsuited && standby?.message.contains("standby") == true)
    }

    @Test(
        "An address that libpq refuses before it connects is a fault of the address, and is not repeated",
        arguments: [
            "sslmode=bog0s", "target_session_attrs=bog0s", "channel_binding=bog0s", "service=bog0s", "keepalives=bog0s",
            "connect_timeout=bog0s", "port=70001", "ssl_min_protocol_version=bog0s", "bog0s=1",
        ])
    func options(option: String) async throws {
        for host in ["db.example", "", "a.example,b.example"] {
            let ledger = PostgresLedger("postgresql://\(host)/berth?\(option)", by: Fixture.performer)
            let refused = await refusal(ledger)
            #expect(refused?.code == .ledgerAddressInvalid, "\(host): \(String(describing: refused))")
            #expect(refused?.message.contains("bog0s") == false && refused?.message.contains("70001") == false)
            #expect(await problem { try ledger.checkAddress() }?.code == .ledgerAddressInvalid)
        }
    }

    @Test("An address that libpq takes is taken, and nobody is asked for that")
    func taken() async throws {
        for address in [
            "postgresql:///berth", "postgresql://db.example:1,[::1]:2/berth?sslmode=verify-full",
            "postgresql://a,b,c/x",
            "postgresql://127.0.0.1/berth?hostaddr=127.0.0.1&port=9&keepalives=1", "postgresql:///berth?host=/nowhere",
        ] {
            try PostgresLedger(address, by: nil).checkAddress()
        }
    }

    @Test("A server that takes no more connections says so")
    func crowded() async throws {
        let cluster = try await PostgresCluster(settings: ["max_connections = 4", "superuser_reserved_connections = 1"])
        let database = try await cluster.newLedgerDatabase()
        let others = (0..<3).map { _ in cluster.ledger(in: database, user: "bo") }
        for other in others { _ = try await other.borrows(.all) }
        #expect(await refusal(cluster.ledger(in: database))?.code == .ledgerCrowded)
        for other in others { _ = try await other.borrows(.all) }
    }

    @Test("What a server answers is told apart by its code, whatever its language")
    func codes() {
        let codes: [(String, ProblemCode)] = [
            ("08006", .ledgerUnreachable), ("57P01", .ledgerUnreachable), ("57P03", .ledgerUnreachable),
            ("28P01", .ledgerDenied), ("28000", .ledgerDenied), ("42501", .ledgerDenied), ("53300", .ledgerCrowded),
            ("53100", .ledgerUnwritable), ("25006", .ledgerUnwritable), ("3D000", .ledgerMissing),
            ("55P03", .ledgerLocked), ("40P01", .ledgerLocked), ("42P01", .ledgerForeign), ("BE001", .ledgerAltered),
            ("BE002", .ledgerStepRefused),
            ("XX001", .ledgerCorrupt), ("22021", .ledgerUnreadable),
        ]
        for (state, code) in codes {
            let fault = PostgresFault(state: state, message: "", otherwise: .ledgerUnreadable)
            #expect(fault.code == code, "\(state)")
            #expect(fault.endsConnection == (code == .ledgerUnreachable))
        }
    }

    @Test("A lock that somebody holds for too long is told of, and nothing is written")
    func locked() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let address = cluster.address(of: database, user: "ana")
        let holder = PostgresConnection(address: address, silence: .seconds(20))
        try await holder.perform { thread in
            try thread.with(until: nil) { session in
                _ = try session.query("SELECT pg_catalog.pg_advisory_lock($1)", [.number(Int64(PostgresSchema.lock))])
            }
        }
        let writer = PostgresConnection(address: address, silence: .seconds(20))
        let refused = await #expect(throws: PostgresFault.self) {
            try await writer.perform { thread in
                try thread.with(until: nil) { session in
                    try session.query("SELECT pg_catalog.set_config('lock_timeout', '50ms', false)")
                    try session.write { _ in () }
                }
            }
        }
        #expect(refused?.code == .ledgerLocked)
    }

    @Test("Where the process has no descriptor left, what is asked for is refused in words, and done once there is one")
    func descriptors() async throws {
        let left = Counter()
        let connection = PostgresConnection(address: "postgresql:///berth", silence: .seconds(20)) {
            left.count()
            if left.value > 2 { return cp_pg_wakeup() }
            errno = EMFILE
            return -1
        }
        let refused = await #expect(throws: PostgresFault.self) { try await connection.perform { _ in () } }
        #expect(refused == PostgresFault(.ledgerUnreachable, "Nothing more can be opened: Too many open files."))
        #expect(throws: PostgresFault.self) { try connection.put { _ in } }
        #expect(try await connection.perform { _ in 7 } == 7)
    }

    @Test("A disk of the server that is full is told of with what helps, and nothing is lost")
    func full() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let ledger = cluster.ledger(in: database)
        var step = borrow("1")
        try await ledger.record(Fixture.entry(step))
        try await cluster.sql(
            """
            CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full';
            END $$;
            CREATE TRIGGER disk_is_full BEFORE INSERT ON berth.receipt FOR EACH ROW EXECUTE FUNCTION fill();
            """, in: database)
        step.move(to: .sent)
        try await ledger.record(Fixture.entry(step))
        step.move(to: .confirmed)
        let outcome = Fixture.entry(step, receipt: Fixture.receipt())
        let refused = try #require(await problem { try await ledger.record(outcome) })
        #expect(refused.code == .ledgerUnwritable && refused.effect == ServerEffect.none)
        #expect(refused.message == "could not extend file \"base/1/2\": No space left on device")
        let words = ProblemCatalogue.explain(refused)
        #expect(words.whatHappened.hasSuffix("cannot be written.") && words.exitCode == .ledger, "\(words)")
        #expect(words.remedies.map(\.text).contains("have room made where the server keeps its data"), "\(words)")
        // The line that was written before its receipt went with it.
        #expect(try await ledger.borrows(.all).borrows.map(\.operation.phase) == [.sent])
        #expect(try await ledger.verifyTrail(anchor: nil).lines == 3)
        try await cluster.sql("DROP TRIGGER disk_is_full ON berth.receipt", in: database)
        try await ledger.record(outcome)
        #expect(try await ledger.borrows(.all).borrows == [step])
        #expect(try await ledger.receipts(of: "1", limit: 9).map(\.receipt) == [Fixture.receipt()])
        #expect(try await ledger.verifyTrail(anchor: nil).lines == 4)
    }

    @Test("Without the library the program says which package to install")
    func library() {
        let fault = #expect(throws: PostgresFault.self) { try PostgresLibrary.load("libnone-of-that-name.so.5") }
        #expect(fault?.code == .ledgerLibraryMissing && fault?.message.contains("libnone") == true)
        let words = ProblemCatalogue.explain(.ledgerLibraryMissing)
        #expect(words.commands == ["sudo apt install libpq5"])
    }
}

extension PostgresCluster {
    /// Lets nobody but the superuser in without a password.
    fileprivate func requirePasswords() async throws {
        let file = try await sql("SHOW hba_file").trimmingCharacters(in: .whitespacesAndNewlines)
        try Data("local all postgres trust\nlocal all all scram-sha-256\n".utf8).write(to: URL(filePath: file))
        try await sql("SELECT pg_reload_conf()")
        try await eventually("passwords are asked for") {
            try await self.sql("SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256'") == "1\n"
                ? true : nil
        }
    }
}
