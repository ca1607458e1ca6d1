internal import Crypto
internal import FoundationEssentials
public import Licensing

/// Verifies a trail and the rows beside it, in one pass and without holding any of it: first every line in order, then
/// ``endOfLines(written:)``, then every row in any order, then ``finish(fingerprintKeyDigest:)``.
///
/// This makes later edits visible, not impossible. Whoever may write a ledger can make a whole new trail that fits, and can
/// cut off the latest lines together with all that counts them. Only a head that was noted elsewhere, and is given as the
/// anchor, shows that.
public struct TrailVerifier: Sendable {
    /// What the trail says of a row: the latest line about it, and a digest of the row as that line left it.
    private struct Latest: Sendable {
        var line: Int64
        var digest: SHA256.Digest
    }

    /// A receipt, as lines name it.
    private struct ReceiptName: Hashable {
        var operation: OperationID
        var digest: String
    }

    private let anchor: TrailReport.Anchor?
    private var report = TrailReport()
    private var previousTime: Date?
    /// The first line that is kept, as long as no cut has told the hash before it.
    private var unproved: (text: String, hash: String)?
    private var keyDigest: String?
    private var borrows: [OperationID: Latest] = [:]
    private var operations: [OperationID: Latest] = [:]
    /// The lines that name each receipt: more than one where a step was written twice.
    private var receipts: [ReceiptName: [Int64]] = [:]

    /// - Parameter anchor: a point that the trail must run through.
    public init(anchor: TrailReport.Anchor? = nil) { self.anchor = anchor }

    // MARK: Lines

    /// Takes the next line, as it is stored.
    ///
    /// - Returns: what its text says, for a store to hold its own columns against.
    @discardableResult
    public mutating func take(text: String, hash: String) throws(TrailFault) -> TrailLine {
        let (line, json) = try read(text)
        if let last = report.head {
            guard TrailCodec.hash(after: last.hash, text: text) == hash else { throw Self.misfit(line.number) }
        } else {
            report.first = line.number
            if line.number > 1 {
                unproved = (text, hash)
            } else if TrailCodec.hash(after: nil, text: text) != hash {
                throw Self.misfit(line.number)
            }
        }
        try meetAnchor(line.number, hash)
        report.head = .init(line: line.number, hash: hash)
        report.lines += 1
        note(line.at, of: line.number)
        try note(line, json)
        return line
    }

    private func read(_ text: String) throws(TrailFault) -> (TrailLine, JSONValue) {
        let last = report.head?.line ?? 0
        guard last < .max else { throw TrailFault("No line can follow line \(last).") }
        let (line, json): (TrailLine, JSONValue)
        do {
            (line, json) = try TrailCodec.read(text)
        } catch {
            let which = report.head == nil ? "The first line" : "Line \(last + 1)"
            throw TrailFault("\(which) does not fit: \(error.sentence)")
        }
        guard line.number > last else {
            throw TrailFault("Line \(line.number) stands where line \(last + 1) has to be.")
        }
        guard report.head == nil || line.number == last + 1 else { throw Self.missing(last + 1...line.number - 1) }
        return (line, json)
    }

    /// - Parameter json: the line as it was written.
    private mutating func note(_ line: TrailLine, _ json: JSONValue) throws(TrailFault) {
        switch line.event {
        case .begun(let digest):
            guard line.number == 1 else { throw TrailFault("Line \(line.number) begins the ledger anew.") }
            keyDigest = digest
        case .cut(let cut):
            try note(cut, line.number)
        case .step(let borrow):
            let written = json["borrow"] ?? .null
            borrows[borrow.id] = Latest(line: line.number, digest: Self.digest(written))
            operations[borrow.operation.id] = Latest(
                line: line.number, digest: Self.digest(written["operation"] ?? .null, of: borrow.id))
            if let receipt = line.receipt {
                receipts[ReceiptName(operation: borrow.operation.id, digest: receipt), default: []].append(line.number)
            }
        }
        guard line.number > 1 || keyDigest != nil else { throw TrailFault("Line 1 does not begin a ledger.") }
    }

    private mutating func note(_ cut: TrailCut, _ line: Int64) throws(TrailFault) {
        guard let first = report.first, cut.through < first else {
            throw TrailFault("Line \(line) says that line \(cut.through) was removed, and it is there.")
        }
        guard keyDigest == nil || keyDigest == cut.fingerprintKeyDigest else {
            throw TrailFault("Line \(line) names another key of fingerprints than the lines before it.")
        }
        keyDigest = cut.fingerprintKeyDigest
        guard cut.through == first - 1 else { return }
        if let unproved {
            guard TrailCodec.hash(after: cut.hash, text: unproved.text) == unproved.hash else {
                throw Self.misfit(first)
            }
            self.unproved = nil
        }
        try meetAnchor(cut.through, cut.hash)
    }

