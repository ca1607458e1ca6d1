internal import Foundation
internal import Ledger
internal import Licensing

/// A ledger around another one: whatever it does not do in its own way, the other one does.
protocol LedgerAround: LedgerStore {
    var ledger: any LedgerStore { get }
}

extension LedgerAround {
    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 { try await ledger.record(entry) }
    func borrows(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        try await ledger.borrows(selection)
    }
    func changes(after line: Int64) async throws(Problem) -> LedgerReading { try await ledger.changes(after: line) }
    func announcements() -> AsyncStream<LedgerAnnouncement> { ledger.announcements() }
    func fingerprint(of secret: Secret) async throws(Problem) -> String { try await ledger.fingerprint(of: secret) }
    func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] {
        try await ledger.history(limit: limit, product: product)
    }
    func trail(after line: Int64, limit: Int) async throws(Problem) -> [TrailEntry] {
        try await ledger.trail(after: line, limit: limit)
    }
    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await ledger.receipts(of: text, limit: limit)
    }
    func verifyTrail(anchor: TrailReport.Anchor?) async throws(Problem) -> TrailReport {
        try await ledger.verifyTrail(anchor: anchor)
    }
    func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        try await ledger.prune(before: cutoff, by: performer, at: at, isRehearsal: isRehearsal)
    }
}
