/// A JSON object as ``Report/json(_:)`` prints it, written member by member: what is printed by the hundred thousand goes through no
/// encoder. What could act on a terminal or reorder a line is escaped in it.
struct JSONText {
    /// What a member holds.
    enum Value {
        case text(String)
        case number(Int64)
        case object([Member])
    }

    /// A member by its name; nil where it is left out. They come sorted by name.
    typealias Member = (name: StaticString, value: Value?)

    private(set) var bytes: [UInt8] = []

    /// - Parameter room: how many bytes there will be, as far as that is known.
    init(room: Int = 0) { bytes.reserveCapacity(room) }

    /// Writes an object, its members below its brackets.
    ///
    /// - Parameter depth: how deep it lies in others.
    mutating func object(_ members: [Member], depth: Int) {
        write("{")
        var isFirst = true
        for case (let name, let value?) in members {
            write(isFirst ? "\n" : ",\n")
            isFirst = false
            indent(depth + 1)
            write("\"")
            write(name)
            write("\" : ")
            switch value {
            case .text(let text): string(text)
            case .number(let number): bytes.append(contentsOf: String(number).utf8)
            case .object(let members): object(members, depth: depth + 1)
            }
        }
        write("\n")
        indent(depth)
        write("}")
    }

    mutating func string(_ text: String) {
        write("\"")
        if Self.isPlain(text) {
            bytes.append(contentsOf: text.utf8)
        } else {
            var quoted = JSONText()
            for byte in text.utf8 { quoted.character(byte) }
            bytes += Report.escaped(quoted.bytes)
        }
        write("\"")
    }

    /// Whether a text, as nearly each, has nothing to be escaped.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    private mutating func character(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write("\\\"")
        case UInt8(ascii: "\\"): write("\\\\")
        case 0x08: write("\\b")
        case 0x09: write("\\t")
        case 0x0A: write("\\n")
        case 0x0C: write("\\f")
        case 0x0D: write("\\r")
        case 0..<0x20:
            write(byte < 0x10 ? "\\u000" : "\\u00")
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        default: bytes.append(byte)
        }
    }

    mutating func indent(_ depth: Int) {
        for _ in 0..<depth { write("  ") }
    }

    mutating func write(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
