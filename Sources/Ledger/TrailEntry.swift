public import FoundationEssentials
public import Licensing

/// What stands in for lines that were removed: all that a verification of the others needs of them.
public struct TrailCut: Hashable, Sendable {
    /// The last line that was removed. All before it are gone as well.
    public var through: Int64
    /// That line's hash, in lower-case hex.
    public var hash: String
    /// What the first line said of the fingerprints' key.
    public var fingerprintKeyDigest: String

    public init(through: Int64, hash: String, fingerprintKeyDigest: String) {
        self.through = through
        self.hash = hash
        self.fingerprintKeyDigest = fingerprintKeyDigest
    }
}

/// One line of the audit trail.
public struct TrailEntry: Hashable, Sendable, Identifiable {
    /// What a line tells.
    public enum Event: Hashable, Sendable {
        /// The ledger was begun, with a key for fingerprints of this SHA-256 (lower-case hex).
        case begun(fingerprintKeyDigest: String)
        /// A borrow as one step left it, with the operation.
        case step(Borrow)
        /// The oldest lines were removed by command.
        case cut(TrailCut)
    }

    /// The line's number. This is the order of the trail: clocks may go back, numbers do not.
    public var id: Int64
    /// When it happened, by the clock of the host that wrote it.
    public var at: Date
    /// Who took the step.
    public var performer: Performer
    public var event: Event
    /// The line's own text as it was hashed, in the format of ``TrailCodec``.
    public var text: String
    /// Lower-case hex SHA-256 over the hash before and ``text``.
    public var hash: String

    public init(id: Int64, at: Date, performer: Performer, event: Event, text: String, hash: String) {
        self.id = id
        self.at = at
        self.performer = performer
        self.event = event
        self.text = text
        self.hash = hash
    }

    /// The borrow as the step left it; nil for other events.
    public var borrow: Borrow? {
        if case .step(let borrow) = event { borrow } else { nil }
    }
}
