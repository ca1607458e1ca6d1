internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// A reading of what there may be a seat to release of, and of the latest of the rest, part by part.
struct CurrentReading: Sendable {
    private let moment: Moment
    private let others: Int
    /// What is read so far, and the lines that made it; what is read again comes later.
    private var borrows: [Borrow] = []
    private var numbers: [Int64] = []
    /// Where the next part begins: after that end and that line.
    private var last: (heldUntil: String, number: Int64)
    /// The newest line as the first part was read; nil before that.
    private var line: Int64?
    private var total = 0
    /// All of it, once it is all there.
    private(set) var whole: LedgerReading?
    /// What to tell of the part that was read last.
    private(set) var told = LedgerPart(borrows: [], progress: LedgerProgress(read: 0, of: 0))

    /// How many rows the first part has, which is waited for, and each of the others.
    private let first, size: Int
    /// What stands as the end of what is in doubt or under way.
    private static let openEnd = LedgerTime.text(.distantFuture)

    init(at moment: Moment, others: Int, first: Int, size: Int) {
        (self.moment, self.others, self.first, self.size) = (moment, max(0, others), first, size)
        last = (LedgerTime.text(moment.host.addingTimeInterval(-LedgerSelection.widestOffset)), .max)
    }

    /// The rows of one transaction.
    struct Part: Sendable {
        var rows: [Line] = []
        /// Where the part after it begins; nil for the last one.
        var last: (heldUntil: String, number: Int64)?
        var latestLine: Int64
        var total: Int

        /// The latest line of a borrow, and the number of its first one.
        struct Line: Sendable {
            let number: Int64
            let text: String
        }
    }

    // MARK: What is asked

    /// Reads the next part.
    func next(in database: Database) throws -> Part {
        var part = Part(latestLine: try TrailRows.latestLine(database), total: total)
        let size = line == nil ? first : size
        if line == nil {
            // What was forgotten counts, too: so the index alone tells.
            part.total =
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM borrow WHERE held_until > ?", arguments: [last.heldUntil]) ?? 0
            part.rows = try rows("held_until = ? ORDER BY first_line LIMIT ?", [Self.openEnd, size], database)
        }
        let held = try Row.fetchCursor(
            database,
            sql: Self.heldAfter, arguments: [last.heldUntil, last.heldUntil, last.number, size])
        var count = 0
        while let row = try held.next() {
            part.rows.append(Part.Line(number: row[0], text: try row.text(1)))
            part.last = (try row.text(2), row[0])
            count += 1
        }
        guard count < size else { return part }
        part.last = nil
        let after = LedgerTime.text(moment.host.addingTimeInterval(-LedgerSelection.widestOffset))
        part.rows += try rows(
            "(held_until IS NULL OR held_until <= ?) ORDER BY first_line DESC LIMIT ?", [after, others], database)
        if let line { part.rows += try rows("borrow.line > ? ORDER BY first_line", [line], database, all: true) }
        return part
    }

    /// Those that come after an end and a line, in the order of the index, which is named: SQLite would rather look at all borrows
    /// and sort them anew for each part, and compares pairs by no index of one column.
    static let heldAfter = """
        SELECT first_line, text, held_until FROM borrow INDEXED BY borrow_by_hold JOIN trail ON trail.line = borrow.line
        WHERE held_until >= ? AND (held_until > ? OR first_line > ?) AND is_forgotten = 0
        ORDER BY held_until, first_line LIMIT ?
        """

    private func rows(
        _ condition: String, _ arguments: StatementArguments, _ database: Database, all: Bool = false
    ) throws -> [Part.Line] {
        let sql =
            "SELECT first_line, text FROM borrow JOIN trail ON trail.line = borrow.line"
            + (all ? " WHERE " : " WHERE is_forgotten = 0 AND ") + condition
        let cursor = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        var lines: [Part.Line] = []
        while let row = try cursor.next() { lines.append(Part.Line(number: row[0], text: try row.text(1))) }
        return lines
    }

    // MARK: What is made of it

    /// Takes over a part.
    mutating func take(_ part: Part) throws {
        let isFirst = line == nil
        line = line ?? part.latestLine
        total = part.total
        for row in part.rows {
            borrows.append(try TrailCodec.borrow(from: row.text))
            numbers.append(row.number)
        }
        if let next = part.last {
            last = next
            let progress = LedgerProgress(read: min(borrows.count, total), of: total)
            told = LedgerPart(borrows: isFirst ? inOrder() : [], progress: progress)
        } else {
            whole = LedgerReading(
                borrows: LedgerSelection.current(of: inOrder(), at: moment, others: others), line: part.latestLine)
        }
    }

    /// What is read so far in the order in which it was made, of each borrow the one that was read last.
    private func inOrder() -> [Borrow] {
        let sorted = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        let isLast = zip(sorted, sorted.dropFirst()).map { numbers[$0] != numbers[$1] } + [true]
        return zip(sorted, isLast).filter(\.1).map { borrows[$0.0] }
    }
}
