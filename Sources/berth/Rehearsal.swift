internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing

/// What hears of requests in the place of the server.
actor RequestsHeard {
    /// All of them, in their order.
    private(set) var all: [RequestSketch] = []

    func take(_ request: RequestSketch) { all.append(request) }

    /// Forgets them.
    func forget() { all = [] }
}

/// A ledger that is read and not written to: it hears what would have been.
actor Rehearsal {
    let requests = RequestsHeard()
    private let path: String
    private let exists: Bool
    private let performer: Performer
    let base: any LedgerStore
    /// Whether it was looked whether the ledger can be written.
    private var isLookedAt = false
    private var entries: [LedgerEntry] = []
    private var recorded: Int64 = 0

    /// Reads the ledger of a path, where there is one.
    ///
    /// - Throws: what opening it to be worked on would throw.
    init(ledgerPath: String, by performer: Performer) throws(Problem) {
        (path, self.performer) = (ledgerPath, performer)
        let address = try LedgerAddress(ledgerPath)
        _ = try address.open(by: performer)
        do {
            let ledger = try address.read()
            exists = !Self.isEmpty(ledgerPath)
            base = exists ? ledger : MemoryLedger(by: performer, at: Date())
        } catch {
            guard error.code == .ledgerMissing else { throw error }
            base = MemoryLedger(by: performer, at: Date())
            exists = false
        }
    }

    /// Whether nothing was written to a file yet: who begins a ledger and ends at once leaves it so.
    private static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size == 0
    }

    /// What was heard since this was asked for last.
    func takeDryRun() async -> DryRun {
        let heard = await dryRun
        entries = []
        await requests.forget()
        return heard
    }

    /// What was heard.
    var dryRun: DryRun {
        get async {
            let written = entries.filter { entry in
                // That nothing came of it is of the rehearsal alone.
                if case .refused = entry.borrow.operation.phase { false } else { true }
            }
            return DryRun(requests: await requests.all, ledger: path, ledgerExists: exists, entries: written)
        }
    }
}

extension Rehearsal: ForwardingLedger {
    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        if !isLookedAt {
            try await LedgerAddress(path).checkWritable(by: performer)
            isLookedAt = true
        }
        let line = try await base.changes(after: .max).line
        entries.append(entry)
        recorded += 1
        return line + recorded
    }

    func changes(after line: Int64) async throws(Problem) -> LedgerReading {
        // What it has heard is read with all else: who waits for that would keep each row in mind, and look at all for each.
        var reading = try await base.changes(after: max(0, line - recorded))
        reading.line += recorded
        return reading
    }

    nonisolated func announcements() -> AsyncStream<LedgerAnnouncement> { AsyncStream { $0.finish() } }

    func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        try await base.prune(before: cutoff, by: performer, at: at, isRehearsal: true)
    }
}
