public import FoundationEssentials
public import Licensing

/// Copies a ledger line by line into another one, which has to be empty or to hold the first lines of it already.
///
/// The source is only read, and verified before anything is written. Each line is held against the chain before it is handed on, and a
/// part of them is written whole or not at all: so whatever ends a copy, another one goes on where it ended.
public struct LedgerCopy: Sendable {
    /// What there is to copy.
    public struct Plan: Hashable, Sendable {
        /// The source, as it was verified; without a line where nothing was ever written to it.
        public var source: TrailReport
        /// The last line that the target has of it already; nil where it is empty.
        public var last: TrailReport.Anchor?

        /// How many lines of the source are there already.
        public var linesThere: Int { last.map { Int($0.line - (source.first ?? 1) + 1) } ?? 0 }
        /// How many are missing.
        public var linesMissing: Int { source.lines - linesThere }
    }

    /// What was copied.
    public struct Report: Hashable, Sendable {
        public var lines = 0
        public var receipts = 0
        /// The last line of the source by then; nil where it has none.
        public var head: TrailReport.Anchor?
    }

    private let source: any CopyableLedger
    private let target: any CopyableLedger
    private let targetName: String
    private let now: @Sendable () -> Date
    /// How many lines are written at once.
    private let part: Int

    /// - Parameters:
    ///   - source: what is copied; it is only read.
    ///   - target: where to.
    ///   - targetName: the target's path or address, for problems.
    ///   - part: how many lines are written at once.
    ///   - now: this host's clock, for the time of problems.
    public init(
        from source: any CopyableLedger, to target: any CopyableLedger, at targetName: String,
        inPartsOf part: Int = 500,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.source, self.target, self.targetName, self.part, self.now) = (source, target, targetName, part, now)
    }

    /// Looks whether the target takes lines, verifies the source, and looks what the target has of it; writes nothing.
    ///
    /// - Throws: `ledger_altered` where the source was changed; `ledger_holds_other` where the target holds anything but the first lines
    ///   of the source.
    public func plan(progress: @escaping LedgerStore.Portions = { _, _ in }) async throws(Problem) -> Plan {
        try await target.checkTakes()
        let report = try await source.verifyTrail(anchor: nil, progress: progress)
        guard let there = try await target.extent() else { return Plan(source: report, last: nil) }
        guard let first = report.first, let head = report.head else {
            throw other("It has \(there.head.line) lines, and the source has none.")
        }
        guard there.first == first else {
            throw other("Its trail begins with line \(there.first), and that of the source with line \(first).")
        }
        guard there.head.line <= head.line else {
            throw other("Its last line is \(there.head.line), and that of the source \(head.line).")
        }
        let same = try await source.handOn(after: there.head.line - 1, limit: 1).first
        guard same?.anchor == there.head else {
            throw other("Its line \(there.head.line) is another one than line \(there.head.line) of the source.")
        }
        return Plan(source: report, last: there.head)
    }

    /// Copies what is missing, what is written to the source meanwhile included.
    ///
    /// - Parameters:
    ///   - plan: what ``plan(progress:)`` found.
    ///   - progress: hears how many lines of the source are there.
    /// - Throws: `ledger_altered` where a line of the source does not follow from the one before it, which is not written then;
    ///   `ledger_holds_other` where somebody else writes to the target; what stands in the way of writing.
    public func run(
        _ plan: Plan, progress: @escaping LedgerStore.Portions = { _, _ in }
    ) async throws(Problem) -> Report {
        var report = Report(head: plan.last)
        guard plan.linesMissing > 0, let origin = try await source.origin() else { return report }
        guard origin.first == plan.source.first else { throw altered("It was pruned while it was copied.") }
        while true {
            let last = report.head
            let lines = try await source.handOn(after: last?.line ?? origin.first - 1, limit: part)
            guard let newest = lines.last else { return report }
            try check(lines, after: last, of: origin)
            try await target.take(lines, after: last, of: origin)
            report.head = newest.anchor
            report.lines += lines.count
            report.receipts += lines.count { $0.receipt != nil }
            progress(plan.linesThere + report.lines, max(plan.source.lines, plan.linesThere + report.lines))
        }
    }

    /// Verifies the whole of the target, its rows and receipts among it, up to the last line that was copied.
    ///
    /// - Parameters:
    ///   - report: what ``run(_:progress:)`` copied.
    ///   - progress: hears how many lines are done.
    /// - Throws: `ledger_altered` where it is not what the source is; `ledger_holds_other` where somebody else has written to it.
    public func verify(
        _ report: Report, progress: @escaping LedgerStore.Portions = { _, _ in }
    ) async throws(Problem) -> TrailReport {
        let verified = try await target.verifyTrail(anchor: report.head, progress: progress)
        guard verified.head == report.head else { throw other("Somebody else has written to it meanwhile.") }
        return verified
    }

    /// Holds each line against the one before it.
    private func check(
        _ lines: [HandedLine], after last: TrailReport.Anchor?, of origin: LedgerOrigin
    ) throws(Problem) {
        var (number, hash) = (last?.line ?? origin.first - 1, last?.hash ?? origin.hashBefore)
        for line in lines {
            guard line.entry.id == number + 1, TrailCodec.hash(after: hash, text: line.entry.text) == line.entry.hash
            else { throw altered("Line \(number + 1) does not fit: it or the line before it was changed.") }
            (number, hash) = (line.entry.id, line.entry.hash)
        }
    }

    private func altered(_ message: String) -> Problem { Problem(.ledgerAltered, message: message, time: now()) }

    private func other(_ message: String) -> Problem {
        return Problem(.ledgerHoldsOther, message: message, time: now(), facts: ProblemFacts(path: targetName))
    }
}
