internal import FoundationEssentials
internal import GRDB
public import Licensing

/// A receipt with what it is about.
public struct StoredReceipt: Hashable, Sendable {
    public var receipt: Receipt
    /// The operation that brought it.
    public var operation: OperationID
    /// The borrow that the operation was on, as it stands now.
    public var borrow: Borrow
}

extension Ledger {
    /// The signed answer that an operation brought, the latest where it brought several; nil where it brought none.
    public func receipt(for operation: OperationID) async throws(Problem) -> Receipt? {
        try await read { try ReceiptRecord.latest(of: operation).fetchOne($0)?.receipt }
    }

    /// The receipts that a text means, the one that is meant most first, then the newest first.
    ///
    /// - Parameters:
    ///   - text: An operation's id, a borrow's id or a product's short code. An operation's own receipt comes first,
    ///     followed by the others of its borrow.
    ///   - limit: How many at most.
    public func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await read { database in
            let records = try ReceiptRecord.fetchAll(
                database,
                sql: """
                    SELECT receipt.* FROM receipt
                    JOIN operation ON operation.id = receipt.operation_id
                    JOIN borrow ON borrow.id = operation.borrow_id
                    WHERE borrow.id = :text OR borrow.product = :text
                        OR borrow.id = (SELECT borrow_id FROM operation WHERE id = :text)
                    ORDER BY operation.id = :text DESC, receipt.sequence DESC
                    LIMIT :limit
                    """, arguments: ["text": text, "limit": max(0, limit)])
            return try records.compactMap { record in
                try BorrowRecord.of(operation: record.operationID).borrows(database).first.map { borrow in
                    StoredReceipt(
                        receipt: record.receipt, operation: OperationID(rawValue: record.operationID), borrow: borrow)
                }
            }
        }
    }
}
