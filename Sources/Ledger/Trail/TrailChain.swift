internal import Crypto
internal import FoundationEssentials
internal import GRDB

/// The chain of hashes that runs through the trail.
///
/// A line's hash is SHA-256 over the 32 bytes of the hash before it (zeros before line 1), then every column of the
/// line but the hash, then every column of its receipt, in the order of ``selection``. Each column is a netstring: the
/// number of its bytes in decimal, a colon, the bytes, a comma. Texts are UTF-8, numbers decimal; an empty column is `-`.
enum TrailChain {
    /// What stands before the first line.
    static let origin = Data(count: 32)

    /// The columns of a line without its hash.
    private static let lineColumns = TrailRecord.CodingKeys.allCases.filter { $0 != .hash }
    private static let receiptColumns = ReceiptRecord.CodingKeys.allCases

    /// Every line in order: first the hash, then what it covers besides the hash before it.
    static let selection = """
        SELECT trail.hash, \(lineColumns.map { "trail.\($0.rawValue)" }.joined(separator: ", ")),
            \(receiptColumns.map { "receipt.\($0.rawValue)" }.joined(separator: ", "))
        FROM trail LEFT JOIN receipt ON receipt.sequence = trail.receipt
        ORDER BY trail.sequence
        """

    /// Writes a line at the end of the trail. To be called in a transaction that may write.
    static func append(_ line: TrailRecord, receipt: ReceiptRecord?, in database: Database) throws {
        var line = line
        line.sequence = try latestNumber(database) + 1
        let last = try Data.fetchOne(database, sql: "SELECT hash FROM trail ORDER BY sequence DESC LIMIT 1")
        line.hash = try hash(after: last ?? origin, line: line, receipt: receipt)
        try line.insert(database)
    }

    /// The highest number that a line ever had, kept by SQLite even where the line is gone.
    static func latestNumber(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'trail'") ?? 0
    }

    /// The hash of a line as ``selection`` brings it.
    static func hash(after previous: Data, row: Row) -> Data {
        hash(after: previous, values: row.databaseValues.dropFirst())
    }

    private static func hash(after previous: Data, line: TrailRecord, receipt: ReceiptRecord?) throws -> Data {
        let lineValues = try line.databaseDictionary
        let receiptValues = try receipt?.databaseDictionary ?? [:]
        return hash(
            after: previous,
            values: lineColumns.map { lineValues[$0.rawValue] ?? .null }
                + receiptColumns.map { receiptValues[$0.rawValue] ?? .null })
    }

    private static func hash(after previous: Data, values: some Sequence<DatabaseValue>) -> Data {
        var hash = SHA256()
        hash.update(data: previous)
        for value in values { hash.update(data: netstring(value)) }
        return Data(hash.finalize())
    }

    private static func netstring(_ value: DatabaseValue) -> Data {
        let bytes: Data
        switch value.storage {
        case .null: return Data("-".utf8)
        case .int64(let number): bytes = Data(String(number).utf8)
        case .double(let number): bytes = Data(String(number).utf8)
        case .string(let text): bytes = Data(text.utf8)
        case .blob(let data): bytes = data
        }
        return Data("\(bytes.count):".utf8) + bytes + Data(",".utf8)
    }
}

extension Data {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        flatMap { [$0 >> 4, $0 & 0xF] }.map { String($0, radix: 16) }.joined()
    }
}
