internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

// What one step reads and writes.
extension LedgerRules.Holdings {
    /// What the file holds about a step of a borrow.
    init(_ borrow: Borrow, in database: Database) throws {
        let stored = try BorrowRow.borrows(database, "WHERE borrow.id = ?", [borrow.id.rawValue]).first
        let operation = try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM operation WHERE id = ?)",
            arguments: [borrow.operation.id.rawValue])
        let device = try BorrowRow.borrows(
            database, "WHERE borrow.is_forgotten = 0 AND borrow.binding = ? ORDER BY borrow.first_line",
            [borrow.subject.binding])
        self.init(
            of: borrow, stored: stored, knowsOperation: operation ?? false, device: device)
    }
}

extension LedgerEntry {
    /// Writes the step: its line, the rows that are made of it, and its receipt.
    func write(in database: Database) throws -> (line: Int64, hash: String) {
        let written = try TrailRows.append(
            .step(borrow), by: performer, at: at, receipt: receipt.map { TrailCodec.digest(of: $0) }, in: database)
        try borrow.write(line: written.line, firstLine: written.line, receipt: receipt, in: database)
        return written
    }
}

extension Borrow {
    /// Writes the rows that are made of a line which tells of it.
    ///
    /// - Parameters:
    ///   - line: that line's number.
    ///   - firstLine: the number of the first that told of it.
    ///   - receipt: what came with the line.
    func write(line: Int64, firstLine: Int64, receipt: Receipt?, in database: Database) throws {
        try BorrowRow(self, firstLine: firstLine, line: line).write(in: database)
        try database.cachedStatement(
            sql: """
                INSERT INTO operation (id, borrow_id, line, kind, phase) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET line = excluded.line, phase = excluded.phase
                """
        ).execute(
            arguments: [
                operation.id.rawValue, id.rawValue, line, operation.kind.name, operation.phase.name,
            ])
        try receipt.map { try ReceiptRow.insert($0, of: operation.id, line: line, in: database) }
    }
}

/// The rows of `receipt`.
enum ReceiptRow {
    static func insert(_ receipt: Receipt, of operation: OperationID, line: Int64, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO receipt
                    (line, operation_id, request, body, is_redacted, digest, signature, key_fingerprint, received_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                line, operation.rawValue, receipt.request, receipt.body, receipt.isRedacted, receipt.digest,
                receipt.signature, receipt.keyFingerprint, LedgerTime.text(receipt.receivedAt),
            ])
    }

    /// The receipt of a row.
    static func receipt(_ row: Row) throws -> Receipt {
        guard let receivedAt = LedgerTime.date(try row.need("received_at")) else {
            throw LedgerFault(.ledgerAltered, "A receipt’s time is none.")
        }
        return try Receipt(
            request: row.need("request"), body: row.need("body"), isRedacted: row.need("is_redacted"),
            digest: row.need("digest"),
            signature: row.need("signature"), keyFingerprint: row.need("key_fingerprint"), receivedAt: receivedAt)
    }
}
