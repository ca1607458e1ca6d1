internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// The rows of `trail`.
enum TrailRows {
    /// Writes a line at the end of the trail.
    static func append(
        _ event: TrailEntry.Event, by performer: Performer, at: Date, receipt: String? = nil, in database: Database
    ) throws -> (line: Int64, hash: String) {
        let (number, isTooLarge) = try latestNumber(database).addingReportingOverflow(1)
        guard !isTooLarge else { throw LedgerFault(.ledgerAltered, "The counter of lines stands at its end.") }
        let line = TrailLine(number: number, at: at, performer: performer, event: event, receipt: receipt)
        let text = TrailCodec.text(of: line)
        let last = try String.fetchOne(database, sql: "SELECT hash FROM trail ORDER BY line DESC LIMIT 1")
        let hash = TrailCodec.hash(after: last, text: text)
        try insert(number, text: text, hash: hash, in: database)
        return (number, hash)
    }

    /// Writes a line as it is.
    static func insert(_ number: Int64, text: String, hash: String, in database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO trail (line, text, hash) VALUES (?, ?, ?)")
            .execute(arguments: [number, text, hash])
    }

    /// Where the trail begins and ends; nil where there is none yet.
    static func extent(_ database: Database) throws -> TrailExtent? {
        guard try Int32.fetchOne(database, sql: "PRAGMA user_version") != 0,
            let first = try Int64.fetchOne(database, sql: "SELECT min(line) FROM trail"),
            let last = try Row.fetchOne(database, sql: "SELECT line, hash FROM trail ORDER BY line DESC LIMIT 1")
        else { return nil }
        return try TrailExtent(first: first, head: .init(line: last.need("line"), hash: last.need("hash")))
    }

    /// The highest number that a line ever had, kept by SQLite even where the line is gone.
    static func latestNumber(_ database: Database) throws -> Int64 {
        let counter = try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'trail'") ?? 0
        return max(counter, try latestLine(database))
    }

    /// The number of the last line; 0 for an empty trail.
    static func latestLine(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(line) FROM trail") ?? 0
    }

    /// Lines that satisfy a condition, as entries.
    static func entries(
        _ database: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [TrailEntry] {
        try Row.fetchAll(database, sql: "SELECT text, hash FROM trail " + condition, arguments: arguments)
            .map { try TrailEntry(text: $0.need("text"), hash: $0.need("hash")) }
    }
}
