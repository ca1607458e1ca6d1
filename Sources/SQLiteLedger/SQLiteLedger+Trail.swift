internal import FoundationEssentials
internal import GRDB
public import Ledger
public import Licensing

extension SQLiteLedger {
    public func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] {
        try await read(orIfNone: []) { database in
            let limit = max(0, limit)
            guard let product else { return try TrailRows.entries(database, "ORDER BY line DESC LIMIT ?", [limit]) }
            return try TrailRows.entries(
                database, "WHERE product = ? ORDER BY line DESC LIMIT ?", [product, limit])
        }
    }

    public func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await read(orIfNone: []) { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT receipt.*, trail.text FROM receipt
                    JOIN operation ON operation.id = receipt.operation_id
                    JOIN borrow ON borrow.id = operation.borrow_id
                    JOIN trail ON trail.line = borrow.line
                    WHERE borrow.id = :text OR borrow.product = :text
                        OR borrow.id = (SELECT borrow_id FROM operation WHERE id = :text)
                    ORDER BY operation.id = :text DESC, receipt.number DESC
                    LIMIT :limit
                    """, arguments: ["text": text, "limit": max(0, limit)])
            return try rows.map { row in
                StoredReceipt(
                    receipt: try ReceiptRow.receipt(row),
                    operation: OperationID(rawValue: try row.need("operation_id")),
                    borrow: try TrailCodec.borrow(from: row.need("text")))
            }
        }
    }

    public func verifyTrail(
        anchor: TrailReport.Anchor?, progress: @escaping Portions
    ) async throws(Problem) -> TrailReport {
        try await read(orIfNone: TrailReport()) { database in
            var verifier = TrailVerifier(anchor: anchor)
            return try verifier.run(database, progress)
        }
    }
}
