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
        /// Release the seat.
        case release
        /// Check whether the license is borrowed. The check takes a seat for the device where it holds none.
        case check
        /// Bind the device to the license. That takes no seat.
        case activate
        /// Take the device off the license, with whatever seats it holds of it.
        case deactivate
    }

    public var id: OperationID
    public var kind: Kind
    /// When it was intended, by this host's clock.
    public var startedAt: Date
    /// Who began it. Each later step names its own performer (``LedgerEntry/performer``).
    public var startedBy: Performer
    /// For how long its maker may be at work on it.
    public var lease: Lease
    public var phase: OperationPhase

    public init(
        id: OperationID, kind: Kind, startedAt: Date, startedBy: Performer, lease: Lease, phase: OperationPhase
    ) {
        self.id = id
        self.kind = kind
        self.startedAt = startedAt
        self.startedBy = startedBy
        self.lease = lease
        self.phase = phase
    }
}

/// The life of an operation: `intended → sent → confirmed | refused | unknown`.
public enum OperationPhase: Hashable, Sendable, Codable {
    /// On disk, and nothing has left this host. Next: `sent`, or `refused` where it could not be sent.
    case intended
    /// On disk that the request is about to leave. Next: `confirmed`, `refused` or `unknown`.
    case sent
    /// The server said yes. The end, unless an earlier doubt is `noted`.
    case confirmed
    /// The server, or something before it, said no: nothing changed there. The end, unless an earlier doubt is `noted`; of one that was
    /// taken for dead its maker may still tell what it heard.
    indirect case refused(Problem)
    /// It may have happened. Next: `noted`, a further operation on the same borrow, or, where it was taken for dead, what its maker has
    /// heard after all.
    indirect case unknown(Problem)
    /// There was doubt, and a person has settled it by a note that says why. The end.
    case noted(reason: String)

    /// How an attempt that brought a problem ends: refused where nothing happened at the server, else unknown.
    public init(_ problem: Problem) {
        self = problem.effect == .none ? .refused(problem) : .unknown(problem)
    }

    /// Whether nothing more will happen to it by itself.
    public var isSettled: Bool {
        switch self {
        case .intended, .sent: false
        case .confirmed, .refused, .unknown, .noted: true
        }
    }
}

/// For how long the maker of an operation may be at work on it, by the clock of its host.
///
/// Nobody else touches the operation meanwhile. It may be renewed as the request is about to leave, and lasts a day at most.
/// Once it has lapsed, anybody may settle the operation, and a late step of its maker is taken only as long as
/// nothing newer stands on the borrow.
public struct Lease: Hashable, Sendable, Codable {
    public var from: Date
    public var until: Date

    public init(from: Date, until: Date) {
        self.from = from
        self.until = until
    }

    /// How far a clock may be set back before a lease counts as one of another time, in seconds.
    private static let tolerance: TimeInterval = 60

    /// The earliest time that it covers, a clock that was set back a little allowed for.
    public var earliest: Date { from.addingTimeInterval(-Self.tolerance) }

    /// Whether it is over; also where the clock was set back to before it began, which would prolong it without end.
    public func hasLapsed(at now: Date) -> Bool { now >= until || now < earliest }
}

/// Who took a step, and from where.
public struct Performer: Hashable, Sendable, Codable {
    /// The user as the system names the process's owner; `uid 1000` where it has no name.
    public var user: String
    /// The user who logged in, as the system keeps that through `su` and `sudo` (`/proc/self/loginuid`); nil where it does not.
    public var login: String?
    /// What the environment says, which anybody can set to anything.
    public var claims: Claims
    /// The host's name; nil where it has none.
    public var host: String?
    /// The process's id on its host.
    public var process: Int32

    /// What a process's environment claims of who runs it.
    public struct Claims: Hashable, Sendable, Codable {
        /// A user's name (`SUDO_USER`, else `LOGNAME`, else `USER`).
        public var user: String?
        /// The address that an SSH connection came from (`SSH_CLIENT`).
        public var address: String?

        public init(user: String? = nil, address: String? = nil) {
            self.user = user
            self.address = address
        }
    }

    public init(user: String, login: String? = nil, claims: Claims = Claims(), host: String? = nil, process: Int32) {
        self.user = user
        self.login = login
        self.claims = claims
        self.host = host
        self.process = process
    }
}

/// One durable step in the life of an operation: what a ledger is asked to write in one transaction.
public struct LedgerEntry: Hashable, Sendable {
    /// The borrow as it stands with this step, its operation included.
    public var borrow: Borrow
    /// The signed response, where this step brought one.
    public var receipt: Receipt?
    /// Who took the step.
    public var performer: Performer
    /// When the step happened, by this host's clock.
    public var at: Date
    /// For an intent: the operations that touched borrows of the same license on the same device last, as far as its maker knew;
    /// nil where that does not matter. The ledger refuses an intent that was formed without knowing the latest.
    public var known: Set<OperationID>?

    public init(
        borrow: Borrow, receipt: Receipt? = nil, performer: Performer, at: Date, known: Set<OperationID>? = nil
    ) {
        self.borrow = borrow
        self.receipt = receipt
        self.performer = performer
        self.at = at
        self.known = known
    }
}

extension Operation.Kind {
    /// Its name in one word, as the ledger spells it.
    public var name: String {
        switch self {
        case .borrow: "borrow"
        case .release: "release"
        case .check: "check"
        case .activate: "activate"
        case .deactivate: "deactivate"
        }
    }
}
