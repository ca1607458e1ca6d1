internal import FoundationEssentials

/// A value of JSON, written in one way only: members sorted by name, no blanks, and no more escapes than there must be.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// An object of the members that have a value.
    init(members: [String: JSONValue?]) { self = .object(members.compactMapValues { $0 }) }

    /// A time, as ledgers keep times.
    static func time(_ date: Date) -> JSONValue { .string(LedgerTime.text(date)) }

    /// A number that may have a fraction; nil for what is no number, or without bounds.
    static func finite(_ number: Double) -> JSONValue? { number.isFinite ? .decimal(number) : nil }

    /// The value as it is written.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let number): String(number)
        // The shortest decimal that reads back as the same number.
        case .decimal(let number): number.isFinite ? String(number) : "null"
        case .string(let string): Self.quoted(string)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    /// A string in quotes. Only quotes, backslashes and control characters are escaped.
    private static func quoted(_ string: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += Array(escapes[Int(byte)].utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How each control character is written: by its short name where it has one.
    private static let escapes: [String] = (0..<0x20).map { (code: Int) -> String in
        let short: [Int: String] = [8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"]
        return short[code] ?? "\\u00" + (code < 16 ? "0" : "") + String(code, radix: 16)
    }
}
