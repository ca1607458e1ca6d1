internal import Crypto
internal import FoundationEssentials
internal import Licensing

/// What a ledger in memory holds.
struct MemoryRows: Sendable {
    /// The key of the fingerprints.
    let key = SymmetricKey(size: .bits256)
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

    private var keyDigest: String { TrailCodec.digest(key.withUnsafeBytes { Data($0) }) }

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

    mutating func prune(before cutoff: Date, by performer: Performer, at: Date) -> PruneReport {
        var report = PruneReport()
        let held = Set(borrows.filter { $0.forgottenAt == nil && $0.isToRelease(at: Moment(host: at)) }.map(\.id))
        let old = lines.prefix { $0.at < cutoff }
        let going = old.prefix { line in line.borrow.map { !held.contains($0.id) } ?? true }
        if going.count < old.count { report.keptFor = lines[going.count].borrow?.id }
        guard let last = going.last else { return report }
        let cut = TrailCut(through: last.id, hash: last.hash, fingerprintKeyDigest: keyDigest)
        append(.cut(cut), by: performer, at: LedgerTime.kept(at))
        lines.removeFirst(going.count)
        let steps = lines.compactMap(\.borrow)
        let (borrowsLeft, operationsLeft) = (Set(steps.map(\.id)), Set(steps.map(\.operation.id)))
        let before = (receipts: receipts.count, borrows: borrows.count)
        receipts.removeAll { $0.line <= last.id }
        borrows.removeAll { !borrowsLeft.contains($0.id) }
        firstLines = firstLines.filter { borrowsLeft.contains($0.key) }
        operations = operations.filter { operationsLeft.contains($0.key) }
        report.through = last.id
        report.lines = going.count
        report.receipts = before.receipts - receipts.count
        report.borrows = before.borrows - borrows.count
        return report
    }
}
