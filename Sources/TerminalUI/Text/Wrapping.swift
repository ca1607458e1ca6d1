extension TextWidth {
    /// Cuts text into lines of at most `columns` columns, between words where that is possible.
    ///
    /// What stands between backticks counts as one word, too: it is a command, which somebody copies.
    ///
    /// - Parameters:
    ///   - phrases: further parts of the text that count as one word each.
    ///   - cutsWords: whether a word that is wider than a line is cut; else it stands in one that is as wide.
    ///   - omitsCommands: whether a command that is wider than a line is left out rather than cut, since half of it is of no use.
    public static func wrap(
        _ text: String, to columns: Int, keeping phrases: [String] = [], cutsWords: Bool = true,
        omitsCommands: Bool = false
    ) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = ""
            for word in words(of: paragraph, keeping: phrases) {
                let word = omitsCommands && Self.columns(String(word)) > columns ? omittingCommand(in: word) : word
                let joined = line.isEmpty ? String(word) : line + " " + word
                if Self.columns(joined) <= columns {
                    line = joined
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                line = String(word)
                while cutsWords, Self.columns(line) > columns {
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

    /// Cuts text into lines of at most `columns` columns wherever they are full, and leaves its blanks as they are.
    public static func fold(_ text: String, to columns: Int) -> [String] {
        guard columns > 1 else { return [] }
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { paragraph in
            var lines: [String] = []
            var (line, width) = ("", 0)
            for glyph in Glyphs(String(paragraph)) {
                if width + glyph.columns > columns {
                    lines.append(line)
                    (line, width) = ("", 0)
                }
                line += glyph.text
                width += glyph.columns
            }
            return lines + [line]
        }
    }

    /// A word with an ellipsis in place of the command in it, if there is one.
    private static func omittingCommand(in word: Substring) -> Substring {
        guard word.contains(" "), let start = word.firstIndex(of: "`"), let end = word.lastIndex(of: "`"), start < end
        else { return word }
        return word[..<start] + "…" + word[word.index(after: end)...]
    }

    /// What stands between backticks, these among it.
    private static func commands(in line: Substring) -> [Range<Substring.Index>] {
        let marks = line.indices.filter { line[$0] == "`" }
        return stride(from: 0, to: marks.count - 1, by: 2).map { marks[$0]..<line.index(after: marks[$0 + 1]) }
    }

    /// The words of a line; a phrase or a command is one, together with what stands next to it without a blank.
    private static func words(of line: Substring, keeping phrases: [String]) -> [Substring] {
        let kept = phrases.flatMap { line.ranges(of: $0) } + (line.utf8.contains(0x60) ? commands(in: line) : [])
        guard !kept.isEmpty else { return line.split(separator: " ") }
        var words: [Substring] = []
        var start = line.startIndex
        for index in line.indices where line[index] == " " && !kept.contains(where: { $0.contains(index) }) {
            words.append(line[start..<index])
            start = line.index(after: index)
        }
        return (words + [line[start...]]).filter { !$0.isEmpty }
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