    private mutating func meetAnchor(_ line: Int64, _ hash: String) throws(TrailFault) {
        guard let anchor, anchor.line == line else { return }
        guard anchor.hash == hash else {
            throw TrailFault("Line \(line) has another hash than the one that was noted.")
        }
        report.isAnchored = true
    }

    private mutating func note(_ time: Date, of line: Int64) {
        if let previousTime, previousTime.timeIntervalSince(time) > 60 {
            report.setBacks.append(.init(line: line, seconds: previousTime.timeIntervalSince(time)))
        }
        previousTime = time
    }

    /// Ends the lines.
    ///
    /// - Parameter written: the number of the last line that was ever written, as far as the store remembers it apart
    ///   from the lines; nil where it does not.
    public mutating func endOfLines(written: Int64? = nil) throws(TrailFault) {
        guard let last = report.head?.line, let first = report.first else {
            throw Self.missing(1...max(1, written ?? 1))
        }
        guard unproved == nil else { throw Self.missing(1...first - 1) }
        if let written {
            guard last >= written else { throw Self.missing(last + 1...written) }
            guard last == written else {
                throw TrailFault("The counter of lines stands at \(written), before the last line, \(last).")
            }
        }
        if let anchor, anchor.line > last { throw Self.missing(last + 1...anchor.line) }
    }

    // MARK: Rows

    /// Takes a borrow as it stands now, with its latest operation.
    public mutating func take(_ borrow: Borrow) throws(TrailFault) {
        let latest = borrows.removeValue(forKey: borrow.id)
        try Self.compare("Borrow \(borrow.id)", latest, Self.digest(borrow.json))
    }

    /// Takes an operation as it stands now.
    public mutating func take(_ operation: Licensing.Operation, of borrow: OperationID) throws(TrailFault) {
        let latest = operations.removeValue(forKey: operation.id)
        try Self.compare("Operation \(operation.id)", latest, Self.digest(operation.json, of: borrow))
    }

    /// Takes a receipt as it stands now.
    public mutating func take(_ receipt: Receipt, of operation: OperationID) throws(TrailFault) {
        let name = ReceiptName(operation: operation, digest: TrailCodec.digest(of: receipt))
        guard receipts[name]?.popLast() != nil else {
            throw TrailFault("A receipt of operation \(operation) was changed, or no line tells of it.")
        }
    }

    /// Ends the rows: all that lines tell of has to be there.
    ///
    /// - Parameter fingerprintKeyDigest: ``TrailCodec/digest(_:)`` of the key that the ledger's fingerprints are made with.
    public func finish(fingerprintKeyDigest: String) throws(TrailFault) -> TrailReport {
        guard keyDigest == fingerprintKeyDigest else {
            throw TrailFault("The key of the fingerprints is not the one that the trail tells of.")
        }
        let gone =
            borrows.map { ($0.value.line, "Borrow \($0.key)") }
            + operations.map { ($0.value.line, "Operation \($0.key)") }
            + receipts.flatMap { name, lines in lines.map { ($0, "The receipt of operation \(name.operation)") } }
        if let (line, what) = gone.min(by: { $0.0 < $1.0 }) {
            throw TrailFault("\(what), of which line \(line) tells, is missing.")
        }
        return report
    }

    private static func compare(_ what: String, _ latest: Latest?, _ digest: SHA256.Digest) throws(TrailFault) {
        guard let latest else { throw TrailFault("\(what) stands in no line.") }
        guard latest.digest == digest else {
            throw TrailFault("\(what) is not as line \(latest.line), its latest, left it.")
        }
    }

    private static func digest(_ borrow: JSONValue) -> SHA256.Digest { SHA256.hash(data: borrow.utf8) }

    private static func digest(_ operation: JSONValue, of borrow: OperationID) -> SHA256.Digest {
        SHA256.hash(data: operation.utf8 + Array("\n\(borrow)".utf8))
    }

    private static func misfit(_ line: Int64) -> TrailFault {
        TrailFault("Line \(line) does not fit: it or the line before it was changed.")
    }

    private static func missing(_ lines: ClosedRange<Int64>) -> TrailFault {
        TrailFault(
            lines.lowerBound == lines.upperBound
                ? "Line \(lines.lowerBound) is missing."
                : "Lines \(lines.lowerBound)–\(lines.upperBound) are missing.")
    }
}
