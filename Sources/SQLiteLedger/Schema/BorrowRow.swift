internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// A row of `borrow`: where a borrow's latest line stands, and by what it is found.
struct BorrowRow: Equatable {
    var firstLine: Int64
    var id: String
    var line: Int64
    var product: String
    var binding: String
    var heldUntil: String?
    var isForgotten: Bool

    init(_ borrow: Borrow, firstLine: Int64, line: Int64) {
        self.firstLine = firstLine
        self.line = line
        id = borrow.id.rawValue
        product = borrow.subject.product
        binding = borrow.subject.binding
        heldUntil = borrow.heldUntil
        isForgotten = borrow.forgottenAt != nil
    }

    init(_ row: Row) throws {
        firstLine = try row.need("first_line")
        line = try row.need("line")
        id = try row.need("id")
        product = try row.need("product")
        binding = try row.need("binding")
        heldUntil = try row.mayHave("held_until")
        isForgotten = try row.need("is_forgotten")
    }

    /// Writes the row. The first line stays the one that made the borrow.
    func write(in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO borrow (first_line, id, line, product, binding, held_until, is_forgotten)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET line = excluded.line, product = excluded.product, binding = excluded.binding,
                    held_until = excluded.held_until, is_forgotten = excluded.is_forgotten
                """
        ).execute(arguments: [firstLine, id, line, product, binding, heldUntil, isForgotten])
    }

    /// The borrows that satisfy a condition, as their latest lines left them.
    static func borrows(
        _ database: Database, _ condition: String, _ arguments: StatementArguments = []
    ) throws -> [Borrow] {
        let sql = "SELECT trail.text FROM borrow JOIN trail ON trail.line = borrow.line " + condition
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        var borrows: [Borrow] = []
        while let row = try rows.next() { borrows.append(try TrailCodec.borrow(from: row.text(0))) }
        return borrows
    }
}

extension Row {
    /// A text by its place: sooner found than by its name, and without asking what else could be made of it.
    func text(_ place: Int) throws -> String {
        guard let text = self[place] as String? else {
            throw LedgerFault(.ledgerAltered, "A text of a row is empty.")
        }
        return text
    }

    /// A column that has to be there, and of a kind: a row may be of somebody else's making.
    func need<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value: Value = try mayHave(column) else {
            throw LedgerFault(.ledgerAltered, "The column \(column) of a row is empty.")
        }
        return value
    }

    /// A column that may be empty.
    func mayHave<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        guard let stored = self[column] as DatabaseValue?, !stored.isNull else { return nil }
        guard let value = Value.fromDatabaseValue(stored) else {
            throw LedgerFault(.ledgerAltered, "The column \(column) of a row is not what it has to be.")
        }
        return value
    }
}
