internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// A row of `trail`: columns for whoever reads the file with SQLite's own tools, and the whole borrow as JSON.
struct TrailRecord: LedgerRecord {
    static let databaseTableName = "trail"

    enum CodingKeys: String, CodingKey, ColumnExpression {
        case sequence, at, kind, phase, user, address, borrow
        case borrowID = "borrow_id"
        case operationID = "operation_id"
    }

    /// Given by SQLite.
    var sequence: Int64?
    var at: Date
    var borrowID: String
    var operationID: String
    var kind: OperationRecord.Kind
    var phase: PhaseName
    var user: String
    var address: String?
    var borrow: Borrow

    static var newestFirst: QueryInterfaceRequest<TrailRecord> { order(CodingKeys.sequence.desc) }

    init(_ entry: LedgerEntry) {
        let operation = OperationRecord(entry.borrow.operation, borrowID: entry.borrow.id)
        at = entry.at
        borrowID = operation.borrowID
        operationID = operation.id
        kind = operation.kind
        phase = operation.phase
        user = operation.user
        address = operation.address
        borrow = entry.borrow
    }

    var entry: TrailEntry { TrailEntry(id: sequence ?? 0, at: at, borrow: borrow) }
}
