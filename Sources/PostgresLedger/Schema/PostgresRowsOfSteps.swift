internal import FoundationEssentials
internal import Ledger
internal import Licensing

// What one step reads and writes.
extension LedgerRules.Holdings {
    /// What the database holds about a step of a borrow.
    init(_ borrow: Borrow, in session: Session) throws {
        let stored = try session.borrows("WHERE borrow.id = $1", [.text(borrow.id.rawValue)]).first
        let operation = try session.query(
            "SELECT FROM berth.operation WHERE id = $1", [.text(borrow.operation.id.rawValue)])
        let device = try session.borrows(
            "WHERE NOT borrow.is_forgotten AND borrow.binding = $1 ORDER BY borrow.first_line",
            [.text(borrow.subject.binding)])
        self.init(
            of: borrow, stored: stored, knowsOperation: operation.count > 0, device: device)
    }
}

extension LedgerEntry {
    /// Writes the step: its line, the rows that are made of it, and its receipt.
    func write(in session: Session) throws -> WrittenLine {
        let head = try PostgresTrail.head(session)
        let line = TrailLine(
            number: head.number + 1, at: at, performer: performer, event: .step(borrow),
            receipt: receipt.map { TrailCodec.digest(of: $0) })
        let text = TrailCodec.text(of: line)
        let rows = try session.query(
            "SELECT line, hash FROM berth.write($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .text(text), .text(borrow.subject.binding), .text(borrow.heldUntil),
            ] + PostgresReceipt.values(of: receipt), otherwise: .ledgerUnwritable)
        guard let row = rows.first else { throw PostgresFault(.ledgerUnwritable, "The server wrote no line.") }
        let written = WrittenLine(number: try row.number(0), hash: try row.text(1))
        // Before the commit: what the server chains otherwise than the format says does not count.
        guard written == WrittenLine(number: line.number, hash: TrailCodec.hash(after: head.hash, text: text)) else {
            throw PostgresFault(.ledgerAltered, "The server chains line \(line.number) otherwise than it must.")
        }
        return written
    }
}

extension Session {
    /// The borrows that satisfy a condition, as their latest lines left them.
    func borrows(_ condition: String, _ values: [PostgresValue] = []) throws -> [Borrow] {
        try borrowTexts(condition, values).map(TrailCodec.borrow)
    }

    /// The latest lines of the borrows that satisfy a condition.
    func borrowTexts(_ condition: String, _ values: [PostgresValue] = []) throws -> [String] {
        let statement = "SELECT trail.text FROM berth.borrow JOIN berth.trail ON trail.line = borrow.line " + condition
        return try query(statement, values).map { try $0.text(0) }
    }
}
