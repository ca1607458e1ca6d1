public import FoundationEssentials
public import Licensing

/// A ledger that lasts as long as the process: for a demonstration, for tests, and as the shortest account of what a store
/// has to do.
public actor MemoryLedger: LedgerStore {
    private var rows: MemoryRows
    private let listeners = LedgerListeners()

    /// Begins a ledger.
    public init(by performer: Performer, at: Date) {
        rows = MemoryRows(by: performer, at: at)
    }

    @discardableResult
    public func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        let entry = entry.kept
        for step in try LedgerRules.steps(for: entry, given: rows.holdings(for: entry.borrow)) { rows.write(step) }
        listeners.tell(.changed)
        return rows.latestLine
    }

    public func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async -> LedgerReading {
        let borrows =
            switch selection {
            case .current(let moment, let others):
                LedgerSelection.current(of: rows.borrows, at: moment, others: max(0, others))
            case .all: rows.borrows.filter { $0.forgottenAt == nil }
            }
        return LedgerReading(borrows: borrows, line: rows.latestLine)
    }

    public func changes(after line: Int64) async -> LedgerReading {
        let changed = Set(rows.lines.lazy.filter { $0.id > line }.compactMap(\.borrow?.id))
        return LedgerReading(borrows: rows.borrows.filter { changed.contains($0.id) }, line: rows.latestLine)
    }

    public nonisolated func announcements() -> AsyncStream<LedgerAnnouncement> {
        listeners.stream { listener in
            listener.yield(.changed)
            return {}
        }
    }

    public func fingerprint(of secret: Secret) async -> String {
        LedgerFingerprint.of(secret, by: rows.key)
    }

    public func history(limit: Int, product: String?) async -> [TrailEntry] {
        let lines = rows.lines.reversed().filter { product == nil || $0.borrow?.subject.product == product }
        return Array(lines.prefix(max(0, limit)))
    }

    public func handOn(after line: Int64, limit: Int) async -> [HandedLine] {
        rows.lines.lazy.filter { $0.id > line }.prefix(max(0, limit)).map { [rows] entry in
            HandedLine(
                entry: entry, firstLine: entry.borrow.flatMap { rows.firstLines[$0.id] },
                receipt: rows.receipts.first { $0.line == entry.id }?.receipt)
        }
    }

    public func receipts(of text: String, limit: Int) async -> [StoredReceipt] {
        let id = OperationID(rawValue: text)
        let meant = rows.receipts.reversed().compactMap { row in
            rows.borrows.first { $0.id == rows.operations[row.operation]?.borrow }.map {
                StoredReceipt(receipt: row.receipt, operation: row.operation, borrow: $0)
            }
        }.filter { stored in
            stored.borrow.id == id || stored.borrow.subject.product == text
                || stored.borrow.id == rows.operations[id]?.borrow
        }
        return Array((meant.filter { $0.operation == id } + meant.filter { $0.operation != id }).prefix(max(0, limit)))
    }

    public func verifyTrail(
        anchor: TrailReport.Anchor?, progress: @escaping Portions
    ) async throws(Problem) -> TrailReport {
        do {
            return try rows.verify(anchor: anchor)
        } catch {
            throw Problem(.ledgerAltered, message: error.sentence, time: rows.lines.last?.at ?? Date())
        }
    }

    public func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        // What was changed is not cut off, which would hide the change.
        _ = try await verifyTrail(anchor: nil)
        let (report, cut) = rows.pruning(before: cutoff, at: at)
        if let cut, !isRehearsal { rows.write(cut, by: performer, at: at) }
        return report
    }
}
