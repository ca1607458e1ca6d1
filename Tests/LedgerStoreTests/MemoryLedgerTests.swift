import Ledger
import Licensing
import TestKit
import Testing

@Suite("A ledger in memory")
struct MemoryLedgerTests {
    @Test("what every store does", arguments: LedgerStoreSuite.cases)
    func store(each: LedgerStoreSuite.Case) async throws {
        try await each.run { MemoryLedger(by: Fixture.performer, at: TestClock.start) }
    }

    @Test("each writing is announced to whoever listens")
    func announcements() async throws {
        let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)
        var announcements = ledger.announcements().makeAsyncIterator()
        #expect(await announcements.next() == .changed)
        try await ledger.record(Fixture.entry(Fixture.borrow("1", phase: .intended)))
        #expect(await announcements.next() == .changed)
    }

    @Test("another ledger makes other fingerprints")
    func fingerprints() async {
        let ledgers = [1, 2].map { _ in MemoryLedger(by: Fixture.performer, at: TestClock.start) }
        let (one, two) = await (ledgers[0].fingerprint(of: Fixture.key), ledgers[1].fingerprint(of: Fixture.key))
        #expect(one != two)
    }
}
