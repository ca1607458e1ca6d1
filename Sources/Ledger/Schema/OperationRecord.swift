internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// A row of `operation`.
struct OperationRecord: LedgerRecord {
    static let databaseTableName = "operation"

    enum Kind: String, Codable, DatabaseValueConvertible {
        case borrow, release, check
    }

    enum CodingKeys: String, CodingKey, ColumnExpression {
        case id, kind, user, address, host, process, phase, problem, reason
        case borrowID = "borrow_id"
        case requestedEnd = "requested_end"
        case startedAt = "started_at"
        case processStart = "process_start"
    }

    var id: String
    var borrowID: String
    var kind: Kind
    /// For borrows: when it should end, as JSON.
    var requestedEnd: BorrowEnd?
    var startedAt: Date
    var user: String
    /// Where the performer's connection came from.
    var address: String?
    var host: String?
    var process: Int32
    /// When the process began, as its host counts.
    var processStart: String?
    var phase: PhaseName
    /// For `refused` and `unknown`, as JSON.
    var problem: Problem?
    /// For `seen`.
    var reason: String?

    static let borrow = belongsTo(BorrowRecord.self, using: ForeignKey([CodingKeys.borrowID]))

    static var underWay: QueryInterfaceRequest<OperationRecord> {
        filter(PhaseName.underWay.contains(CodingKeys.phase))
    }

    /// Whether both are the same attempt; who took a later step may differ.
    func hasSameIntent(as other: OperationRecord) -> Bool {
        var copy = self
        (copy.phase, copy.problem, copy.reason) = (other.phase, other.problem, other.reason)
        (copy.user, copy.address, copy.host) = (other.user, other.address, other.host)
        (copy.process, copy.processStart) = (other.process, other.processStart)
        return copy.databaseEquals(other)
    }

    /// Whether both have come to the same: phase, problem and reason.
    func hasSameOutcome(as other: OperationRecord) -> Bool {
        var copy = other
        (copy.phase, copy.problem, copy.reason) = (phase, problem, reason)
        return copy.databaseEquals(other)
    }
}

extension OperationRecord {
    init(_ operation: Licensing.Operation, borrowID: OperationID) {
        id = operation.id.rawValue
        self.borrowID = borrowID.rawValue
        switch operation.kind {
        case .borrow(let end): (kind, requestedEnd) = (.borrow, end)
        case .release: (kind, requestedEnd) = (.release, nil)
        case .check: (kind, requestedEnd) = (.check, nil)
        }
        startedAt = operation.startedAt
        user = operation.performedBy.user
        address = operation.performedBy.from
        host = operation.performedBy.host
        process = operation.performedBy.process
        processStart = operation.performedBy.processStart
        switch operation.phase {
        case .intended: phase = .intended
        case .sent: phase = .sent
        case .confirmed: phase = .confirmed
        case .refused(let problem): (phase, self.problem) = (.refused, problem)
        case .unknown(let problem): (phase, self.problem) = (.unknown, problem)
        case .seen(let reason): (phase, self.reason) = (.seen, reason)
        }
    }

    /// - Throws: Where a column is empty that its phase or kind needs.
    func operation() throws -> Licensing.Operation {
        Licensing.Operation(
            id: OperationID(rawValue: id), kind: try wholeKind(), startedAt: startedAt,
            performedBy: Performer(
                user: user, from: address, host: host, process: process, processStart: processStart),
            phase: try wholePhase())
    }

    private func wholeKind() throws -> Licensing.Operation.Kind {
        switch kind {
        case .borrow: .borrow(try needed(requestedEnd, CodingKeys.requestedEnd))
        case .release: .release
        case .check: .check
        }
    }

    private func wholePhase() throws -> OperationPhase {
        switch phase {
        case .intended: .intended
        case .sent: .sent
        case .confirmed: .confirmed
        case .refused: .refused(try needed(problem, CodingKeys.problem))
        case .unknown: .unknown(try needed(problem, CodingKeys.problem))
        case .seen: .seen(reason: try needed(reason, CodingKeys.reason))
        }
    }

    private func needed<Value>(_ value: Value?, _ key: CodingKeys) throws -> Value {
        guard let value else {
            throw DecodingError.valueNotFound(Value.self, .init(codingPath: [key], debugDescription: "missing"))
        }
        return value
    }
}
