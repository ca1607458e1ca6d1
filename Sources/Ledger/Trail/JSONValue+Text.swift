extension JSONValue {
    /// The value as it is written.
    var text: String { String(decoding: utf8, as: UTF8.self) }

    /// The value as it is written, in UTF-8.
    var utf8: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2048)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        // The shortest decimal that reads back as the same number.
        case .decimal(let number): bytes.append(contentsOf: (number.isFinite ? String(number) : "null").utf8)
        case .string(let string): Self.quote(string, to: &bytes)
        case .array(let values):
            var separator = UInt8(ascii: "[")
            for value in values {
                bytes.append(separator)
                value.write(to: &bytes)
                separator = UInt8(ascii: ",")
            }
            if values.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            var separator = UInt8(ascii: "{")
            for member in members {
                bytes.append(separator)
                Self.quote(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
                separator = UInt8(ascii: ",")
            }
            if members.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Writes a string in quotes. Only quotes, backslashes and control characters are escaped.
    private static func quote(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            // Between two escapes all is copied at once: a trail is long, and hardly anything in it is escaped.
            let raw = UnsafeRawBufferPointer(text)
            var start = 0
            for place in 0..<raw.count {
                let byte = raw[place]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<place]))
                bytes.append(contentsOf: byte < 0x20 ? escapes[Int(byte)] : [UInt8(ascii: "\\"), byte])
                start = place + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// How each control character is written: by its short name where it has one.
    private static let escapes: [[UInt8]] = (0..<0x20).map { (code: Int) -> [UInt8] in
        let short: [Int: String] = [8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"]
        return Array((short[code] ?? "\\u00" + (code < 16 ? "0" : "") + String(code, radix: 16)).utf8)
    }
}
