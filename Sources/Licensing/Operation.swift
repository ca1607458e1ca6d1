public import FoundationEssentials

/// The id of an operation: unique across processes and hosts, and sortable by the time it began.
public struct OperationID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }
}

/// One attempt to change something on the server, from the intent to its outcome.
public struct Operation: Hashable, Sendable, Codable, Identifiable {
    /// What it tries to do.
    public enum Kind: Hashable, Sendable, Codable {
        /// Borrow until an end; on a license that is borrowed already, this sets a new end.
        case borrow(BorrowEnd)
        /// Give the seat back.
        case release
        /// Look whether the license is borrowed. The look takes a seat for the device where it holds none.
        case check
    }

    public var id: OperationID
    public var kind: Kind
    /// When it was intended, by this host's clock.
    public var startedAt: Date
    public var performedBy: Performer
    public var phase: OperationPhase

    public init(id: OperationID, kind: Kind, startedAt: Date, performedBy: Performer, phase: OperationPhase) {
        self.id = id
        self.kind = kind
        self.startedAt = startedAt
        self.performedBy = performedBy
        self.phase = phase
    }
}

/// The life of an operation: `intended → sent → confirmed | refused | unknown`.
public enum OperationPhase: Hashable, Sendable, Codable {
    /// On disk, and nothing has left this host. Next: `sent`, or `refused` where it could not be sent.
    case intended
    /// On disk that the request is about to leave. Next: `confirmed`, `refused` or `unknown`.
    case sent
    /// The server said yes. The end.
    case confirmed
    /// The server, or something before it, said no: nothing changed there. The end, unless an earlier doubt is `seen`.
    case refused(Problem)
    /// It may have happened. Next: `seen`, or a further operation on the same borrow.
    case unknown(Problem)
    /// There was doubt, and a person has taken note, with a reason. The end.
    case seen(reason: String)

    /// Why its outcome is not known, where it is not.
    var doubt: Problem? {
        if case .unknown(let problem) = self { problem } else { nil }
    }

    /// Whether nothing more will happen to it by itself.
    public var isSettled: Bool {
        switch self {
        case .intended, .sent: false
        case .confirmed, .refused, .unknown, .seen: true
        }
    }
}

/// Who did it, and from where.
public struct Performer: Hashable, Sendable, Codable {
    /// The login user.
    public var user: String
    /// The address that the SSH connection came from, where there is one (`SSH_CLIENT`).
    public var from: String?
    /// The host's name, for a ledger that several hosts share; nil where it is not known.
    public var host: String?
    /// The process's id on its host. Ids are used again, so ``processStart`` belongs to it.
    public var process: Int32
    /// When the process began, as its host counts: an opaque text that no other process of that id has; nil where it is
    /// not known.
    public var processStart: String?

    public init(user: String, from: String?, host: String? = nil, process: Int32, processStart: String? = nil) {
        self.user = user
        self.from = from
        self.host = host
        self.process = process
        self.processStart = processStart
    }
}

/// One durable step in the life of an operation: what the ledger is asked to write in one transaction.
public struct LedgerEntry: Hashable, Sendable {
    /// The borrow as it stands with this step, its operation included.
    public var borrow: Borrow
    /// The signed answer, where this step brought one.
    public var receipt: Receipt?
    /// When the step happened, by this host's clock.
    public var at: Date
    /// For an intent: the operations that touched borrows of the same seat last, as far as its maker knew; nil where that
    /// does not matter. The ledger refuses an intent that was formed without knowing the latest.
    public var known: Set<OperationID>?

    public init(borrow: Borrow, receipt: Receipt? = nil, at: Date, known: Set<OperationID>? = nil) {
        self.borrow = borrow
        self.receipt = receipt
        self.at = at
        self.known = known
    }
}
