/// A JSON object as ``Report/json(_:)`` prints it, written member by member: what is printed by the hundred thousand goes through no
/// encoder.
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
        for byte in text.utf8 {
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
        write("\"")
    }

    mutating func indent(_ depth: Int) {
        for _ in 0..<depth { write("  ") }
    }

    mutating func write(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
