/// One place on the screen: what stands there, and what that means.
///
/// It holds its text itself, so that rows of cells are copied, compared and dropped as bytes.
public struct Cell: Hashable, Sendable {
    /// The text in UTF-8, the first byte lowest, and zeros behind it.
    private var low, high: UInt64
    public var role: Role

    /// How many bytes of text it holds.
    private static let room = 16

    /// Makes a cell with the text of one glyph; of marks without number, those that it has room for, as a terminal does.
    public init(text: String, role: Role) {
        (low, high, self.role) = (0, 0, role)
        var count = 0
        for scalar in text.unicodeScalars {
            guard count + UTF8.width(scalar) <= Self.room else { break }
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                let bits = UInt64(byte) << (count % 8 * 8)
                if count < 8 { low |= bits } else { high |= bits }
                count += 1
            }
        }
    }

    /// Makes a cell with a character of ASCII.
    init(ascii byte: UInt8, role: Role) { (low, high, self.role) = (UInt64(byte), 0, role) }

    public static let blank = Cell(ascii: UInt8(ascii: " "), role: .plain)

    /// A glyph's text: one scalar with its combining marks, or empty in the second column of a wide glyph.
    public var text: String {
        get {
            withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        set { self = Cell(text: newValue, role: role) }
    }

    /// The character that stands there, where it is one of ASCII and nothing else.
    public var ascii: UInt8? { high == 0 && low < 0x80 && low != 0 ? UInt8(low) : nil }

    /// Whether it is the second column of a wide glyph.
    public var isContinuation: Bool { low == 0 }
}
