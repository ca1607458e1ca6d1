import Foundation
import Ledger
import Licensing
import PostgresLedger
import TestKit
import Testing

@Suite("Several hosts at one database", .heavy, .postgres)
struct TogetherTests {
    @Test("Of two that intend on one seat at the same moment one is told, and the trail stays whole")
    func rivals() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let ledgers = ["ana", "bo"].map { cluster.ledger(in: database, user: $0) }
        for round in 0..<20 {
            let problems = await withTaskGroup { group in
                for (host, ledger) in ledgers.enumerated() {
                    group.addTask {
                        var intent = borrow("\(round)-\(host)")
                        intent.subject.license = .user("seat \(round)")
                        return await problem { try await ledger.record(Fixture.entry(intent, known: [])) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(problems.compactMap(\.self).map(\.code) == [.operationInProgress])
        }
        #expect(try await ledgers[0].verifyTrail(anchor: nil).lines == 21)
    }

    @Test("What one writes the other hears of, and nobody hears of what it wrote itself")
    func announcements() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let (one, other) = (cluster.ledger(in: database), cluster.ledger(in: database, user: "bo"))
        let heard = Counter()
        let listening = Task {
            for await announcement in one.announcements() where announcement == .changed { heard.count() }
        }
        defer { listening.cancel() }
        try await waitUntil("it listens") { heard.value == 1 }
        for number in 1...20 { try await one.record(Fixture.entry(borrow("\(number)"))) }
        let line = try await one.borrows(.all).line
        try await other.record(Fixture.entry(borrow("21")))
        try await waitUntil("it hears of the other's line") { heard.value > 1 }
        #expect(try await one.changes(after: line).borrows.map(\.id.rawValue) == ["21"])
        #expect(heard.value == 2)
    }

    @Test("Who listens hears that the connection was lost, and that it is there again")
    func reconnects() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        let (one, other) = (cluster.ledger(in: database), cluster.ledger(in: database, user: "bo"))
        var heard = one.announcements().makeAsyncIterator()
        #expect(await heard.next() == .changed)
        try cluster.kill()
        #expect(await heard.next() == .changed)
        let away = await problem { try await one.borrows(.all) }
        #expect(away?.code == .ledgerUnreachable)
        try await cluster.start()
        try await other.record(Fixture.entry(borrow("1")))
        // Whatever was written before it listened again is read by who hears that.
        while try await one.changes(after: 0).borrows.isEmpty { _ = await heard.next() }
        try await other.record(Fixture.entry(borrow("2")))
        while try await one.borrows(.all).borrows.count < 2 { _ = await heard.next() }
    }

    @Test("Lines name the database's user beside the one that they tell of, and an operator changes none of them")
    func rights() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        try await cluster.ledger(in: database, user: "ana").record(Fixture.entry(borrow("1")))
        try await cluster.ledger(in: database, user: "bo").record(Fixture.entry(borrow("2")))
        #expect(
            try await cluster.sql("SELECT written_by FROM berth.trail ORDER BY line", in: database) == "ana\nana\nbo\n")
        for statement in [
            "UPDATE berth.trail SET text = ''", "DELETE FROM berth.trail", "DELETE FROM berth.receipt",
            "UPDATE berth.borrow SET is_forgotten = true", "SELECT berth.append('{}', 'step')",
            "SELECT berth.cut('{}')",
            "UPDATE berth.ledger SET last_line = 0",
        ] {
            for role in ["ana", "audrey"] {
                await #expect(throws: PostgresCluster.Failed.self, "\(role): \(statement)") {
                    try await cluster.sql("SET SESSION AUTHORIZATION \(role); \(statement)", in: database)
                }
            }
        }
        // The triggers hold even the owner and the superuser.
        for statement in [
            "UPDATE berth.trail SET text = ''", "DELETE FROM berth.trail", "TRUNCATE berth.trail CASCADE",
        ] {
            for role in ["olga", "postgres"] {
                await #expect(throws: PostgresCluster.Failed.self, "\(role): \(statement)") {
                    try await cluster.sql("SET SESSION AUTHORIZATION \(role); \(statement)", in: database)
                }
            }
        }
        // A line that does not follow is refused by the database itself.
        let text = try await cluster.ledger(in: database).trail(after: 2, limit: 1)[0].text
        for forged in [text, text.replacing("\"line\":3", with: "\"line\":5")] {
            await #expect(throws: PostgresCluster.Failed.self) {
                try await cluster.sql(
                    """
                    SET SESSION AUTHORIZATION ana;
                    SELECT berth.write($line$\(forged)$line$, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
                    """, in: database)
            }
        }
        #expect(try await cluster.ledger(in: database).verifyTrail(anchor: nil).lines == 3)
    }

    @Test("An auditor reads and verifies all of it, and writes nothing; only an owner prunes")
    func roles() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let ledger = cluster.ledger(in: database)
        try await ledger.record(Fixture.entry(borrow("1")))
        let auditor = cluster.ledger(in: database, user: "audrey")
        #expect(try await auditor.borrows(.all).borrows.count == 1)
        #expect(try await auditor.verifyTrail(anchor: nil).lines == 2)
        #expect(await problem { try await auditor.record(Fixture.entry(borrow("2"))) }?.code == .ledgerDenied)
        #expect(await problem { try await auditor.checkWritable() }?.code == .ledgerDenied)
        #expect(await problem { try await ledger.checkWritable() } == nil)
        func prune(_ ledger: PostgresLedger) async throws -> PruneReport {
            try await ledger.prune(
                before: TestClock.start.addingTimeInterval(86_400), by: Fixture.performer,
                at: TestClock.start.addingTimeInterval(40 * 86_400), isRehearsal: false)
        }
        #expect(await problem { try await prune(ledger) }?.code == .ledgerDenied)
        #expect(try await prune(cluster.ledger(in: database, user: "olga")).lines == 2)
        #expect(try await auditor.verifyTrail(anchor: nil).first == 3)
    }

    @Test("What was changed behind its back is found")
    func altered() async throws {
        let cluster = try await PostgresCluster.shared()
        for change in [
            "UPDATE berth.trail SET text = replace(text, 'ops', 'eve') WHERE line = 2",
            "UPDATE berth.borrow SET product = 'OTHER'", "UPDATE berth.borrow SET held_until = NULL",
            "DELETE FROM berth.operation; DELETE FROM berth.borrow; DELETE FROM berth.trail WHERE line = 2",
            "UPDATE berth.setting SET value = 'x'",
        ] {
            let database = try await cluster.newLedgerDatabase()
            let ledger = cluster.ledger(in: database)
            try await ledger.record(Fixture.entry(borrow("1")))
            _ = try await ledger.verifyTrail(anchor: nil)
            try await cluster.sql("ALTER TABLE berth.trail DISABLE TRIGGER USER; \(change)", in: database)
            #expect(await problem { try await ledger.verifyTrail(anchor: nil) }?.code == .ledgerAltered, "\(change)")
        }
    }
}
