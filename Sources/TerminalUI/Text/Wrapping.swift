extension TextWidth {
    /// Cuts text into lines of at most `columns` columns, between words where that is possible.
    ///
    /// What stands between backticks counts as one word, too: it is a command, which somebody copies. One that is wider than a line
    /// has lines of its own, which are one command to a shell.
    ///
    /// - Parameters:
    ///   - phrases: further parts of the text that count as one word each.
    ///   - cutsWords: whether a word that is wider than a line is cut; else it stands in one that is as wide.
    ///   - pointer: what stands in place of a command that is wider than a line, such as where it is told; nil where it stands there.
    public static func wrap(
        _ text: String, to columns: Int, keeping phrases: [String] = [], cutsWords: Bool = true,
        inPlaceOfCommands pointer: String? = nil
    ) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = ""
            for word in words(of: paragraph, keeping: phrases).flatMap({ fitting($0, columns, cutsWords, pointer) }) {
                if word.isLine {
                    if !line.isEmpty { lines.append(line) }
                    lines.append(word.text)
                    line = ""
                    continue
                }
                let joined = line.isEmpty ? word.text : line + " " + word.text
                if Self.columns(joined) <= columns {
                    line = joined
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                let pieces = cutsWords && Self.columns(word.text) > columns ? cut(word.text, to: columns) : [word.text]
                lines += pieces.dropLast()
                line = pieces.last ?? ""
            }
            if !line.isEmpty || paragraph.isEmpty { lines.append(line) }
        }
        return lines
    }

    /// Cuts text into lines of at most `columns` columns wherever they are full, and leaves its blanks as they are.
    public static func fold(_ text: String, to columns: Int) -> [String] {
        guard columns > 1 else { return [] }
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { paragraph in
            cut(String(paragraph), to: columns)
        }
    }

    /// The text in pieces that are full; a glyph that is wider than one is a piece by itself.
    private static func cut(_ text: String, to columns: Int) -> [String] {
        var pieces: [String] = []
        var (piece, width) = ("", 0)
        for glyph in Glyphs(text) {
            if width + glyph.columns > columns, width > 0 {
                pieces.append(piece)
                (piece, width) = ("", 0)
            }
            piece += glyph.text
            width += glyph.columns
        }
        return pieces + [piece]
    }

    /// What tells a shell that a command goes on in the next line.
    private static let continuation = "\\"

    /// A piece of a text that is cut into lines.
    private struct Piece {
        var text: String
        /// Whether it is a line by itself.
        var isLine = false
    }

    /// A word; the words in place of a command that is wider than a line, or the lines of it.
    private static func fitting(
        _ word: Substring, _ columns: Int, _ cutsWords: Bool, _ pointer: String?
    ) -> [Piece] {
        func words(_ text: some StringProtocol) -> [Piece] {
            text.split(separator: " ").map { Piece(text: String($0)) }
        }
        guard cutsWords, columns > 1, word.contains(" "), Self.columns(String(word)) > columns else {
            return [Piece(text: String(word))]
        }
        // What is copied with a command must not be a part of it.
        guard let start = word.firstIndex(of: "`"), let end = word.lastIndex(of: "`"), start < end else {
            let stop = word.lastIndex { !",;.".contains($0) }.map { word.index(after: $0) } ?? word.endIndex
            return lines(of: word[..<stop], columns)
        }
        let (before, after) = (word[..<start], word[word.index(after: end)...])
        if let pointer { return words(before + pointer + after) }
        return words(before) + lines(of: word[word.index(after: start)..<end], columns)
            + words(after.drop { $0.isPunctuation })
    }

    /// A command in lines of its own: broken between its words, and within one that is wider than a line.
    private static func lines(of command: Substring, _ columns: Int) -> [Piece] {
        var lines: [String] = []
        var line = ""
        for word in shellWords(of: command) {
            if !line.isEmpty, Self.columns(line + " " + word) > columns - 2 {
                lines.append(line + " " + continuation)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
            while Self.columns(line) > columns - 2, columns > 3 {
                let head = takeColumns(line, columns - 2)
                // Within quotes nothing goes on in the next line.
                let isQuoted = !head.count { $0 == "'" }.isMultiple(of: 2)
                let rest = (isQuoted ? "'" : "") + dropColumns(line, Self.columns(head))
                // Beside a quote there may be no room for what is wide.
                guard Self.columns(rest) < Self.columns(line) else { break }
                lines.append(head + (isQuoted ? "'" : "") + continuation)
                line = rest
            }
        }
        return (lines + [line]).map { Piece(text: $0, isLine: true) }
    }

    /// The words of a command to a shell: what stands in quotes is a part of one.
    private static func shellWords(of command: Substring) -> [String] {
        var words: [String] = []
        for part in command.split(separator: " ", omittingEmptySubsequences: false) {
            if let last = words.last, !last.count(where: { $0 == "'" }).isMultiple(of: 2) {
                words[words.count - 1] += " " + part
            } else {
                words.append(String(part))
            }
        }
        return words.filter { !$0.isEmpty }
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

    /// As many whole glyphs from the end as take at most `columns` columns.
    public static func takeLastColumns(_ text: String, _ columns: Int) -> String {
        if PlainText.isAll(of: text) { return String(text.unicodeScalars.suffix(columns)) }
        var width = 0
        let glyphs = Array(Glyphs(text)).reversed().prefix { glyph in
            width += glyph.columns
            return width <= columns
        }
        return glyphs.reversed().map(\.text).joined()
    }

    /// As many whole glyphs from the start as take at most `columns` columns.
    public static func takeColumns(_ text: String, _ columns: Int) -> String {
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
