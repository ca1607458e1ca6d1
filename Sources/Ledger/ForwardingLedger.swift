public import FoundationEssentials
public import Licensing

/// A ledger around another one: whatever it does not do in its own way, the other one does.
public protocol ForwardingLedger: LedgerStore {
    /// The one that does it.
    var base: any LedgerStore { get }
}

extension ForwardingLedger {
    @discardableResult
    public func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 { try await base.record(entry) }

    public func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        try await base.borrows(selection, telling: told)
    }

    public func stream<Made: Sendable>(
        heldAt moment: Moment?, inPartsOf size: Int, _ make: @escaping @Sendable ([Borrow]) -> Made,
        _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem) {
        try await base.stream(heldAt: moment, inPartsOf: size, make, take)
    }

    public func changes(after line: Int64) async throws(Problem) -> LedgerReading {
        try await base.changes(after: line)
    }

    public func announcements() -> AsyncStream<LedgerAnnouncement> { base.announcements() }

    public func fingerprint(of secret: Secret) async throws(Problem) -> String {
        try await base.fingerprint(of: secret)
    }

    public func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] {
        try await base.history(limit: limit, product: product)
    }

    public func handOn(after line: Int64, limit: Int) async throws(Problem) -> [HandedLine] {
        try await base.handOn(after: line, limit: limit)
    }

    public func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await base.receipts(of: text, limit: limit)
    }

    public func verifyTrail(
        anchor: TrailReport.Anchor?, progress: @escaping Portions
    ) async throws(Problem) -> TrailReport {
        try await base.verifyTrail(anchor: anchor, progress: progress)
    }

    public func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        try await base.prune(before: cutoff, by: performer, at: at, isRehearsal: isRehearsal)
    }
}
