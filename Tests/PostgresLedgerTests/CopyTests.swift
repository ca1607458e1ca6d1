import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import PostgresLedger

@Suite("A copy of a ledger", .heavy, .postgres)
struct CopyTests {
    @Test(
        "All of it goes over, once, and what was written since is added", arguments: Engine.allCases, Engine.allCases)
    func pairs(from: Engine, to: Engine) async throws {
        let (source, target) = (try await CopyPlace(from), try await CopyPlace(to))
        try await source.fill(5)
        #expect(try await source.copy(to: target) == [15, 4])
        #expect(try await target.contents() == source.contents())
        #expect(try await source.copy(to: target) == [0, 0])
        try await source.fill(2, from: 6)
        #expect(try await source.copy(to: target) == [5, 1])
        #expect(try await target.contents() == source.contents())
        // It is a ledger like any other.
        try await target.fill(1, from: 8)
        #expect(try await target.ledger.verifyTrail(anchor: nil).lines == 22)
        let longer = await problem { try await source.copy(to: target) }
        #expect(longer?.code == .ledgerHoldsOther && longer?.facts.path == target.name)
        #expect(longer?.message == "Its last line is 22, and that of the source 20.")
    }

    @Test("One that was pruned goes over as it is, and can be pruned on", arguments: Engine.allCases, Engine.allCases)
    func pruned(from: Engine, to: Engine) async throws {
        let (source, target) = (try await CopyPlace(from), try await CopyPlace(to))
        // Of the second only the last lines are left, and the third was made before its first line that is.
        let ledger = try source.ledger
        for id in ["1", "2", "3"] { try await ledger.record(Fixture.entry(ended(id, .intended))) }
        for id in ["1", "3", "2"] { try await ledger.record(Fixture.entry(ended(id, .sent))) }
        for id in ["1", "3", "2"] {
            try await ledger.record(Fixture.entry(ended(id, .confirmed), receipt: Fixture.receipt(id)))
        }
        let cut = try #require(try await ledger.trail(after: 7, limit: 1).first)
        #expect(cut.borrow?.id.rawValue == "1")
        try await prune(ledger)
        try await source.fill(2, from: 10)
        #expect(try await source.source.verifyTrail(anchor: nil).first ?? 0 > 1)
        try await source.copy(to: target)
        #expect(try await target.contents() == source.contents())
        try await target.fill(1, from: 20)
        _ = try await target.ledger.verifyTrail(anchor: nil)
    }

    /// A borrow that is over when the tests' clock starts.
    private func ended(_ id: String, _ phase: OperationPhase) -> Borrow {
        var step = borrow(id)
        step.grant = Fixture.grant(hours: -1)
        step.move(to: phase)
        return step
    }

    /// Cuts off all but what is young, by a clock that makes nothing young but the cut itself.
    private func prune(_ ledger: any CopyableLedger) async throws {
        let later = TestClock.start.addingTimeInterval(3600)
        let report = try await ledger.prune(
            before: later, by: Fixture.performer, at: later, isRehearsal: false)
        #expect(report.lines > 0)
    }

