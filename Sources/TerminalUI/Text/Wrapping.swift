extension TextWidth {
    /// Cuts text into lines of at most `columns` columns, between words where that is possible.
    public static func wrap(_ text: String, to columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                let joined = line.isEmpty ? String(word) : line + " " + word
                if Self.columns(joined) <= columns {
                    line = joined
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                line = String(word)
                while Self.columns(line) > columns {
                    let head = takeColumns(line, columns)
                    guard !head.isEmpty else { break }
                    lines.append(head)
                    line = dropColumns(line, Self.columns(head))
                }
            }
            lines.append(line)
        }
        return lines
    }

    /// The text with whatever could act on a terminal replaced by a visible stand-in.
    public static func sanitised(_ text: String) -> String {
        PlainText.isAll(of: text) ? text : Glyphs(text).map(\.text).joined()
    }

    /// The text padded with blanks, or cut with an ellipsis, to exactly `columns` columns.
    public static func fit(_ text: String, to columns: Int, alignedRight: Bool = false) -> String {
        let cut = truncate(text, to: columns)
        let padding = String(repeating: " ", count: max(0, columns - Self.columns(cut)))
        return alignedRight ? padding + cut : cut + padding
    }

    /// As many whole glyphs from the start as take at most `columns` columns.
    static func takeColumns(_ text: String, _ columns: Int) -> String {
        if PlainText.isAll(of: text) { return String(text.unicodeScalars.prefix(columns)) }
        var taken = ""
        var width = 0
        for glyph in Glyphs(text) {
            guard width + glyph.columns <= columns else { break }
            taken += glyph.text
            width += glyph.columns
        }
        return taken
    }

    /// The text from a column on; a blank stands for the half of a wide glyph that is left.
    static func dropColumns(_ text: String, _ columns: Int) -> String {
        if PlainText.isAll(of: text) { return String(text.unicodeScalars.dropFirst(columns)) }
        var rest = ""
        var width = 0
        for glyph in Glyphs(text) {
            if width >= columns {
                rest += glyph.text
            } else if width + glyph.columns > columns {
                rest += " "
            }
            width += glyph.columns
        }
        return rest
    }
}
