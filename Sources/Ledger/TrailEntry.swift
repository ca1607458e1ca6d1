public import FoundationEssentials
public import Licensing

/// One line of the audit trail: a borrow as one step left it.
public struct TrailEntry: Hashable, Sendable, Identifiable {
    /// The line's number; later lines have higher ones.
    public var id: Int64
    /// When the step happened, by the clock of the host that took it.
    public var at: Date
    /// The borrow with that step, its operation and who performed it included.
    public var borrow: Borrow

    public init(id: Int64, at: Date, borrow: Borrow) {
        self.id = id
        self.at = at
        self.borrow = borrow
    }
}
