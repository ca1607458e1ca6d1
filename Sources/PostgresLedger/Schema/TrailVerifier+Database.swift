internal import FoundationEssentials
internal import Ledger
internal import Licensing

extension TrailVerifier {
    /// How many rows are asked for at once, so that a long trail takes no more room than a short one.
    private static let part: Int64 = 1000

    /// Verifies the trail of a database, and every row beside it; says now and then how far it is.
    mutating func run(_ session: Session, _ progress: PostgresLedger.Portions) throws -> TrailReport {
        try takeLines(session, progress)
        try endOfLines(written: session.query("SELECT last_line FROM berth.ledger").first?.number(0) ?? 0)
        try takeBorrows(session)
        try takeOperations(session)
        try takeReceipts(session)
        guard let digest = try session.query("SELECT berth.key_digest()").first?.mayHaveText(0) else {
            throw PostgresFault(.ledgerCorrupt, "The key of the fingerprints is gone.")
        }
        return try finish(fingerprintKeyDigest: digest)
    }

    private mutating func takeLines(_ session: Session, _ progress: PostgresLedger.Portions) throws {
        let total = Int(try session.query("SELECT count(*) FROM berth.trail").first?.number(0) ?? 0)
        var (taken, last) = (0, Int64.min)
        while true {
            session.end = .now + ConnectionThread.answerPatience
            let lines = try PostgresTrail.lines(
                session, "WHERE line > $1 ORDER BY line LIMIT $2", [.number(last), .number(Self.part)])
            guard let newest = lines.last else { return }
            for line in lines where try take(text: line.text, hash: line.hash).number != line.number {
                throw PostgresFault.row("Line \(line.number) stands under another number.")
            }
            last = newest.number
            taken += lines.count
            progress(taken, total)
        }
    }

    /// Asks for all rows of a table, a part at a time, in the order of a column that is first among those asked for.
    private static func rows(
        _ statement: String, after column: String, in session: Session, _ take: (PostgresRows.Row) throws -> Void
    ) throws {
        var last = Int64.min
        while true {
            session.end = .now + ConnectionThread.answerPatience
            let rows = try session.query(
                "\(statement) WHERE \(column) > $1 ORDER BY \(column) LIMIT $2", [.number(last), .number(Self.part)])
            guard rows.count > 0 else { return }
            last =
                try rows.map { row in
                    try take(row)
                    return try row.number(0)
                }.last ?? last
        }
    }

    private mutating func takeBorrows(_ session: Session) throws {
        let statement = """
            SELECT borrow.first_line, borrow.line, borrow.id, borrow.product, borrow.binding, borrow.held_until,
            borrow.is_forgotten, trail.text
            FROM berth.borrow LEFT JOIN berth.trail ON trail.line = borrow.line
            """
        try Self.rows(statement, after: "borrow.first_line", in: session) { row in
            let id = try row.text(2)
            guard let text = row.mayHaveText(7) else { throw Self.misplaced("Borrow \(id)") }
            let borrow = try TrailCodec.borrow(from: text)
            guard borrow.id.rawValue == id, borrow.subject.product == (try row.text(3)),
                borrow.subject.binding == (try row.text(4)), borrow.heldUntil == row.mayHaveText(5),
                (borrow.forgottenAt != nil) == (try row.flag(6))
            else { throw Self.misplaced("Borrow \(id)") }
            try take(borrow)
        }
    }

    private mutating func takeOperations(_ session: Session) throws {
        let statement = """
            SELECT operation.line, operation.id, operation.borrow_id, operation.kind, operation.phase, trail.text
            FROM berth.operation LEFT JOIN berth.trail ON trail.line = operation.line
            """
        try Self.rows(statement, after: "operation.line", in: session) { row in
            let id = try row.text(1)
            guard let text = row.mayHaveText(5) else { throw Self.misplaced("Operation \(id)") }
            let operation = try TrailCodec.borrow(from: text).operation
            guard operation.id.rawValue == id, operation.kind.name == (try row.text(3)),
                operation.phase.name == (try row.text(4))
            else { throw Self.misplaced("Operation \(id)") }
            try take(operation, of: OperationID(rawValue: try row.text(2)))
        }
    }

    private mutating func takeReceipts(_ session: Session) throws {
        let statement = """
            SELECT receipt.number, trail.receipt, \(PostgresReceipt.columns)
            FROM berth.receipt LEFT JOIN berth.trail ON trail.line = receipt.line
            """
        try Self.rows(statement, after: "receipt.number", in: session) { row in
            let (operation, receipt) = try PostgresReceipt.read(row, from: 2)
            guard row.mayHaveText(1) == TrailCodec.digest(of: receipt) else {
                throw Self.misplaced("The receipt of operation \(operation)")
            }
            try take(receipt, of: operation)
        }
    }

    private static func misplaced(_ what: String) -> PostgresFault {
        .row("\(what) is not found where its latest line says.")
    }
}
