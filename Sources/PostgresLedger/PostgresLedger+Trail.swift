internal import FoundationEssentials
public import Ledger
public import Licensing

extension PostgresLedger {
    public func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] {
        let limit = Int64(max(0, limit))
        let lines = try await read { session in
            guard let product else {
                return try PostgresTrail.lines(session, "ORDER BY line DESC LIMIT $1", [.number(limit)])
            }
            return try PostgresTrail.lines(
                session, "WHERE product = $1 ORDER BY line DESC LIMIT $2", [.text(product), .number(limit)])
        }
        return try entries(lines)
    }

    private func entries(_ lines: [StoredLine]) throws(Problem) -> [TrailEntry] {
        do throws(TrailFault) {
            return try lines.map { line throws(TrailFault) in try TrailEntry(text: line.text, hash: line.hash) }
        } catch {
            throw problem(error)
        }
    }

    public func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await read { [clock] session in
            let rows = try session.query(
                """
                SELECT \(PostgresReceipt.columns), trail.text FROM berth.receipt
                JOIN berth.operation ON operation.id = receipt.operation_id
                JOIN berth.borrow ON borrow.id = operation.borrow_id
                JOIN berth.trail ON trail.line = borrow.line
                WHERE borrow.id = $1 OR borrow.product = $1
                    OR borrow.id = (SELECT borrow_id FROM berth.operation WHERE id = $1)
                ORDER BY operation.id = $1 DESC, receipt.number DESC
                LIMIT $2
                """, [.text(text), .number(Int64(max(0, limit)))])
            return try rows.map { row in
                var (operation, receipt) = try PostgresReceipt.read(row)
                receipt.receivedAt = receipt.receivedAt.turned(by: -clock.offset)
                return StoredReceipt(
                    receipt: receipt, operation: operation,
                    borrow: try TrailCodec.borrow(from: row.text(PostgresReceipt.columnCount)).turned(by: -clock.offset)
                )
            }
        }
    }

    public func verifyTrail(
        anchor: TrailReport.Anchor?, progress: @escaping Portions
    ) async throws(Problem) -> TrailReport {
        try await read { session in
            if try PostgresTrail.isUnbegun(session) { return TrailReport() }
            var verifier = TrailVerifier(anchor: anchor)
            return try verifier.run(session, progress)
        }
    }
}

/// The rows of `receipt`.
enum PostgresReceipt {
    /// What is asked for of one, in the order in which it is read.
    static let columns = """
        receipt.operation_id, receipt.request, receipt.body, receipt.is_redacted, receipt.digest, receipt.signature,
        receipt.key_fingerprint, receipt.received_at
        """
    static let columnCount: Int32 = 8

    /// A receipt as the functions of the schema take it, in the order of ``columns``; nothing in each place where there is none.
    static func values(of receipt: Receipt?) -> [PostgresValue] {
        [
            .text(receipt?.request), .bytes(receipt?.body), .flag(receipt?.isRedacted), .text(receipt?.digest),
            .text(receipt?.signature), .text(receipt?.keyFingerprint),
            .text(receipt.map { LedgerTime.text($0.receivedAt) }),
        ]
    }

    /// - Parameter first: the place of the first of ``columns``.
    static func read(
        _ row: PostgresRows.Row, from first: Int32 = 0
    ) throws -> (operation: OperationID, receipt: Receipt) {
        guard let receivedAt = LedgerTime.date(try row.text(first + 7)) else {
            throw PostgresFault.row("A receipt’s time is none.")
        }
        let receipt = Receipt(
            request: try row.text(first + 1), body: try row.data(first + 2), isRedacted: try row.flag(first + 3),
            digest: try row.text(first + 4), signature: try row.text(first + 5),
            keyFingerprint: try row.text(first + 6), receivedAt: receivedAt)
        return (OperationID(rawValue: try row.text(first)), receipt)
    }
}
