internal import FoundationEssentials

/// Reads JSON without ever failing otherwise than with nil: no number overflows, and no depth exhausts the stack.
struct JSONParser {
    /// How deep arrays and objects may lie in each other.
    private static let depth = 16

    /// The text's bytes, which are there as long as ``value(_:)`` runs.
    private let text: UnsafeBufferPointer<UInt8>
    /// The same, for single ones.
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// The value that a text is; nil where it is none, or holds more than one.
    static func value(_ text: String) -> JSONValue? {
        var text = text
        return text.withUTF8 { text in
            var parser = JSONParser(text: text)
            guard let value = parser.value(depth: depth) else { return nil }
            parser.skipBlanks()
            return parser.position == text.count ? value : nil
        }
    }

    private init(text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        bytes = UnsafeRawBufferPointer(text)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { position += 1 }
    }

    /// Steps over what is expected; false where something else stands there.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: String, as value: JSONValue) -> JSONValue? {
        for byte in word.utf8 where !take(byte) { return nil }
        return value
    }

    private mutating func value(depth: Int) -> JSONValue? {
        guard depth > 0 else { return nil }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return object(depth: depth - 1)
        case UInt8(ascii: "["): return array(depth: depth - 1)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "t"): return take("true", as: .bool(true))
        case UInt8(ascii: "f"): return take("false", as: .bool(false))
        case UInt8(ascii: "n"): return take("null", as: .null)
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        var members: [JSONValue.Member] = []
        var isSorted = true
        let isWhole = list(closedBy: UInt8(ascii: "}")) { parser in
            guard let name = parser.string() else { return false }
            parser.skipBlanks()
            guard parser.take(UInt8(ascii: ":")), let value = parser.value(depth: depth) else { return false }
            if let last = members.last { isSorted = isSorted && last.name < name }
            members.append(JSONValue.Member(name: name, value: value))
            return true
        }
        guard isWhole else { return nil }
        guard !isSorted else { return .object(members) }
        members.sort { $0.name < $1.name }
        let isUnique = zip(members, members.dropFirst()).allSatisfy { $0.name < $1.name }
        return isUnique ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        var values: [JSONValue] = []
        let isWhole = list(closedBy: UInt8(ascii: "]")) { parser in
            guard let value = parser.value(depth: depth) else { return false }
            values.append(value)
            return true
        }
        return isWhole ? .array(values) : nil
    }

    /// Reads what stands between brackets, with commas in between; false where something does not fit.
    private mutating func list(closedBy end: UInt8, _ element: (inout JSONParser) -> Bool) -> Bool {
        position += 1
        skipBlanks()
        if take(end) { return true }
        while true {
            skipBlanks()
            guard element(&self) else { return false }
            skipBlanks()
            if take(end) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        // What stands between quotes and escapes is copied at once. It is text, since the whole is.
        var string = ""
        var start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let rest = piece(start..<position)
                position += 1
                return string.isEmpty ? rest : string + rest
            }
            guard byte >= 0x20 else { return nil }
            position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            string += piece(start..<position - 1)
            guard let scalar = escape() else { return nil }
            string.unicodeScalars.append(scalar)
            start = position
        }
        return nil
    }

    private func piece(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "r"): return "\r"
        // Only what has no shorter spelling: the control characters.
        case UInt8(ascii: "u"):
            guard bytes.count - position >= 4 else { return nil }
            let digits = piece(position..<position + 4)
            position += 4
            return UInt8(digits, radix: 16).map { Unicode.Scalar($0) }
        default: return nil
        }
    }

    private mutating func number() -> JSONValue? {
        let start = position
        var isWhole = true
        scan: while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
            default: break scan
            }
            position += 1
        }
        let digits = piece(start..<position)
        if isWhole { return Int64(digits).map { .integer($0) } }
        guard let number = Double(digits), number.isFinite else { return nil }
        return .decimal(number)
    }
}
