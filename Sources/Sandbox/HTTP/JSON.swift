internal import FoundationEssentials
internal import Licensing

/// A JSON value, to read requests of any shape and to write responses with every member in view.
enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// Reads a text of JSON in UTF-8; nil for anything else.
    init?(_ data: Data) {
        guard Self.isStrict(data), let value = try? JSONDecoder().decode(JSON.self, from: data) else { return nil }
        self = value
    }

    /// Whether a text is free of what the decoder takes and JSON does not allow between systems (RFC 8259): another
    /// encoding than UTF-8, and a comma after the last element.
    private static func isStrict(_ data: Data) -> Bool {
        // In UTF-16 and UTF-32 every other character of JSON has a zero byte; in UTF-8 none has.
        guard String(validating: data, as: UTF8.self) != nil, !data.contains(0) else { return false }
        var isInString = false
        var isEscaped = false
        var last: UInt8 = 0
        for byte in data {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "}") where last == UInt8(ascii: ","), UInt8(ascii: "]") where last == UInt8(ascii: ","):
                return false
            case UInt8(ascii: "\""): isInString = true
            default: break
            }
            last = byte
        }
        return true
    }

    /// Compact bytes: no blanks, members in alphabetical order, neither slashes nor non-ASCII escaped.
    ///
    /// A client that parses and re-serialises a response before it verifies the signature gets the same bytes.
    var data: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a number that is not finite cannot be encoded, and no response has one.
        return (try? encoder.encode(self)) ?? Data("null".utf8)
    }

    /// A date in the form of most of the documented responses; null for nil.
    static func date(_ date: Date?) -> JSON { date.map { .string(UTC.formatMilliseconds($0)) } ?? .null }

    /// A text; null for nil.
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}

extension JSON: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(nilLiteral: ()) { self = .null }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Dictionary(elements) { _, last in last }) }
}
