internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

extension TrailVerifier {
    /// Verifies the trail of a file, and every row beside it; says now and then how far it is.
    mutating func run(_ database: Database, _ progress: SQLiteLedger.Portions) throws -> TrailReport {
        try takeLines(database, progress)
        try endOfLines(
            written: Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'trail'") ?? 0)
        try takeBorrows(database)
        try takeOperations(database)
        try takeReceipts(database)
        return try finish(fingerprintKeyDigest: TrailCodec.digest(LedgerSchema.fingerprintKey(database)))
    }

    private mutating func takeLines(_ database: Database, _ progress: SQLiteLedger.Portions) throws {
        let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM trail") ?? 0
        var taken = 0
        let rows = try Row.fetchCursor(database, sql: "SELECT line, text, hash FROM trail ORDER BY line")
        while let row = try rows.next() {
            let line = try take(text: row.need("text"), hash: row.need("hash"))
            guard try line.number == row.need("line") else {
                throw LedgerFault(.ledgerAltered, "Line \(line.number) stands under another number.")
            }
            taken += 1
            if taken.isMultiple(of: 1000) || taken == total { progress(taken, total) }
        }
    }

    private mutating func takeBorrows(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT borrow.*, trail.text FROM borrow LEFT JOIN trail ON trail.line = borrow.line")
        while let row = try rows.next() {
            let stored = try BorrowRow(row)
            guard try row.mayHave("text") as String? != nil else { throw Self.misplaced("Borrow \(stored.id)") }
            let borrow = try TrailCodec.borrow(from: row.need("text"))
            try take(borrow)
            guard stored == BorrowRow(borrow, firstLine: stored.firstLine, line: stored.line) else {
                throw Self.misplaced("Borrow \(stored.id)")
            }
        }
    }

    private mutating func takeOperations(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT operation.*, trail.text FROM operation
                LEFT JOIN trail ON trail.line = operation.line
                """)
        while let row = try rows.next() {
            let id: String = try row.need("id")
            guard try row.mayHave("text") as String? != nil else { throw Self.misplaced("Operation \(id)") }
            let operation = try TrailCodec.borrow(from: row.need("text")).operation
            guard operation.id.rawValue == id, try operation.kind.name == row.need("kind"),
                try operation.phase.name == row.need("phase")
            else { throw Self.misplaced("Operation \(id)") }
            try take(operation, of: try OperationID(rawValue: row.need("borrow_id")))
        }
    }

    private mutating func takeReceipts(_ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT receipt.*, trail.receipt AS named FROM receipt LEFT JOIN trail ON trail.line = receipt.line")
        while let row = try rows.next() {
            let receipt = try ReceiptRow.receipt(row)
            let operation = try OperationID(rawValue: row.need("operation_id"))
            try take(receipt, of: operation)
            guard try row.mayHave("named") == TrailCodec.digest(of: receipt) else {
                throw Self.misplaced("The receipt of operation \(operation)")
            }
        }
    }

    private static func misplaced(_ what: String) -> LedgerFault {
        LedgerFault(.ledgerAltered, "\(what) is not found where its latest line says.")
    }
}
