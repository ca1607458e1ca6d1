internal import Crypto
internal import FoundationEssentials
internal import GRDB
public import Ledger
public import Licensing

extension SQLiteLedger {
    /// The longest row of own lines that is remembered.
    private static let mostOwn = 256
    /// How far the clocks of a host and a server are taken to differ at most, in seconds.
    private static let widestOffset: TimeInterval = 27 * 3600

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

    public func borrows(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        try await read(orIfNone: LedgerReading(borrows: [], line: 0)) { database in
            let line = try TrailRows.latestLine(database)
            switch selection {
            case .all:
                let condition = "WHERE borrow.is_forgotten = 0 ORDER BY borrow.first_line"
                return LedgerReading(borrows: try BorrowRow.borrows(database, condition), line: line)
            case .current(let moment, let others):
                return LedgerReading(borrows: try Self.current(at: moment, others, in: database), line: line)
            }
        }
    }

    /// Those that may hold a seat, and of the others the latest, in the order in which they were made.
    private static func current(at moment: Moment, _ others: Int, in database: Database) throws -> [Borrow] {
        let columns =
            "SELECT borrow.first_line, trail.text, trail.hash FROM borrow JOIN trail ON trail.line = borrow.line"
        let after = LedgerTime.text(moment.host.addingTimeInterval(-widestOffset))
        var found: [Int64: Borrow] = [:]
        let candidates = try Row.fetchCursor(
            database, sql: columns + " WHERE borrow.held_until > ? AND borrow.is_forgotten = 0", arguments: [after])
        while let row = try candidates.next() {
            let borrow = try BorrowRow.borrow(row)
            if borrow.mayHoldSeat(at: moment) { found[try row.need("first_line")] = borrow }
        }
        let latest = try Row.fetchCursor(
            database, sql: columns + " WHERE borrow.is_forgotten = 0 ORDER BY borrow.first_line DESC")
        var missing = others
        while missing > 0, let row = try latest.next() {
            let number: Int64 = try row.need("first_line")
            if found[number] != nil { continue }
            found[number] = try BorrowRow.borrow(row)
            missing -= 1
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    public func changes(after line: Int64) async throws(Problem) -> LedgerReading {
        try await read(orIfNone: LedgerReading(borrows: [], line: 0)) { database in
            let changed = try BorrowRow.borrows(database, "WHERE borrow.line > ? ORDER BY borrow.first_line", [line])
            return LedgerReading(borrows: changed, line: try TrailRows.latestLine(database))
        }
    }

    public func fingerprint(of secret: Secret) async throws(Problem) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(secret.exposed.utf8), using: SymmetricKey(data: try await fingerprintKey()))
        return Data(code.prefix(16)).hexadecimal
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
