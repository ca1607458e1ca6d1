/// One glyph as a terminal counts them: a scalar with its combining marks, one or two columns wide.
public struct Glyph: Hashable, Sendable {
    public var text: String
    public var columns: Int

    public init(text: String, columns: Int) {
        self.text = text
        self.columns = columns
    }
}

/// Text cut into glyphs, sanitised: what could move the cursor, reorder the line or draw nothing becomes a stand-in.
public struct Glyphs: Sequence {
    private let text: String

    public init(_ text: String) { self.text = text }

    public func makeIterator() -> Iterator { Iterator(text) }

    public struct Iterator: IteratorProtocol {
        private var scalars: String.UnicodeScalarView.Iterator
        private var pending: Unicode.Scalar?

        fileprivate init(_ text: String) {
            scalars = text.unicodeScalars.makeIterator()
            pending = scalars.next()
        }

        public mutating func next() -> Glyph? {
            guard let scalar = pending else { return nil }
            var glyph = TextWidth.glyph(startingWith: scalar)
            pending = scalars.next()
            while let mark = pending, TextWidth.isCombining(mark) {
                if !TextWidth.isUnsafe(mark) { glyph.text.unicodeScalars.append(mark) }
                pending = scalars.next()
            }
            return glyph
        }
    }
}

/// Printable ASCII: nearly all text, and a column for each of its bytes, so that nothing need be looked up.
enum PlainText {
    /// Whether a text is nothing else.
    static func isAll(of text: String) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }
        let isAll = text.utf8.withContiguousStorageIfAvailable { bytes in
            // By hand, for it is asked of every text that is drawn, and in a debug build a sequence's own is many times slower.
            var count = 0
            while count < bytes.count, isPlain(bytes[count]) { count += 1 }
            return count == bytes.count
        }
        return isAll ?? text.utf8.allSatisfy(isPlain)
    }

    /// The text of each of its characters, made once.
    static let glyphs = (UInt8(0x20)..<0x7F).map { String(Unicode.Scalar($0)) }

    /// The character of a printable byte.
    static func glyph(_ byte: UInt8) -> String { glyphs[Int(byte) - 0x20] }
}
