public import FoundationEssentials

extension Data {
    /// Two lower-case digits a byte.
    public var hexadecimal: String {
        withUnsafeBytes { bytes in
            String(unsafeUninitializedCapacity: bytes.count * 2) { text in
                for place in 0..<bytes.count {
                    text[2 * place] = Self.digit(bytes[place] >> 4)
                    text[2 * place + 1] = Self.digit(bytes[place] & 0xF)
                }
                return bytes.count * 2
            }
        }
    }

    /// The bytes that lower-case digits stand for; nil for anything else.
    public init?(hexadecimal text: String) {
        var text = text
        let bytes = text.withUTF8 { text -> [UInt8]? in
            guard text.count.isMultiple(of: 2) else { return nil }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count / 2)
            for place in 0..<text.count / 2 {
                guard let high = Self.value(text[2 * place]), let low = Self.value(text[2 * place + 1]) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            }
            return bytes
        }
        guard let bytes else { return nil }
        self.init(bytes)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
