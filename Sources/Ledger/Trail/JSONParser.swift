internal import FoundationEssentials

/// Reads JSON without ever failing otherwise than with nil: no number overflows, and no depth exhausts the stack.
struct JSONParser {
    /// How deep arrays and objects may lie in each other.
    private static let depth = 16

    private let bytes: [UInt8]
    private var position = 0

    /// The value that a text is; nil where it is none, or holds more than one.
    static func value(_ text: String) -> JSONValue? {
        var parser = JSONParser(bytes: Array(text.utf8))
        guard let value = parser.value(depth: depth) else { return nil }
        parser.skipBlanks()
        return parser.position == parser.bytes.count ? value : nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    /// Steps over what is expected; false where something else stands there.
    private mutating func take(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func value(depth: Int) -> JSONValue? {
        guard depth > 0 else { return nil }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return object(depth: depth - 1)
        case UInt8(ascii: "["): return array(depth: depth - 1)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        var members: [String: JSONValue] = [:]
        let isWhole = list(closedBy: "}") { parser in
            guard let name = parser.string() else { return false }
            parser.skipBlanks()
            guard parser.take(":"), let value = parser.value(depth: depth) else { return false }
            return members.updateValue(value, forKey: name) == nil
        }
        return isWhole ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        var values: [JSONValue] = []
        let isWhole = list(closedBy: "]") { parser in
            guard let value = parser.value(depth: depth) else { return false }
            values.append(value)
            return true
        }
        return isWhole ? .array(values) : nil
    }

    /// Reads what stands between brackets, with commas in between; false where something does not fit.
    private mutating func list(closedBy end: String, _ element: (inout JSONParser) -> Bool) -> Bool {
        position += 1
        skipBlanks()
        if take(end) { return true }
        while true {
            skipBlanks()
            guard element(&self) else { return false }
            skipBlanks()
            if take(end) { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                text += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Character? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "r"): return "\r"
        // Only what has no shorter spelling: the control characters.
        case UInt8(ascii: "u"):
            guard bytes.count - position >= 4 else { return nil }
            let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
            position += 4
            return UInt8(digits, radix: 16).map { Character(Unicode.Scalar($0)) }
        default: return nil
        }
    }

    private mutating func number() -> JSONValue? {
        let start = position
        while let byte = next, "+-.0123456789eE".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let number = Int64(text) { return .integer(number) }
        guard text.contains(where: { ".eE".contains($0) }), let number = Double(text), number.isFinite else {
            return nil
        }
        return .decimal(number)
    }
}
