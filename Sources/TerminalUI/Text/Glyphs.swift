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

    public func makeIterator() -> AnyIterator<Glyph> {
        var scalars = text.unicodeScalars.makeIterator()
        var pending = scalars.next()
        return AnyIterator {
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
