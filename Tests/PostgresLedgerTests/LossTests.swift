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

    @Test("A server that is killed in the middle of steps and started again has lost nothing and doubled nothing")
    func killed() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newLedgerDatabase()
        let (writers, each) = (4, 12)
        let done = Counter()
        let work = Task {
            try await withThrowingTaskGroup { group in
                for writer in 0..<writers {
                    group.addTask {
                        let ledger = cluster.ledger(in: database)
                        for number in 0..<each {
                            var step = borrow("\(writer)-\(number)")
                            for phase in [OperationPhase.intended, .sent, .confirmed] {
                                step.move(to: phase)
                                // Who is refused because the server is away has written nothing, and comes again.
                                let entry = Fixture.entry(step)
                                try await waitUntil("a step") {
                                    let refused = await problem { try await ledger.record(entry) }
                                    if refused?.code == .ledgerUnreachable { return false }
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
        for share in 1...3 {
            let goal = writers * each * 3 * share / 4
            try await eventually("step \(goal)", looks: 6000) { done.value >= goal ? true : nil }
            try cluster.kill()
            try await cluster.start()
        }
        try await work.value
        let ledger = cluster.ledger(in: database)
        #expect(try await ledger.verifyTrail(anchor: nil).lines == 1 + writers * each * 3)
        let borrows = try await ledger.borrows(.all).borrows
        #expect(borrows.count == writers * each && borrows.allSatisfy { $0.operation.phase == .confirmed })
        try await cluster.stop()
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
