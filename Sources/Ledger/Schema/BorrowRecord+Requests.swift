internal import FoundationEssentials
internal import GRDB
internal import Licensing

extension BorrowRecord {
    /// All borrows, each with the operation that touched it last.
    static var withOperation: QueryInterfaceRequest<BorrowRecord> { including(required: operation) }

    /// What the status pane shows: by end, and those without one first, as SQLite orders NULL.
    static var notForgotten: QueryInterfaceRequest<BorrowRecord> {
        withOperation.filter(CodingKeys.forgottenAt == nil).order(CodingKeys.grantEnd, CodingKeys.id)
    }

    /// The borrow that an operation was on.
    static func of(operation id: String) -> QueryInterfaceRequest<BorrowRecord> {
        let operations = OperationRecord.filter(OperationRecord.CodingKeys.id == id)
            .select(OperationRecord.CodingKeys.borrowID)
        return withOperation.filter(operations.contains(CodingKeys.id))
    }

    /// The condition that a row holds a seat or may. Each part has an index of its own.
    static func isCurrent(at now: Date) -> SQLExpression {
        let ids = SQLRequest<String>(
            literal: """
                SELECT id FROM borrow WHERE forgotten_at IS NULL AND grant_end > \(LedgerTime.text(now))
                    AND returned_at IS NULL
                UNION SELECT id FROM borrow WHERE doubt IS NOT NULL
                UNION SELECT borrow_id FROM operation WHERE phase IN ('intended', 'sent')
                """)
        return ids.contains(CodingKeys.id)
    }
}

extension QueryInterfaceRequest<BorrowRecord> {
    /// Fetches what ``BorrowRecord/withOperation`` includes.
    func borrows(_ database: Database) throws -> [Borrow] {
        try asRequest(of: BorrowWithOperation.self).fetchAll(database)
            .map { try $0.borrow.borrow(operation: $0.operation) }
    }
}
