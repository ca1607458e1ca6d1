extension Mdoc {
    /// Adds what is told in sentences: paragraphs with an empty line between them, lines that are indented as they are, `code`
    /// between accents, and names of pages such as berth(1).
    mutating func prose(_ text: String) {
        var isFirst = true
        for paragraph in text.split(separator: "\n\n") {
            if !isFirst { line("Pp") }
            isFirst = false
            self.paragraph(paragraph)
        }
    }

    private mutating func paragraph(_ paragraph: Substring) {
        var rest = paragraph.split(separator: "\n")[...]
        while let first = rest.first {
            let isLiteral = first.hasPrefix("  ")
            let block = rest.prefix { $0.hasPrefix("  ") == isLiteral }
            rest = rest.dropFirst(block.count)
            if isLiteral {
                literal(block.map { String($0.dropFirst(2)) })
                if !rest.isEmpty { line("Pp") }
            } else {
                sentences(block.joined(separator: " "))
            }
        }
    }

    /// How long a line of the source gets.
    private static let width = 80

    /// Adds sentences, each from a line of its own on, so that the space after it is the formatter's to choose.
    private mutating func sentences(_ text: String) {
        var words: [String] = []
        func add(to page: inout Mdoc) {
            if !words.isEmpty { page.add(escaped: words.joined(separator: " ")) }
            words = []
        }
        for word in ProseWord.all(in: text) {
            if let own = word.hasCode ? word.line : word.reference(on: name) {
                add(to: &self)
                line(own)
                continue
            }
            let shown = (word.isName ? #"\%"# : "") + Self.escaped(word.plain)
            if (words + [shown]).joined(separator: " ").count > Self.width { add(to: &self) }
            words.append(shown)
            if word.endsSentence { add(to: &self) }
        }
        add(to: &self)
    }
}

/// What stands between two blanks of a text, where those in `code` do not count.
private struct ProseWord {
    struct Piece {
        var text: String
        var isCode: Bool
    }

    var pieces: [Piece] = []

    var hasCode: Bool { pieces.contains(where: \.isCode) }
    var plain: String { pieces.map(\.text).joined() }

    /// Whether it is a path, a flag or the like, which nobody wants hyphenated.
    var isName: Bool { plain.contains(/[\/_~=@\d]|\w[.:]\w|--/) }

    var endsSentence: Bool { plain.contains(/[.?!:][")]*$/) }

    static func all(in text: String) -> [ProseWord] {
        var words: [ProseWord] = []
        var word = ProseWord()
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            guard index.isMultiple(of: 2) else {
                word.pieces.append(Piece(text: String(part), isCode: true))
                continue
            }
            for (place, plain) in part.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                if place > 0 {
                    if !word.pieces.isEmpty { words.append(word) }
                    word = ProseWord()
                }
                if !plain.isEmpty { word.pieces.append(Piece(text: String(plain), isCode: false)) }
            }
        }
        return word.pieces.isEmpty ? words : words + [word]
    }

    /// The name of another page than this one, with the marks after it, as a line of its own; nil where it is none.
    func reference(on page: String) -> [Mdoc.Word]? {
        guard let match = plain.wholeMatch(of: /([a-z-]+)\(([1-8])\)([.,:;]*)/), !plain.hasPrefix(page) else {
            return nil
        }
        return [.macro("Xr"), .text(String(match.1)), .text(String(match.2))] + match.3.map { .mark($0) }
    }

    /// It as a line of its own, with brackets before and marks after the code.
    var line: [Mdoc.Word] {
        var line: [Mdoc.Word] = []
        var opening: [Mdoc.Word] = []
        for (index, piece) in pieces.enumerated() {
            if piece.isCode {
                if !line.isEmpty { line.append(.macro("Ns")) }
                line += [.macro("Ql")] + opening + [.text(piece.text)]
                opening = []
            } else if index == 0, piece.text.allSatisfy({ "([".contains($0) }) {
                opening = piece.text.map { .mark($0) }
            } else if index == pieces.count - 1, piece.text.allSatisfy({ ".,:;)]?!".contains($0) }) {
                line += piece.text.map { .mark($0) }
            } else {
                line += (line.isEmpty ? [] : [.macro("Ns")]) + [.macro("No"), .text(piece.text)]
            }
        }
        return line
    }
}
