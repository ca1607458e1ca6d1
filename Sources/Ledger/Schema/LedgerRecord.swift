internal import Foundation
internal import GRDB
internal import Licensing

/// A row of the ledger: times are ISO 8601 texts in UTC with milliseconds, structured values JSON.
protocol LedgerRecord: Codable, FetchableRecord, PersistableRecord {}

extension LedgerRecord {
    static func databaseDateEncodingStrategy(for column: String) -> DatabaseDateEncodingStrategy {
        .custom { LedgerTime.text($0) }
    }

    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .custom { value in String.fromDatabaseValue(value).flatMap(UTC.parse) }
    }

    static func databaseJSONEncoder(for column: String) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(LedgerTime.text(date))
        }
        return encoder
    }

    static func databaseJSONDecoder(for column: String) -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = UTC.parse(try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time")
            }
            return date
        }
        return decoder
    }
}

/// Times as the ledger writes them.
enum LedgerTime {
    /// The time to the nearest millisecond, so that a time read back is written the same again.
    static func text(_ date: Date) -> String {
        // The formatter drops what is below a millisecond; a tenth of one makes up for binary fractions.
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        return UTC.formatMilliseconds(Date(timeIntervalSince1970: (milliseconds + 0.1) / 1000))
    }
}
