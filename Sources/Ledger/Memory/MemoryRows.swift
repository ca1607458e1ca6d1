internal import FoundationEssentials
internal import Licensing

/// What a ledger in memory holds.
struct MemoryRows: Sendable {
    /// The key of the fingerprints.
    let key = LedgerFingerprint.newKey()
    private(set) var lines: [TrailEntry] = []
    /// In the order in which they were made.
    private(set) var borrows: [Borrow] = []
    /// Every operation, with the borrow that it was on.
    private(set) var operations: [OperationID: (operation: Licensing.Operation, borrow: OperationID)] = [:]
    /// The first line that told of each borrow.
    private(set) var firstLines: [OperationID: Int64] = [:]
    /// Every receipt, with the line that it came with.
    private(set) var receipts: [(line: Int64, operation: OperationID, receipt: Receipt)] = []

    /// Begins a ledger.
    init(by performer: Performer, at: Date) {
        append(.begun(fingerprintKeyDigest: keyDigest), by: performer, at: LedgerTime.kept(at))
    }

    private var keyDigest: String { TrailCodec.digest(key) }

    var latestLine: Int64 { lines.last?.id ?? 0 }

    /// What the rules want to know about a step of a borrow.
    func holdings(for borrow: Borrow) -> LedgerRules.Holdings {
        LedgerRules.Holdings(
            of: borrow, stored: borrows.first { $0.id == borrow.id },
            knowsOperation: operations[borrow.operation.id] != nil, device: borrows.filter { $0.forgottenAt == nil })
    }

    mutating func write(_ entry: LedgerEntry) {
        let borrow = entry.borrow
        if let index = borrows.firstIndex(where: { $0.id == borrow.id }) {
            borrows[index] = borrow
        } else {
            borrows.append(borrow)
        }
        operations[borrow.operation.id] = (borrow.operation, borrow.id)
        append(
            .step(borrow), by: entry.performer, at: entry.at, receipt: entry.receipt.map { TrailCodec.digest(of: $0) })
        firstLines[borrow.id] = firstLines[borrow.id] ?? latestLine
        if let receipt = entry.receipt { receipts.append((latestLine, borrow.operation.id, receipt)) }
    }

    private mutating func append(
        _ event: TrailEntry.Event, by performer: Performer, at: Date, receipt: String? = nil
    ) {
        let line = TrailLine(number: latestLine + 1, at: at, performer: performer, event: event, receipt: receipt)
        let text = TrailCodec.text(of: line)
        let hash = TrailCodec.hash(after: lines.last?.hash, text: text)
        lines.append(
            TrailEntry(id: line.number, at: line.at, performer: performer, event: event, text: text, hash: hash))
    }

    func verify(anchor: TrailReport.Anchor?) throws(TrailFault) -> TrailReport {
        var verifier = TrailVerifier(anchor: anchor)
        for line in lines { try verifier.take(text: line.text, hash: line.hash) }
        try verifier.endOfLines()
        for borrow in borrows { try verifier.take(borrow) }
        for row in operations.values { try verifier.take(row.operation, of: row.borrow) }
        for row in receipts { try verifier.take(row.receipt, of: row.operation) }
        return try verifier.finish(fingerprintKeyDigest: keyDigest)
    }

    /// Writes the line that tells of the cut, and removes what lies before it.
    mutating func write(_ cut: TrailCut, by performer: Performer, at: Date) {
        append(.cut(cut), by: performer, at: LedgerTime.kept(at))
        lines.removeAll { $0.id <= cut.through }
        let steps = lines.compactMap(\.borrow)
        let (borrowsLeft, operationsLeft) = (Set(steps.map(\.id)), Set(steps.map(\.operation.id)))
        receipts.removeAll { $0.line <= cut.through }
        borrows.removeAll { !borrowsLeft.contains($0.id) }
        firstLines = firstLines.filter { borrowsLeft.contains($0.key) }
        operations = operations.filter { operationsLeft.contains($0.key) }
    }
}

extension MemoryRows: PrunableRows {
    func firstLine(since cutoff: Date) -> Int64? { lines.first { $0.at >= cutoff }?.id }

    func borrowsThatMayHold() -> [Borrow] { borrows.filter { $0.forgottenAt == nil } }

    func firstLine(of borrows: [OperationID]) -> (line: Int64, borrow: OperationID)? {
        let wanted = Set(borrows)
        for line in lines {
            if let borrow = line.borrow, wanted.contains(borrow.id) { return (line.id, borrow.id) }
        }
        return nil
    }

    func lastLine(before line: Int64?) -> (line: Int64, hash: String)? {
        lines.last { $0.id < line ?? .max }.map { ($0.id, $0.hash) }
    }

    func count(through line: Int64) -> (lines: Int, receipts: Int, borrows: Int) {
        let going = lines.prefix { $0.id <= line }
        let staying = Set(lines.dropFirst(going.count).compactMap { $0.borrow?.id })
        return (going.count, receipts.count { $0.line <= line }, borrows.count { !staying.contains($0.id) })
    }

    func fingerprintKeyDigest() -> String { keyDigest }
}
