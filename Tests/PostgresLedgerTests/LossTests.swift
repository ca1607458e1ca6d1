import Foundation
import Ledger
import Licensing
import PostgresLedger
import TestKit
import Testing

@Suite("A connection that is lost", .heavy, .postgres)
struct LossTests {
    @Test("A commit whose answer was lost is looked up: what is there is done, and what is not is done again")
    func commit() async throws {
        let cluster = try await PostgresCluster.shared()
        for cut in [CommitProxy.Cut.after, .before] {
            let database = try await cluster.newLedgerDatabase()
            let proxy = try CommitProxy(cluster, cut: cut)
            defer { proxy.close() }
            let ledger = cluster.ledger(in: database, at: proxy.folder)
            #expect(try await ledger.record(Fixture.entry(borrow("1"))) == 2)
            #expect(proxy.cuts == 1)
            #expect(try await ledger.trail(after: 0, limit: 9).map(\.id) == [1, 2])
            #expect(try await ledger.verifyTrail(anchor: nil).lines == 2)
            try await ledger.record(Fixture.entry(borrow("2")))
            #expect(try await ledger.borrows(.all).borrows.map(\.id.rawValue) == ["1", "2"])
        }
    }

    @Test("A connection that the server has ended meanwhile is opened again, and nobody hears of it")
    func ended() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let ledger = cluster.ledger(in: database)
        try await ledger.record(Fixture.entry(borrow("1")))
        for id in ["2", "3"] {
            try await cluster.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)' AND application_name = 'berth'"
            )
            if id == "2" {
                try await ledger.record(Fixture.entry(borrow(id)))
            } else {
                #expect(try await ledger.borrows(.all).borrows.count == 2)
            }
        }
        #expect(try await ledger.verifyTrail(anchor: nil).lines == 3)
    }

    @Test("A connection that is lost without a word is noticed by who waits for news")
    func silent() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let proxy = try CommitProxy(cluster)
        defer { proxy.close() }
        let address = cluster.address(of: database, user: "ana", at: proxy.folder)
        let ledger = PostgresLedger(address, by: Fixture.performer, silence: .milliseconds(200))
        let heard = Counter()
        let listening = Task { for await _ in ledger.announcements() { heard.count() } }
        try await eventually("that it listens") { heard.value == 1 ? true : nil }
        try await ledger.record(Fixture.entry(borrow("1")))
        #expect(heard.value == 1)
        proxy.fallSilent()
        try await eventually("that nobody is there") { heard.value >= 2 ? true : nil }
        listening.cancel()
    }

    private static let (writers, borrowsEach) = (4, 12)
    private static let steps = writers * borrowsEach * 3

    /// Takes borrows through their steps, several at once, however often the server is away.
    private static func write(to address: String, _ done: Counter) async throws {
        try await withThrowingTaskGroup { group in
            for writer in 0..<writers {
                group.addTask {
                    let ledger = PostgresLedger(address, by: Fixture.performer, now: { TestClock.start })
                    for number in 0..<borrowsEach {
                        var step = borrow("\(writer)-\(number)")
                        for phase in [OperationPhase.intended, .sent, .confirmed] {
                            step.move(to: phase)
                            // Who is refused because the server is away has written nothing, and comes again.
                            let entry = Fixture.entry(step)
                            try await waitUntil("a step") {
                                let refused = await problem { try await ledger.record(entry) }
                                if refused?.code == .ledgerUnreachable || refused?.code == .ledgerUnsuited {
                                    return false
                                }
                                if let refused { throw refused }
                                return true
                            }
                            done.count()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Holds against the ledger that each of these steps is there once.
    private static func checkAll(in address: String) async throws {
        let ledger = PostgresLedger(address, by: Fixture.performer, now: { TestClock.start })
        #expect(try await ledger.verifyTrail(anchor: nil).lines == 1 + steps)
        let borrows = try await ledger.borrows(.all).borrows
        #expect(borrows.count == writers * borrowsEach && borrows.allSatisfy { $0.operation.phase == .confirmed })
    }

    @Test("A server that is killed in the middle of steps and started again has lost nothing and doubled nothing")
    func killed() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        let done = Counter()
        let work = Task { try await Self.write(to: cluster.address(of: database, user: "ana"), done) }
        for share in 1...3 {
            let goal = Self.steps * share / 4
            try await eventually("step \(goal)", looks: 6000) { done.value >= goal ? true : nil }
            try cluster.kill()
            try await cluster.start()
        }
        try await work.value
        try await Self.checkAll(in: cluster.address(of: database, user: "ana"))
        try await cluster.stop()
    }

    @Test("A standby that takes over has each step that was written, none of them twice, and the steps go on there")
    func failover() async throws {
        let primary = try await PostgresCluster()
        let database = try await primary.newLedgerDatabase()
        let standby = try await PostgresCluster(standbyOf: primary)
        for setting in ["synchronous_standby_names = '*'", "synchronous_commit = remote_apply"] {
            try await primary.sql("ALTER SYSTEM SET \(setting)")
        }
        try await primary.sql("SELECT pg_reload_conf()")
        try await waitUntil("a synchronous standby") {
            try await primary.sql("SELECT sync_state FROM pg_stat_replication") == "sync\n"
        }
        // Whichever is named first: the one that was primary comes back as a standby.
        let address = primary.address(of: database, user: "ana", at: "\(standby.folder),\(primary.folder)")
        let done = Counter()
        let work = Task { try await Self.write(to: address, done) }
        try await eventually("half of the steps", looks: 6000) { done.value >= Self.steps / 2 ? true : nil }
        try primary.kill()
        try await standby.promote()
        try await work.value
        try await Self.checkAll(in: address)
        try await standby.stop()
    }

    @Test("Where a server is gone for good a step is refused, in the words of the system")
    func gone() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        try await cluster.stop()
        let ledger = cluster.ledger(in: database)
        let refused = await problem { try await ledger.record(Fixture.entry(borrow("1"))) }
        #expect(refused?.code == .ledgerUnreachable && refused?.effect == ServerEffect.none)
        #expect(refused?.message.contains("No such file or directory") == true, "\(refused?.message ?? "")")
        #expect(refused?.facts.path == cluster.address(of: database, user: "ana"))
    }
}
