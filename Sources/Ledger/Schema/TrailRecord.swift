internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// A row of `trail`: columns for whoever reads the file with SQLite's own tools, and the whole borrow as JSON.
struct TrailRecord: LedgerRecord {
    static let databaseTableName = "trail"

    enum Kind: String, Codable, DatabaseValueConvertible {
        case borrow, release, check, prune
    }

    enum CodingKeys: String, CodingKey, ColumnExpression, CaseIterable {
        case sequence, at, kind, user, address
        case borrowID = "borrow_id"
        case operationID = "operation_id"
        case phase, borrow, receipt
        case cutThrough = "cut_through"
        case cutHash = "cut_hash"
        case hash
    }

    /// Given by ``TrailChain``, as is ``hash``.
    var sequence: Int64 = 0
    var at: Date
    var kind: Kind
    var user: String
    var address: String?
    var borrowID: String?
    var operationID: String?
    var phase: PhaseName?
    var borrow: Borrow?
    /// The row of `receipt` that came with the step.
    var receipt: Int64?
    /// For `prune`: the last line that was removed, and its hash.
    var cutThrough: Int64?
    var cutHash: Data?
    var hash = Data()

    static var newestFirst: QueryInterfaceRequest<TrailRecord> { order(CodingKeys.sequence.desc) }

    static func after(_ sequence: Int64) -> QueryInterfaceRequest<TrailRecord> {
        filter(CodingKeys.sequence > sequence).order(CodingKeys.sequence)
    }
}

extension TrailRecord {
    init(_ entry: LedgerEntry, receipt: Int64?) {
        let operation = OperationRecord(entry.borrow.operation, borrowID: entry.borrow.id)
        at = entry.at
        kind =
            switch operation.kind {
            case .borrow: .borrow
            case .release: .release
            case .check: .check
            }
        user = operation.user
        address = operation.address
        borrowID = operation.borrowID
        operationID = operation.id
        phase = operation.phase
        borrow = entry.borrow
        self.receipt = receipt
    }

    /// The line that a cut leaves in place of what it removes.
    init(cutThrough: Int64, hash: Data, by performer: Performer, at: Date) {
        self.at = at
        kind = .prune
        user = performer.user
        address = performer.from
        self.cutThrough = cutThrough
        cutHash = hash
    }

    /// - Throws: Where a column is empty that its kind needs.
    func entry() throws -> TrailEntry {
        let event: TrailEntry.Event
        if let borrow {
            event = .step(borrow)
        } else if let cutThrough {
            event = .cut(through: cutThrough)
        } else {
            throw DecodingError.valueNotFound(
                Borrow.self, .init(codingPath: [CodingKeys.borrow], debugDescription: "missing"))
        }
        return TrailEntry(id: sequence, at: at, user: user, address: address, event: event, hash: hash.hexadecimal)
    }
}
