import Foundation
import Ledger
import Licensing
import Synchronization
import TestKit
import Testing

@testable import berth

/// A ledger that can be taken away.
private final class RemoteLedger: ForwardingLedger {
    let base: any LedgerStore = MemoryLedger(by: Fixture.performer, at: TestClock.start)
    private let away = Mutex(false)

    var isAway: Bool {
        get { away.withLock { $0 } }
        set { away.withLock { $0 = newValue } }
    }

    private func check() throws(Problem) {
        guard isAway else { return }
        throw Problem(.ledgerUnreachable, message: "It is down.", time: TestClock.start)
    }

    func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        try check()
        return try await base.borrows(selection, telling: told)
    }

    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try check()
        return try await base.receipts(of: text, limit: limit)
    }

    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        try check()
        return try await base.record(entry)
    }
}

@Suite("A database's ledger with a copy on this host")
struct KeptLedgerTests {
    private let remote = RemoteLedger()
    private let home: Home
    private let file: SnapshotFile
    private let clock = TestClock()

    init() throws {
        home = try Home()
        file = SnapshotFile(of: "postgresql://db/berth", in: home.path + "/state")
    }

    /// The ledger as a process has it that begins now.
    private func kept() -> KeptLedger { KeptLedger(remote, copy: file, now: { [clock] in clock.now }) }

    /// What a reading shows before it fails.
    private func shown(_ ledger: KeptLedger) async -> LedgerPart? {
        let part = Mutex<LedgerPart?>(nil)
        await #expect(throws: Problem.self) {
            _ = try await ledger.borrows(.current(at: Moment(host: clock.now), others: 0)) { told in
                part.withLock { $0 = told }
            }
        }
        return part.withLock { $0 }
    }

    /// Writes a borrow that holds a seat, step by step.
    private func borrow(_ id: String, by ledger: any LedgerStore) async throws {
        var borrow = Fixture.borrow(id, license: .user(id), phase: .intended)
        for phase in [OperationPhase.intended, .sent, .confirmed] {
            borrow.move(to: phase)
            try await ledger.record(Fixture.entry(borrow, receipt: phase == .confirmed ? Fixture.receipt(id) : nil))
        }
    }

    @Test("What was read and written is shown with its time while the ledger is away, and receipts come out of it")
    func away() async throws {
        let ledger = kept()
        _ = try await ledger.borrows(.current(at: Moment(host: clock.now), others: 0))
        try await borrow("a", by: ledger)
        let then = clock.now
        clock.advance(by: 3600)
        remote.isAway = true
        for ledger in [ledger, kept()] {
            let part = await shown(ledger)
            #expect(part?.borrows.map(\.id.rawValue) == ["a"] && part?.asOf == then)
            #expect(try await ledger.receipts(of: "a", limit: 1).map(\.receipt) == [Fixture.receipt("a")])
            await #expect(throws: Problem.self) { try await ledger.receipts(of: "b", limit: 1) }
            // Nothing is made without memory.
            await #expect(throws: Problem.self) { try await borrow("b", by: ledger) }
        }
        var status = stat()
        #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test("What others do is kept at most once a minute, and what was kept of receipts stays")
    func others() async throws {
        let first = kept()
        _ = try await first.borrows(.all)
        try await borrow("a", by: first)
        let ledger = kept()
        _ = try await ledger.borrows(.all)
        try await borrow("b", by: remote)
        _ = try await ledger.changes(after: 0)
        #expect(file.read()?.borrows.map(\.id.rawValue) == ["a"])
        clock.advance(by: 60)
        try await borrow("c", by: remote)
        _ = try await ledger.changes(after: 0)
        #expect(file.read()?.borrows.map(\.id.rawValue) == ["a", "b", "c"])
        #expect(file.read()?.receipts.map(\.borrow.id.rawValue) == ["a"])
    }

    @Test("A copy that cannot be written is no obstacle, and one that others may write to is none")
    func unsafe() async throws {
        try home.write("", to: "state")
        _ = try await kept().borrows(.all)
        try FileManager.default.removeItem(atPath: home.file("state"))
        let ledger = kept()
        _ = try await ledger.borrows(.all)
        try await borrow("a", by: ledger)
        #expect(file.read()?.borrows.count == 1)
        chmod(file.path, 0o666)
        #expect(file.read() == nil)
        remote.isAway = true
        #expect(await shown(kept()) == nil)
    }
}
