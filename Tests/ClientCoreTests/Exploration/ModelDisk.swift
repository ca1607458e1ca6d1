import FoundationEssentials
import Ledger
import Licensing

@testable import ClientCore

/// A ledger without an engine: what ``LedgerRules`` let through, and what was ever written.
struct ModelDisk: Hashable {
    /// In the order in which they were made, those that were forgotten included.
    private(set) var borrows: [Borrow] = []
    private(set) var latestLine: Int64 = 0
    /// The operations whose receipt is kept.
    private(set) var receipts: Set<OperationID> = []
    /// Every operation, in the phase that was written last.
    private(set) var operations: [OperationID: OperationPhase] = [:]
    /// The borrows that a person has settled by a note.
    private(set) var noted: Set<OperationID> = []
    /// What was written about a borrow that was over, if anything was: it stays as it ended.
    private(set) var rewritten: Borrow?
    /// The last line about each borrow.
    private var lines: [OperationID: Int64] = [:]
    /// The last line of all that was ever written, by digest: a world is compared with thousands of others.
    private var trail: [Int: Int64] = [:]
    /// A digest of all this, reckoned when something is written and not for each world that has the disk.
    private var digest = 0

    /// Begins with what others have written.
    init(_ borrows: [Borrow] = []) {
        for borrow in borrows { keep(borrow) }
        seal()
    }

    private mutating func seal() {
        var hasher = Hasher()
        hasher.combine(borrows)
        hasher.combine(latestLine)
        hasher.combine(receipts)
        hasher.combine(operations)
        hasher.combine(noted)
        hasher.combine(lines)
        hasher.combine(trail)
        digest = hasher.finalize()
    }

    static func == (one: ModelDisk, other: ModelDisk) -> Bool { one.digest == other.digest }
    func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    /// The borrows that are not forgotten.
    var shown: [Borrow] { borrows.filter { $0.forgottenAt == nil } }

    mutating func write(_ entry: LedgerEntry) throws(Problem) -> Int64 {
        let holdings = LedgerRules.Holdings(
            of: entry.borrow, stored: borrows.first { $0.id == entry.borrow.id },
            knowsOperation: operations[entry.borrow.operation.id] != nil, device: shown)
        for step in try LedgerRules.steps(for: entry, given: holdings) {
            keep(step.borrow)
            if step.receipt != nil { receipts.insert(step.borrow.operation.id) }
        }
        seal()
        return latestLine
    }

    private mutating func keep(_ borrow: Borrow) {
        latestLine += 1
        if let index = borrows.firstIndex(where: { $0.id == borrow.id }) {
            var old = borrows[index]
            old.forgottenAt = borrow.forgottenAt
            if old.isFinished(at: Moment(host: .distantPast)), old != borrow { rewritten = borrow }
            borrows[index] = borrow
        } else {
            borrows.append(borrow)
        }
        lines[borrow.id] = latestLine
        operations[borrow.operation.id] = borrow.operation.phase
        trail[borrow.hashValue] = latestLine
        if case .noted = borrow.operation.phase { noted.insert(borrow.id) }
    }

    /// The line by which a row's borrow was written just so; nil where it never was.
    func line(of row: Book.Row) -> Int64? { trail[row.digest] }

    func current() -> LedgerReading { LedgerReading(borrows: shown, line: latestLine) }

    func changes(after line: Int64) -> LedgerReading {
        LedgerReading(borrows: borrows.filter { lines[$0.id, default: 0] > line }, line: latestLine)
    }
}
