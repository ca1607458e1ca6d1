internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// Walks the trail from its first line to its last, and stops at the first that does not fit.
struct TrailVerifier {
    /// Why the trail is not what was written.
    struct Break: Error {
        let sentence: String
    }

    let database: Database
    private(set) var report = TrailReport()
    private var previousHash = TrailChain.origin
    private var previousTime: Date?

    init(_ database: Database) { self.database = database }

    /// - Throws: ``Break`` at the first line that does not fit; SQLite's errors.
    mutating func run(anchor: TrailReport.Anchor?) throws {
        let rows = try Row.fetchCursor(database, sql: TrailChain.selection)
        while let row = try rows.next() { try take(row, anchor: anchor) }
        try checkTail(anchor: anchor)
        try checkAgreement()
    }

    private mutating func take(_ row: Row, anchor: TrailReport.Anchor?) throws {
        let line: Int64 = row["sequence"]
        if let last = report.head?.line {
            guard line == last + 1 else { throw missing(last + 1...line - 1) }
        } else {
            previousHash = try start(at: line)
            report.first = line
        }
        let hash = TrailChain.hash(after: previousHash, row: row)
        guard row["hash"] == hash else {
            throw Break(sentence: "Line \(line) does not fit: it, its receipt or the line before was changed.")
        }
        if anchor?.line == line, anchor?.hash != hash.hexadecimal {
            throw Break(sentence: "Line \(line) has another hash than the one that was noted.")
        }
        note(time: row["at"], of: line)
        previousHash = hash
        report.head = .init(line: line, hash: hash.hexadecimal)
        report.lines += 1
    }

    /// The hash before the first line that is kept, as the cut that removed what came before tells it.
    private func start(at line: Int64) throws -> Data {
        guard line > 1 else { return TrailChain.origin }
        let cut = try Data.fetchOne(
            database, sql: "SELECT cut_hash FROM trail WHERE cut_through = ?", arguments: [line - 1])
        guard let cut else { throw missing(1...line - 1) }
        return cut
    }

    private mutating func note(time text: String, of line: Int64) {
        guard let time = UTC.parse(text) else { return }
        if let previousTime, previousTime.timeIntervalSince(time) > 60 {
            report.setBacks.append(.init(line: line, seconds: previousTime.timeIntervalSince(time)))
        }
        previousTime = time
    }

    /// Whether the last line is the last that was ever written, as far as the file itself remembers.
    private func checkTail(anchor: TrailReport.Anchor?) throws {
        let last = report.head?.line ?? 0
        let written = try TrailChain.latestNumber(database)
        guard last >= written else { throw missing(last + 1...written) }
        guard last == written else {
            throw Break(sentence: "The counter of lines stands at \(written), before the last line, \(last).")
        }
        if let anchor, anchor.line > last { throw missing(last + 1...anchor.line) }
    }

    /// Whether every borrow stands as its latest line left it.
    private func checkAgreement() throws {
        let borrows = try BorrowRecord.withOperation
            .asRequest(of: BorrowWithOperation.self).fetchCursor(database)
        let latest = try database.cachedStatement(
            sql: "SELECT * FROM trail WHERE borrow_id = ? ORDER BY sequence DESC LIMIT 1")
        while let row = try borrows.next() {
            let line = try TrailRecord.fetchOne(latest, arguments: [row.borrow.id])
            guard let line else { throw Break(sentence: "Borrow \(row.borrow.id) stands in no line.") }
            guard try row.borrow.borrow(operation: row.operation) == line.borrow else {
                throw Break(sentence: "Borrow \(row.borrow.id) is not as line \(line.sequence), its latest, left it.")
            }
        }
    }

    private func missing(_ lines: ClosedRange<Int64>) -> Break {
        let which =
            lines.count == 1 ? "Line \(lines.lowerBound) is" : "Lines \(lines.lowerBound)–\(lines.upperBound) are"
        return Break(sentence: "\(which) missing.")
    }
}
