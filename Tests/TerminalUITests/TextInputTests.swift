import TerminalUI
import Testing

@Suite("Editing a line")
struct TextInputTests {
    private func typed(_ start: String, _ keys: Key..., limit: Int = 512) -> TextInput {
        var input = TextInput(start, limit: limit)
        for key in keys {
            let isTaken = input.handle(key)
            #expect(isTaken, "\(key.label)")
        }
        return input
    }

    @Test("Characters go in where the cursor stands")
    func inserting() {
        let input = typed("ac", .left, .character("b"))
        #expect(input.text == "abc")
        #expect(input.cursor == 2)
        #expect(typed("", .character("世"), .character("👩")).cursor == 2)
    }

    @Test("The cursor moves by characters, to the ends and no further")
    func moving() {
        #expect(typed("ab", .left, .left, .left).cursor == 0)
        #expect(typed("ab", .home, .right).cursor == 1)
        #expect(typed("ab", .home, .end, .right).cursor == 2)
        #expect(typed("ab", .control("a"), .control("f"), .control("b"), .control("e")).cursor == 2)
        #expect(typed("e\u{301}世", .left).cursor == 1)
    }

    @Test("Whatever deletes takes whole characters, and leaves the cursor where they were")
    func deleting() {
        #expect(typed("e\u{301}", .backspace).text == "")
        #expect(typed("a世b", .left, .backspace).text == "ab")
        #expect(typed("abc", .home, .delete).text == "bc")
        #expect(typed("abc", .home, .control("d")).text == "bc")
        #expect(typed("abc", .home, .backspace).text == "abc")
        #expect(typed("abc", .delete).text == "abc")
        #expect(typed("abc", .left, .control("u")).text == "c")
        #expect(typed("abc", .left, .control("k")).text == "ab")
        #expect(typed("abc", .left, .control("u")).cursor == 0)
    }

    @Test("A word is deleted back to the blank before it", arguments: [Key.control("w"), .altBackspace])
    func deletingWords(key: Key) {
        #expect(typed("one two", key).text == "one ")
        #expect(typed("one two  ", key).text == "one ")
        #expect(typed("one two", key, key, key).text == "")
        let middle = typed("one two", .left, key)
        #expect(middle.text == "one o")
        #expect(middle.cursor == 4)
    }

    @Test("A combining mark joins the character before it, and the cursor stays behind that")
    func combining() {
        let input = typed("ex", .left, .character("\u{301}"))
        #expect(input.text == "e\u{301}x")
        #expect(input.cursor == 1)
        #expect(typed("ex", .left, .character("\u{301}"), .character("y")).text == "e\u{301}yx")
        #expect(typed("ex", .left, .paste("\u{301}\u{323}")).cursor == 1)
        // The other way round: what is typed takes up the mark that follows it.
        var alone = TextInput("\u{301}x")
        _ = alone.handle(.home)
        _ = alone.handle(.character("e"))
        #expect(alone.cursor == 1)
        #expect(alone.text.count == 2)
    }

    @Test("A paste is one line: line ends, controls and the blanks around it fall away")
    func pasting() {
        #expect(typed("", .paste("  AAAA-BBBB\r\n")).text == "AAAA-BBBB")
        #expect(typed("", .paste("a\u{1B}[2J\u{202E}b")).text == "a[2Jb")
        #expect(typed("x", .paste("\r\n ")).text == "x")
    }

    @Test("What does not fit is left out, and told until the text changes")
    func limit() {
        var input = typed("abc", .character("d"), limit: 4)
        #expect(!input.isCut)
        _ = input.handle(.character("e"))
        #expect(input.text == "abcd" && input.isCut)
        _ = input.handle(.left)
        #expect(input.isCut, "moving changes nothing")
        _ = input.handle(.backspace)
        #expect(!input.isCut)
        _ = input.handle(.paste("12"))
        #expect(input.text == "ab1d" && input.isCut)
        input.replace(with: "1234")
        #expect(!input.isCut)
        input.replace(with: "12345")
        #expect(input.text == "1234" && input.isCut)
    }

    @Test("A long token fits or is told to be cut, at whatever character")
    func longToken() {
        let token = String(repeating: "x", count: 8192)
        #expect(!typed("", .paste(token), limit: 8192).isCut)
        #expect(typed("", .paste(token + "y"), limit: 8192).isCut)
    }

    @Test("Keys of other uses are left to others", arguments: [Key.enter, .tab, .escape, .up, .alt("x"), .function(1)])
    func others(key: Key) {
        var input = TextInput("a")
        let isTaken = input.handle(key)
        #expect(!isTaken)
    }

    @Test("What was typed is in no description and no dump")
    func secrecy() {
        let input = TextInput("AAAA-BBBB")
        var dumped = ""
        dump(input, to: &dumped)
        #expect(!"\(input) \(dumped)".contains("AAAA"))
    }
}

@Suite("Drawing a line that is edited")
struct TextInputDrawingTests {
    /// The row and the cursor's column of a field that is five columns wide.
    private func drawn(
        _ text: String, _ keys: Key..., isFocused: Bool = true, isSecret: Bool = false
    ) -> (line: String, cursor: Int?) {
        var input = TextInput(text)
        for key in keys { _ = input.handle(key) }
        var frame = Frame(size: Size(columns: 8, rows: 1))
        frame.draw(input, at: Position(column: 1, row: 0), width: 5, isFocused: isFocused, isSecret: isSecret)
        return (frame.lines[0], frame.cursor?.column)
    }

    @Test("A text that fits stands still; a longer one is scrolled so that the cursor shows")
    func scrolling() {
        #expect(drawn("abc") == (" abc", 4))
        #expect(drawn("abcdefg") == (" defg", 5))
        #expect(drawn("abcdefg", .home) == (" abcde", 1))
    }

    @Test("Where scrolling cuts a wide glyph in half, the cursor still stands behind the last one")
    func wide() {
        #expect(drawn("世界") == (" 世界", 5))
        // Six columns scrolled by two.
        #expect(drawn("世界世") == (" 界世", 5))
        // Seven columns scrolled by three: the second half of a glyph that begins in the third is a blank.
        #expect(drawn("a世界世") == (" 界世", 5))
        #expect(drawn("世界世a") == ("  世a", 5))
    }

    @Test("A combining mark takes no column")
    func combining() {
        #expect(drawn("ex", .left, .character("\u{301}")) == (" e\u{301}x", 2))
    }

    @Test("A secret is dots, one for each character, whether or not it has the focus")
    func secret() {
        #expect(drawn("key", isSecret: true) == (" •••", 4))
        #expect(drawn("key", isFocused: false, isSecret: true) == (" •••", nil))
        #expect(drawn("a世e\u{301}", isSecret: true) == (" •••", 4))
    }

    @Test("Without the focus a long text is cut with an ellipsis, and there is no cursor")
    func unfocused() {
        #expect(drawn("abcdefg", isFocused: false) == (" abcd…", nil))
    }
}
