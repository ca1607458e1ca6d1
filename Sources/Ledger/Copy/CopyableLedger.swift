public import FoundationEssentials
public import Licensing

/// A ledger that hands its lines on to another one, and takes those of another one, as they are: with their numbers, their hashes and
/// whoever they name.
public protocol CopyableLedger: LedgerStore {
    /// Where the trail begins and ends; nil where nothing was ever written.
    func extent() async throws(Problem) -> TrailExtent?

    /// What a ledger is beside its lines; nil where nothing was ever written.
    func origin() async throws(Problem) -> LedgerOrigin?

    /// Checks that it could take lines, and changes nothing.
    func checkTakes() async throws(Problem)

    /// Writes lines of another ledger in one transaction, each with the rows that are made of it.
    ///
    /// - Parameters:
    ///   - lines: which follow each other, and the last line that is there.
    ///   - last: that line; nil where nothing is there, so that these begin the ledger.
    ///   - origin: what the other ledger is beside its lines.
    /// - Throws: `ledger_holds_other` where another line is the last by now; what stands in the way of writing.
    func take(_ lines: [HandedLine], after last: TrailReport.Anchor?, of origin: LedgerOrigin) async throws(Problem)
}

/// Where a trail begins and ends.
public struct TrailExtent: Hashable, Sendable {
    /// The number of the first line that is kept.
    public var first: Int64
    /// The last line.
    public var head: TrailReport.Anchor

    public init(first: Int64, head: TrailReport.Anchor) {
        self.first = first
        self.head = head
    }
}

/// What a ledger is beside its lines: all that another one needs in order to begin as it does.
public struct LedgerOrigin: Sendable, CustomStringConvertible {
    /// The number of the first line that is kept.
    public var first: Int64
    /// The hash of the line before it, which was pruned; nil where that is line 1.
    public var hashBefore: String?
    /// The random key of the license keys' fingerprints, which is told to nobody.
    public var fingerprintKey: Data

    public init(first: Int64, hashBefore: String?, fingerprintKey: Data) {
        self.first = first
        self.hashBefore = hashBefore
        self.fingerprintKey = fingerprintKey
    }

    /// Its first line alone.
    public var description: String { "LedgerOrigin(first: \(first))" }
}
