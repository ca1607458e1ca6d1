internal import FoundationEssentials
internal import GRDB
public import Ledger
public import Licensing

extension SQLiteLedger {
    /// The longest row of own lines that is remembered.
    static let mostOwn = 256

    @discardableResult
    public func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        try await write { [own] database in
            let entry = entry.kept
            var line: Int64 = 0
            for step in try LedgerRules.steps(for: entry, given: LedgerRules.Holdings(entry.borrow, in: database)) {
                let written = try step.write(in: database)
                line = written.line
                // Before the commit, so that its own line is never news. A line that does not come to be is nobody's.
                own.withLock { $0 = $0.suffix(Self.mostOwn - 1) + [written.hash] }
            }
            return line
        }
    }

    public func changes(after line: Int64) async throws(Problem) -> LedgerReading {
        try await read(orIfNone: LedgerReading(borrows: [], line: 0)) { database in
            let changed = try BorrowRow.borrows(database, "WHERE borrow.line > ? ORDER BY borrow.first_line", [line])
            return LedgerReading(borrows: changed, line: try TrailRows.latestLine(database))
        }
    }

    public func fingerprint(of secret: Secret) async throws(Problem) -> String {
        LedgerFingerprint.of(secret, by: try await fingerprintKey())
    }

    /// Read once, and made with the ledger where there is none yet.
    private func fingerprintKey() async throws(Problem) -> Data {
        if let known = key.withLock({ $0 }) { return known }
        let read: Data
        if let stored = try await readIfAny(LedgerSchema.fingerprintKey) {
            read = stored
        } else {
            read = try await write(LedgerSchema.fingerprintKey)
        }
        key.withLock { $0 = read }
        return read
    }
}