    @Test("A rehearsal says what is missing, and writes nothing", arguments: Engine.allCases)
    func rehearsal(to: Engine) async throws {
        let (source, target) = (try await CopyPlace(.file), try await CopyPlace(to))
        try await source.fill(2)
        let plan = try await LedgerCopy(from: source.source, to: target.target, at: target.name).plan()
        #expect((plan.linesThere, plan.linesMissing) == (0, 6))
        #expect(try await target.target.extent() == nil)
        if case .file = to { #expect(!FileManager.default.fileExists(atPath: target.name)) }
    }

    @Test("A target with lines of its own is refused, and left as it is", arguments: Engine.allCases)
    func others(to: Engine) async throws {
        let (source, target) = (try await CopyPlace(.file), try await CopyPlace(to))
        try await source.fill(3)
        try await target.fill(2)
        let before = try await target.contents()
        let refused = await problem { try await source.copy(to: target) }
        #expect(refused?.code == .ledgerHoldsOther)
        #expect(refused?.message == "Its line 6 is another one than line 6 of the source.")
        #expect(try await target.contents() == before)
        // The other way, and from one that holds nothing.
        #expect(await problem { try await target.copy(to: source) }?.code == .ledgerHoldsOther)
    }

    @Test(
        "Of a source that was changed nothing is copied, and of one that is changed meanwhile nothing from there on",
        arguments: Engine.allCases)
    func altered(to: Engine) async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let ledger = cluster.ledger(in: database, user: "olga")
        for number in 1...9 { try await ledger.record(Fixture.entry(borrow("\(number)"))) }
        let target = try await CopyPlace(to)
        let changing = LedgerCopy(
            from: ChangingLedger(ledger: ledger, changed: 6), to: try target.target, at: target.name, inPartsOf: 4)
        let plan = try await changing.plan()
        let fault = await problem { try await changing.run(plan) }
        #expect(fault?.code == .ledgerAltered)
        #expect(fault?.message == "Line 6 does not fit: it or the line before it was changed.")
        #expect(try await target.target.extent()?.head.line == 4)
        try await cluster.sql(
            """
            ALTER TABLE berth.trail DISABLE TRIGGER USER;
            UPDATE berth.trail SET text = replace(text, 'ops', 'eve') WHERE line = 8
            """, in: database)
        let copy = LedgerCopy(from: ledger, to: try target.target, at: target.name)
        #expect(await problem { try await copy.plan() }?.code == .ledgerAltered)
        #expect(try await target.target.extent()?.head.line == 4)
    }

    @Test("A connection that is lost at a commit loses nothing and doubles nothing")
    func lost() async throws {
        let cluster = try await PostgresCluster.shared()
        let source = try await CopyPlace(.file)
        try await source.fill(3)
        for cut in [CommitProxy.Cut.after, .before] {
            let database = try await cluster.newLedgerDatabase()
            let proxy = try CommitProxy(cluster, cut: cut)
            defer { proxy.close() }
            let target = cluster.ledger(in: database, user: "olga", at: proxy.folder)
            let copy = LedgerCopy(from: try source.source, to: target, at: "", inPartsOf: 4)
            let report = try await copy.run(copy.plan())
            #expect(report.lines == 9 && proxy.cuts == 1)
            #expect(try await copy.verify(report).lines == 9)
        }
    }

    @Test("Who is no owner of a database copies nothing into it, and an auditor copies nothing out of it")
    func rights() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let source = try await CopyPlace(.file)
        try await source.fill(1)
        func copy(to user: String) async throws {
            let target = cluster.ledger(in: database, user: user)
            let copy = LedgerCopy(from: try source.source, to: target, at: "")
            _ = try await copy.run(copy.plan())
        }
        // A rehearsal tells, too.
        let rehearsal = LedgerCopy(from: try source.source, to: cluster.ledger(in: database, user: "ana"), at: "")
        #expect(await problem { try await rehearsal.plan() }?.code == .ledgerDenied)
        #expect(await problem { try await copy(to: "ana") }?.code == .ledgerDenied)
        #expect(try await cluster.sql("SELECT count(*) FROM berth.trail", in: database) == "0\n")
        try await copy(to: "olga")
        #expect(
            try await cluster.sql("SELECT DISTINCT written_by FROM berth.trail", in: database) == "olga\n")
        let target = try await CopyPlace(.file)
        func copy(as user: String) async throws {
            let copy = LedgerCopy(from: cluster.ledger(in: database, user: user), to: try target.target, at: "")
            _ = try await copy.run(copy.plan())
        }
        #expect(await problem { try await copy(as: "audrey") }?.code == .ledgerDenied)
        #expect(try await target.target.extent() == nil)
        try await copy(as: "ana")
        #expect(try await target.contents().trail.count == 3)
    }

    @Test("Whoever writes to the target meanwhile stops the copy", arguments: Engine.allCases)
    func meanwhile(to: Engine) async throws {
        let (source, target) = (try await CopyPlace(.file), try await CopyPlace(to))
        try await source.fill(3)
        let copy = LedgerCopy(from: try source.source, to: try target.target, at: target.name, inPartsOf: 4)
        let plan = try await copy.plan()
        try await target.fill(1)
        let refused = await problem { try await copy.run(plan) }
        #expect(refused?.code == .ledgerHoldsOther)
        #expect(refused?.message == "Somebody else has written to it meanwhile.")
        #expect(try await target.ledger.verifyTrail(anchor: nil).lines == 3)
    }
}
