public import FoundationEssentials
public import Licensing

/// What a store answers about its rows before it is pruned. Where its trail is cut is decided here, once for all stores.
///
/// It is asked in the transaction that cuts.
public protocol PrunableRows {
    /// What may stand in the way of reading them.
    associatedtype Fault: Error

    /// The first line that is no older than a time; nil where all are older.
    func firstLine(since cutoff: Date) throws(Fault) -> Int64?

    /// Every borrow that holds a seat or may, or whose seat a check took, unless it was taken off the list. Others may be among them.
    func borrowsThatMayHold() throws(Fault) -> [Borrow]

    /// The first line that is kept of any of these borrows, and of which one it is; nil where there is none.
    func firstLine(of borrows: [OperationID]) throws(Fault) -> (line: Int64, borrow: OperationID)?

    /// The last line before another, or the last of all, with its hash; nil where there is none.
    func lastLine(before line: Int64?) throws(Fault) -> (line: Int64, hash: String)?

    /// How many lines, receipts and borrows there are that no line after this one tells of.
    func count(through line: Int64) throws(Fault) -> (lines: Int, receipts: Int, borrows: Int)

    /// What the first line said of the fingerprints' key.
    func fingerprintKeyDigest() throws(Fault) -> String
}

extension PrunableRows {
    /// What goes by pruning, and where the trail is cut for that; nil where nothing goes.
    ///
    /// The trail is cut in one place, so that what is kept still follows line from line: before the first line that is young enough,
    /// and before the first that tells of a borrow which holds a seat or may, or whose seat a check took.
    ///
    /// - Parameters:
    ///   - cutoff: lines before this time may go.
    ///   - at: this moment, by the clock that the lines' times are by.
    /// - Throws: what the store throws.
    public func pruning(before cutoff: Date, at: Date) throws(Fault) -> (report: PruneReport, cut: TrailCut?) {
        var report = PruneReport()
        let young = try firstLine(since: cutoff)
        let moment = Moment(host: at)
        let held = try firstLine(of: borrowsThatMayHold().filter { $0.isToRelease(at: moment) }.map(\.id))
        if let held, held.line < young ?? .max { report.keptFor = held.borrow }
        guard let last = try lastLine(before: [young, held?.line].compactMap(\.self).min()) else {
            return (report, nil)
        }
        report.through = last.line
        (report.lines, report.receipts, report.borrows) = try count(through: last.line)
        let cut = TrailCut(through: last.line, hash: last.hash, fingerprintKeyDigest: try fingerprintKeyDigest())
        return (report, cut)
    }
}
