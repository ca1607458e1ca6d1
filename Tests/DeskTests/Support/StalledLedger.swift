import Foundation
import Ledger
import Licensing
import TestKit

/// A ledger whose borrows cannot be read before a test says so, whoever loses patience meanwhile.
struct StalledLedger: LedgerStore {
    private let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)
    private let gate = AsyncStream.makeStream(of: Void.self)

    /// Lets readings through.
    func release() { gate.continuation.finish() }

    func borrows(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        // In a task of its own, which nobody cancels, as a system call that hangs.
        await Task { for await _ in gate.stream {} }.value
        return await ledger.borrows(selection)
    }

    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 { try await ledger.record(entry) }
    func changes(after line: Int64) async throws(Problem) -> LedgerReading { await ledger.changes(after: line) }
    func announcements() -> AsyncStream<LedgerAnnouncement> { ledger.announcements() }
    func fingerprint(of secret: Secret) async throws(Problem) -> String { await ledger.fingerprint(of: secret) }
    func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] { [] }
    func trail(after line: Int64, limit: Int) async throws(Problem) -> [TrailEntry] { [] }
    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] { [] }
    func verifyTrail(anchor: TrailReport.Anchor?) async throws(Problem) -> TrailReport {
        try await ledger.verifyTrail(anchor: anchor)
    }
    func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport { PruneReport() }
}
