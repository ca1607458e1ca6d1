import Testing

@testable import TerminalUI

@Suite("Sanitising text")
struct TextWidthTests {
    private static let standIn = "\u{FFFD}"

    private static func scalars(_ ranges: ClosedRange<UInt32>...) -> [Unicode.Scalar] {
        ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    }

    /// Scalars that act on a terminal, reorder its line or draw nothing, by the name of their kind.
    static let unsafe: [(kind: String, scalars: [Unicode.Scalar])] = [
        ("C0, tabs and line ends among them", scalars(0x00...0x1F)), ("DEL", scalars(0x7F...0x7F)),
        ("C1, where 9B opens a sequence", scalars(0x80...0x9F)),
        ("marks of direction", scalars(0x200E...0x200F, 0x61C...0x61C)),
        ("overrides of direction", scalars(0x202A...0x202E)), ("isolates of direction", scalars(0x2066...0x2069)),
        (
            "zero width: space, joiners, word joiner, byte order mark",
            scalars(0x200B...0x200D, 0x2060...0x2064, 0xFEFF...0xFEFF)
        ),
        ("soft hyphen", scalars(0xAD...0xAD)), ("line and paragraph separators", scalars(0x2028...0x2029)),
        ("tags", scalars(0xE0001...0xE0001, 0xE0020...0xE007F)), ("private use", scalars(0xE000...0xE0FF)),
        ("no characters at all", scalars(0xFFFE...0xFFFF)),
    ]

    @Test("Each scalar that could act on the terminal becomes one visible stand-in", arguments: unsafe.map(\.kind))
    func unsafeScalars(kind: String) throws {
        let scalars = try #require(Self.unsafe.first { $0.kind == kind }?.scalars)
        #expect(!scalars.isEmpty)
        for scalar in scalars {
            let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
            var text = "a"
            text.unicodeScalars.append(scalar)
            text.unicodeScalars.append("b")
            #expect(TextWidth.sanitised(text) == "a\(Self.standIn)b", "\(code)")
            #expect(TextWidth.columns(text) == 3, "\(code)")
            #expect(TextWidth.sanitised(String(Character(scalar))) == Self.standIn, "\(code) alone")
        }
    }

    @Test("A sequence that would clear the screen or set the clipboard is only its letters")
    func sequences() {
        #expect(TextWidth.sanitised("\u{1B}[2Jx") == "\(Self.standIn)[2Jx")
        #expect(TextWidth.sanitised("\u{9B}2Jx") == "\(Self.standIn)2Jx")
        #expect(TextWidth.sanitised("\u{1B}]52;c;aGk=\u{7}") == "\(Self.standIn)]52;c;aGk=\(Self.standIn)")
        #expect(TextWidth.sanitised("a\r\nb") == "a\(Self.standIn)\(Self.standIn)b", "one character, two scalars")
    }

    @Test("Halves of surrogate pairs and bytes that are no UTF-8 are stand-ins, whoever decoded them")
    func invalid() {
        for bytes in [[0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xC0, 0x80], [0xFF], [0xC3]] as [[UInt8]] {
            let shown = TextWidth.sanitised(String(decoding: [0x61] + bytes + [0x62], as: UTF8.self))
            #expect(shown.hasPrefix("a") && shown.hasSuffix("b"))
            #expect(!shown.dropFirst().dropLast().isEmpty)
            #expect(shown.dropFirst().dropLast().allSatisfy { String($0) == Self.standIn })
        }
        for half in [0xD800, 0xDBFF, 0xDC00, 0xDFFF] as [UInt16] {
            #expect(TextWidth.sanitised(String(decoding: [0x61, half, 0x62], as: UTF16.self)) == "a\(Self.standIn)b")
        }
    }

    @Test("A combining mark joins what is before it, and stands on a stand-in where nothing is")
    func combining() {
        #expect(TextWidth.sanitised("e\u{301}x") == "e\u{301}x")
        #expect(TextWidth.columns("e\u{301}x") == 2)
        #expect(TextWidth.sanitised("\u{301}x") == "\(Self.standIn)x")
        // A joiner between two emoji draws nothing: it is shown, and the two are.
        #expect(TextWidth.sanitised("👩\u{200D}💻") == "👩\(Self.standIn)💻")
    }

    @Test(
        "Ordinary text of any script stays as it is",
        arguments: ["Borrow", "Größe é", "世界", "한글", "👩", "שלום", "… │ ✓"])
    func ordinary(text: String) {
        #expect(TextWidth.sanitised(text) == text)
    }

    @Test("Text is cut between glyphs, with an ellipsis, to no more columns than there are")
    func truncation() {
        #expect(TextWidth.truncate("abcdef", to: 6) == "abcdef")
        #expect(TextWidth.truncate("abcdef", to: 5) == "abcd…")
        #expect(TextWidth.truncate("世界世", to: 5) == "世界…")
        #expect(TextWidth.truncate("世界世", to: 4) == "世…", "no half of a glyph")
        #expect(TextWidth.truncate("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
        #expect(TextWidth.truncate("ab", to: 1) == "…")
        #expect(TextWidth.truncate("ab", to: 0) == "")
    }

    @Test("Text is fitted to a width from either side")
    func fitting() {
        #expect(TextWidth.fit("ab", to: 4) == "ab  ")
        #expect(TextWidth.fit("ab", to: 4, alignedRight: true) == "  ab")
        #expect(TextWidth.fit("世界", to: 4) == "世界")
        #expect(TextWidth.fit("世界", to: 3) == "世…")
        #expect(TextWidth.fit("世界", to: 2) == "… ")
    }
}
