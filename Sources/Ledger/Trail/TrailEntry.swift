public import FoundationEssentials
public import Licensing

/// One line of the audit trail.
public struct TrailEntry: Hashable, Sendable, Identifiable {
    /// What a line tells.
    public enum Event: Hashable, Sendable {
        /// A borrow as one step left it, with the operation and its performer.
        case step(Borrow)
        /// The lines up to a number were removed by command.
        case cut(through: Int64)
    }

    /// The line's number. This is the order of the trail: clocks may go back, numbers do not.
    public var id: Int64
    /// When it happened, by the clock of the host that wrote it.
    public var at: Date
    /// The login user who took the step.
    public var user: String
    /// The address that the SSH connection came from, where there was one.
    public var address: String?
    public var event: Event
    /// Lower-case hex SHA-256 over the line before and this one.
    public var hash: String

    public init(id: Int64, at: Date, user: String, address: String?, event: Event, hash: String) {
        self.id = id
        self.at = at
        self.user = user
        self.address = address
        self.event = event
        self.hash = hash
    }

    /// The borrow as the step left it; nil for other events.
    public var borrow: Borrow? {
        if case .step(let borrow) = event { borrow } else { nil }
    }
}
