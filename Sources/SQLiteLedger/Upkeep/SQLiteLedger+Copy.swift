internal import FoundationEssentials
internal import GRDB
public import Ledger
public import Licensing

extension SQLiteLedger: CopyableLedger {
    public func extent() async throws(Problem) -> TrailExtent? {
        try await read(orIfNone: nil) { try TrailRows.extent($0) }
    }

    public func origin() async throws(Problem) -> LedgerOrigin? {
        try await read(orIfNone: nil) { database in
            guard let first = try TrailRows.extent(database)?.first else { return nil }
            let cut = try TrailRows.entries(database, "WHERE cut_through = ?", [first - 1]).first
            var hash: String?
            if case .cut(let cut)? = cut?.event { hash = cut.hash }
            return LedgerOrigin(
                first: first, hashBefore: hash, fingerprintKey: try LedgerSchema.fingerprintKey(database))
        }
    }

    public func handOn(after line: Int64, limit: Int) async throws(Problem) -> [HandedLine] {
        try await read(orIfNone: []) { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT trail.text, trail.hash, borrow.first_line, receipt.* FROM trail
                    LEFT JOIN borrow ON borrow.id = trail.borrow_id
                    LEFT JOIN receipt ON receipt.line = trail.line
                    WHERE trail.line > ? ORDER BY trail.line LIMIT ?
                    """, arguments: [line, max(0, limit)])
            return try rows.map { row in
                HandedLine(
                    entry: try TrailEntry(text: row.need("text"), hash: row.need("hash")),
                    firstLine: try row.mayHave("first_line"),
                    receipt: try row.mayHave("request") as String? == nil ? nil : ReceiptRow.receipt(row))
            }
        }
    }

    public func checkTakes() async throws(Problem) { try checkWritable() }

    public func take(
        _ lines: [HandedLine], after last: TrailReport.Anchor?, of origin: LedgerOrigin
    ) async throws(Problem) {
        try await write { [own] database in
            guard try TrailRows.extent(database)?.head == last else {
                throw LedgerFault(.ledgerHoldsOther, "Somebody else has written to it meanwhile.")
            }
            if last == nil { try LedgerSchema.make(database, fingerprintKey: origin.fingerprintKey) }
            for line in lines { try line.write(in: database) }
            own.withLock { $0 = ($0 + lines.map(\.entry.hash)).suffix(Self.mostOwn) }
        }
    }
}

extension HandedLine {
    /// Writes the line as it is, the rows that are made of it, and its receipt.
    fileprivate func write(in database: Database) throws {
        try TrailRows.insert(entry.id, text: entry.text, hash: entry.hash, in: database)
        try entry.borrow?.write(line: entry.id, firstLine: firstLine ?? entry.id, receipt: receipt, in: database)
    }
}
