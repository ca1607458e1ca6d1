public import Licensing

/// A line as a ledger hands it on, to another one or to a file: as it is stored, with what stands beside it.
public struct HandedLine: Hashable, Sendable {
    public var entry: TrailEntry
    /// The number of the first line that told of its borrow, which may have been pruned since; nil where it tells of none.
    public var firstLine: Int64?
    /// The receipt that came with it.
    public var receipt: Receipt?

    public init(entry: TrailEntry, firstLine: Int64?, receipt: Receipt?) {
        self.entry = entry
        self.firstLine = firstLine
        self.receipt = receipt
    }

    /// Its number and its hash.
    public var anchor: TrailReport.Anchor { TrailReport.Anchor(line: entry.id, hash: entry.hash) }
}
