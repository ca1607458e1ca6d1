public import FoundationEssentials

/// What a borrow is about: one license on one device of one server. There is at most one borrow of each at a time.
public struct BorrowSubject: Hashable, Sendable, Codable {
    /// The server's base address, as configured, for example `https://api.licensespring.com`.
    public var server: String
    /// The product's short code.
    public var product: String
    public var license: LicenseReference
    /// The license's number, where the operator picked one.
    public var licenseID: Int64?
    public var hardwareID: HardwareID

    public init(
        server: String, product: String, license: LicenseReference, licenseID: Int64?, hardwareID: HardwareID
    ) {
        self.server = server
        self.product = product
        self.license = license
        self.licenseID = licenseID
        self.hardwareID = hardwareID
    }
}

/// A borrow as the ledger remembers it: what it is about, what was granted last, and the operation that touched it last.
public struct Borrow: Hashable, Sendable, Codable, Identifiable {
    /// The id of the operation that made it.
    public var id: OperationID
    public var subject: BorrowSubject
    /// What the server granted last; nil until it has granted anything.
    public var grant: BorrowGrant?
    /// When the server said yes to its return; nil until then.
    public var returnedAt: Date?
    /// When the operator took it off the list; nil until then.
    public var forgottenAt: Date?
    /// Where its license key came from, so that a return knows where to ask again.
    public var secretSource: SecretSource
    /// Why it is not known whether a seat is held; nil where that is known.
    ///
    /// Set when an operation's outcome is unknown. A later refusal leaves it; a server's yes or a person's note clears it.
    public var doubt: Problem?
    /// The operation that touched it last.
    public var operation: Operation

    public init(
        id: OperationID, subject: BorrowSubject, grant: BorrowGrant? = nil, returnedAt: Date? = nil,
        forgottenAt: Date? = nil, secretSource: SecretSource, doubt: Problem? = nil, operation: Operation
    ) {
        self.id = id
        self.subject = subject
        self.grant = grant
        self.returnedAt = returnedAt
        self.forgottenAt = forgottenAt
        self.secretSource = secretSource
        self.doubt = doubt ?? operation.phase.doubt
        self.operation = operation
    }
}

/// Where a secret was found.
public enum SecretSource: Hashable, Sendable, Codable {
    /// Typed by a person, and forgotten with the process.
    case prompt
    /// An environment variable, by name.
    case environment(String)
    /// A file, by path.
    case file(String)
}

/// What a ``Borrow`` amounts to at one moment.
public enum BorrowStatus: Hashable, Sendable {
    /// An operation on it is under way.
    case pending
    /// Granted, and its end lies ahead.
    case active(until: Date)
    /// Granted, and its end has passed: the seat is free.
    case ended(at: Date)
    /// Given back, and the server said so.
    case returned(at: Date)
    /// The outcome of an operation is not known: a seat may be held.
    case unknown(Problem)
    /// Never granted.
    case refused(Problem)
}

extension Borrow {
    /// The number of the license that it holds a seat of, as far as that is known.
    public var licenseNumber: Int64? { subject.licenseID ?? grant?.licenseID }

    /// Whether it may be about the same seat: the same license on the same device, where a number left open may be any.
    public func mayShareSeat(with other: BorrowSubject) -> Bool {
        subject.server == other.server && subject.product == other.product && subject.license == other.license
            && subject.hardwareID == other.hardwareID
            && (licenseNumber == other.licenseID || licenseNumber == nil || other.licenseID == nil)
    }

    /// Whether the last thing known of it is that a look found no borrow: that look took a seat.
    ///
    /// The seat is given back by a release, or freed by the license's floating time-out.
    public var lookTookSeat: Bool {
        operation.kind == .check && operation.phase == .confirmed && returnedAt == nil
            && (grant.map { $0.end <= operation.startedAt } ?? true)
    }

    /// Moves its operation to a phase, and keeps the doubt in step.
    public mutating func move(to phase: OperationPhase) {
        operation.phase = phase
        switch phase {
        // A look that failed tells nothing new about the borrow.
        case .unknown(let problem): doubt = operation.kind == .check ? doubt ?? problem : problem
        case .confirmed, .seen: doubt = nil
        case .intended, .sent, .refused: break
        }
    }

    /// What it amounts to at `now` (the server's time: this host's plus the measured offset).
    public func status(at now: Date) -> BorrowStatus {
        if !operation.phase.isSettled { return .pending }
        if let doubt { return .unknown(doubt) }
        if let returnedAt { return .returned(at: returnedAt) }
        if let grant { return grant.end > now ? .active(until: grant.end) : .ended(at: grant.end) }
        if case .refused(let problem) = operation.phase { return .refused(problem) }
        return .ended(at: operation.startedAt)
    }
}
