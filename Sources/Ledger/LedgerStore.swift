public import FoundationEssentials
public import Licensing

/// The only memory of borrows, whatever engine keeps it.
///
/// Every store asks `LedgerRules` about an entry as it will keep it (`LedgerEntry.kept`), inside the
/// transaction that writes, and chains what it writes by ``TrailCodec``. Line 1 begins it. None of its methods blocks a
/// thread of the caller's pool, and none takes a lock that writes to read.
public protocol LedgerStore: Sendable {
    /// Writes one step durably: the borrow, its operation, the receipt and a line of the trail, and before it what
    /// `LedgerRules.steps(for:given:)` asks for, all in one transaction.
    ///
    /// It is written even when the calling task is cancelled: what the server has done is not undone by that.
    ///
    /// - Returns: the number of its line.
    /// - Throws: what the rules refuse, or what stands in the way of writing. Nothing to rely on is written then.
    @discardableResult
    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64

    /// The borrows of a selection, as they stand at the end of the reading, in the order in which they were made.
    ///
    /// What takes long is read in parts, so that nobody who wants to write waits for all of it.
    ///
    /// - Parameters:
    ///   - selection: which ones.
    ///   - told: hears of each part but the last, where there are several.
    func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading

    /// Hands over borrows part by part, in the order in which they were made, as they stood when it began.
    ///
    /// - Parameters:
    ///   - moment: only what there is a seat to release of then; nil for all that are not forgotten.
    ///   - size: how many borrows a part has.
    ///   - make: what is made of a part, on any thread.
    ///   - take: takes what was made, part by part.
    func stream<Made: Sendable>(
        heldAt moment: Moment?, inPartsOf size: Int, _ make: @escaping @Sendable ([Borrow]) -> Made,
        _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem)

    /// The borrows that lines after a number tell of, as they stand now, those that were forgotten meanwhile included; in
    /// the order in which they were made; and whether all is to be read anew (``LedgerReading/outdatesEarlier``).
    func changes(after line: Int64) async throws(Problem) -> LedgerReading

    /// Tells, without polling, that somebody else has written, or that the store was removed or replaced. Once at the
    /// start, too, so that nothing written in between is missed. Ends where nothing can be told, after one last element.
    func announcements() -> AsyncStream<LedgerAnnouncement>

    /// A fingerprint that tells license keys apart and cannot be turned back into one: 32 hexadecimal digits.
    ///
    /// It is the first half of an HMAC-SHA256 under a random key that is made once and never leaves the ledger.
    func fingerprint(of secret: Secret) async throws(Problem) -> String

    /// The latest lines of the trail, newest first; those about one product's short code, or all.
    func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry]

    /// The lines that follow a number, oldest first, each with what stands beside it, so that a long trail can be read in parts.
    func handOn(after line: Int64, limit: Int) async throws(Problem) -> [HandedLine]

    /// The receipts that a text means: an operation's id, a borrow's id or a product's short code. An operation's own
    /// receipt comes first, then the others of its borrow, newest first.
    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt]

    /// Verifies that the trail is what was written, and that borrows, operations, receipts and the fingerprints' key stand
    /// as it says.
    ///
    /// - Parameters:
    ///   - anchor: a point of the trail that somebody took note of; nil where nobody did.
    ///   - progress: hears how many lines are done.
    /// - Throws: `ledger_altered`, with the first line that does not fit as the message.
    func verifyTrail(
        anchor: TrailReport.Anchor?, progress: @escaping Portions
    ) async throws(Problem) -> TrailReport

    /// Removes the oldest part of the trail, and the receipts and borrows that only it told of.
    func prune(before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool) async throws(Problem)
        -> PruneReport
}

extension LedgerStore {
    /// The borrows of a selection, as they stand at the end of the reading, in the order in which they were made.
    public func borrows(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        try await borrows(selection) { _ in }
    }

    /// Hands over borrows part by part, read whole before: for a store that has no quicker way.
    public func stream<Made: Sendable>(
        heldAt moment: Moment?, inPartsOf size: Int, _ make: @escaping @Sendable ([Borrow]) -> Made,
        _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem) {
        try await streamRead(heldAt: moment, inPartsOf: size, make, take)
    }

