internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// The rows of a file's ledger, to be pruned in a transaction.
struct SQLiteRows: PrunableRows {
    let database: Database

    func firstLine(since cutoff: Date) throws -> Int64? {
        try Int64.fetchOne(
            database, sql: "SELECT min(line) FROM trail WHERE at >= ?", arguments: [LedgerTime.text(cutoff)])
    }

    func borrowsThatMayHold() throws -> [Borrow] {
        try BorrowRow.borrows(
            database,
            "WHERE (borrow.held_until IS NOT NULL OR instr(trail.text, '\"seatTakenAt\"') > 0) AND borrow.is_forgotten = 0"
        )
    }

    func firstLine(of borrows: [OperationID]) throws -> (line: Int64, borrow: OperationID)? {
        // As one value, however many there are.
        let names = String(decoding: try JSONEncoder().encode(borrows.map(\.rawValue)), as: UTF8.self)
        return try Row.fetchOne(
            database,
            sql: """
                SELECT line, borrow_id FROM trail WHERE borrow_id IN (SELECT value FROM json_each(?)) ORDER BY line LIMIT 1
                """, arguments: [names]
        ).map { (try $0.need("line"), OperationID(rawValue: try $0.need("borrow_id"))) }
    }

    func lastLine(before line: Int64?) throws -> (line: Int64, hash: String)? {
        try Row.fetchOne(
            database, sql: "SELECT line, hash FROM trail WHERE line < ? ORDER BY line DESC LIMIT 1",
            arguments: [line ?? .max]
        ).map { (try $0.need("line"), try $0.need("hash")) }
    }

    func count(through line: Int64) throws -> (lines: Int, receipts: Int, borrows: Int) {
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table) WHERE line <= ?", arguments: [line]) ?? 0
        }
        return try (count("trail"), count("receipt"), count("borrow"))
    }

    func fingerprintKeyDigest() throws -> String { TrailCodec.digest(try LedgerSchema.fingerprintKey(database)) }

    /// Writes the line that tells of the cut, and removes what lies before it.
    func write(_ cut: TrailCut, by performer: Performer, at: Date) throws {
        _ = try TrailRows.append(.cut(cut), by: performer, at: LedgerTime.kept(at), in: database)
        // Each row goes with the latest line that tells of it; what refers to others goes first.
        for table in ["receipt", "operation", "borrow", "trail"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE line <= ?", arguments: [cut.through])
        }
    }
}