    /// Hands over borrows part by part, read whole by ``borrows(_:)`` before.
    package func streamRead<Made: Sendable>(
        heldAt moment: Moment?, inPartsOf size: Int, _ make: @escaping @Sendable ([Borrow]) -> Made,
        _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem) {
        let borrows = try await borrows(moment.map { .current(at: $0, others: 0) } ?? .all).borrows
        for start in stride(from: 0, to: borrows.count, by: size) {
            try take(make(Array(borrows[start..<min(start + size, borrows.count)])))
        }
    }

    /// Hands over borrows a thousand at a time.
    public func stream<Made: Sendable>(
        heldAt moment: Moment?, _ make: @escaping @Sendable ([Borrow]) -> Made, _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem) {
        try await stream(heldAt: moment, inPartsOf: 1000, make, take)
    }

    /// The newest lines of the trail, oldest first, held against each other.
    ///
    /// - Parameters:
    ///   - limit: how many.
    ///   - altered: what it is in the engine's words where one does not follow from the one before it.
    package func verifiedHead(
        limit: Int, _ altered: (TrailFault) -> Problem
    ) async throws(Problem) -> [TrailEntry] {
        let entries = try await history(limit: limit, product: nil).reversed()
        var verifier = TrailVerifier()
        do throws(TrailFault) {
            for entry in entries { try verifier.take(text: entry.text, hash: entry.hash) }
        } catch {
            throw altered(error)
        }
        return Array(entries)
    }

    /// Verifies the trail, and tells nobody how far it is.
    public func verifyTrail(anchor: TrailReport.Anchor?) async throws(Problem) -> TrailReport {
        try await verifyTrail(anchor: anchor) { _, _ in }
    }

    /// Hears now and then how much of something long is done: lines, rows or pages, of how many.
    public typealias Portions = @Sendable (_ done: Int, _ total: Int) -> Void
}

/// Borrows as they stood in a ledger.
public struct LedgerReading: Hashable, Sendable {
    public var borrows: [Borrow]
    /// The number of the newest line by then; 0 for an empty trail.
    public var line: Int64
    /// Of changes: whether what was read before them reads otherwise by now, and all is to be read anew.
    ///
    /// So it is where times are kept by another clock than this host's, and one of the two was set.
    public var outdatesEarlier = false

    public init(borrows: [Borrow], line: Int64) {
        self.borrows = borrows
        self.line = line
    }
}

/// A part of a selection that has been read, while the rest is still to come.
public struct LedgerPart: Hashable, Sendable {
    /// The borrows of the first part: those in doubt or under way and those that end soonest, in the order in which they were
    /// made. Empty for later parts.
    public var borrows: [Borrow]
    /// How far the reading is.
    public var progress: LedgerProgress
    /// When the ledger held that, where it is a copy of it that was read because the ledger is away; else nil.
    public var asOf: Date?

    public init(borrows: [Borrow], progress: LedgerProgress, asOf: Date? = nil) {
        self.borrows = borrows
        self.progress = progress
        self.asOf = asOf
    }
}

/// How far a reading is.
public struct LedgerProgress: Hashable, Sendable {
    /// How many borrows have been read, and of how many.
    public var read: Int
    public var total: Int

    public init(read: Int, of total: Int) {
        self.read = read
        self.total = total
    }
}

/// What a ledger tells without being asked.
public enum LedgerAnnouncement: Hashable, Sendable {
    /// Somebody may have written.
    case changed
    /// Nothing will be told any more, and why; the ledger has to be read anew to see what others did.
    case unavailable(Problem)
    /// A write waits for somebody who holds the lock; nil once it waits no longer. The text names the process.
    case waiting(holder: String?)
}

/// A receipt with what it is about.
public struct StoredReceipt: Hashable, Sendable {
    public var receipt: Receipt
    /// The operation that brought it.
    public var operation: OperationID
    /// The borrow that the operation was on, as it stands now.
    public var borrow: Borrow

    public init(receipt: Receipt, operation: OperationID, borrow: Borrow) {
        self.receipt = receipt
        self.operation = operation
        self.borrow = borrow
    }
}

/// What a prune removed, or would remove.
public struct PruneReport: Hashable, Sendable {
    /// The last line that goes; nil where none does.
    public var through: Int64?
    /// How many lines, receipts and borrows go.
    public var lines = 0
    public var receipts = 0
    public var borrows = 0
    /// The borrow that keeps older lines in place because it holds a seat or may; nil where none does.
    public var keptFor: OperationID?

    public init() {}
}
