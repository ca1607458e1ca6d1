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

    @Test("A paste after one that did not fit takes its place; one that fits is added")
    func pasteAfterCut() {
        var input = TextInput(limit: 5)
        _ = input.handle(.paste("abcdefg"))
        #expect(input.text == "abcde" && input.isCut)
        _ = input.handle(.paste("xyz"))
        #expect(input.text == "xyz" && !input.isCut)
        _ = input.handle(.paste("12"))
        #expect(input.text == "xyz12")
    }

    @Test("What is forgotten is gone, and the limit stays")
    func forget() {
        var input = TextInput("abc", limit: 5)
        let stoodThere = input.forget()
        #expect(stoodThere && input == TextInput(limit: 5))
        let stillStands = input.forget()
        #expect(!stillStands)
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

    @Test("A word is deleted back to its beginning", arguments: [Key.control("w"), .altBackspace])
    func deletingWords(key: Key) {
        #expect(typed("one two", key).text == "one ")
        #expect(typed("one two  ", key).text == "one ")
        #expect(typed("one two", key, key, key).text == "")
        let middle = typed("one two", .left, key)
        #expect(middle.text == "one o")
        #expect(middle.cursor == 4)
    }

    @Test("The word after the cursor is deleted, with what stands before it")
    func deletingWordsForward() {
        #expect(typed("one two", .home, .alt("d")).text == " two")
        #expect(typed("one two", .home, .alt("d"), .alt("d")).text == "")
        #expect(typed("one, two", .home, .right, .right, .right, .alt("d")).text == "one")
        #expect(typed("one", .alt("d")).text == "one")
    }

    @Test("The cursor moves by words of letters and digits", arguments: [true, false])
    func movingByWords(hasArrows: Bool) {
        let back = hasArrows ? Key.controlLeft : .alt("b")
        let forth = hasArrows ? Key.controlRight : .alt("f")
        #expect(typed("AB12-CD34 x", back).cursor == 10)
        #expect(typed("AB12-CD34 x", back, back).cursor == 5)
        #expect(typed("AB12-CD34 x", back, back, back, back).cursor == 0)
        #expect(typed("AB12-CD34 x", .home, forth).cursor == 4)
        #expect(typed("AB12-CD34 x", .home, forth, forth).cursor == 9)
        #expect(typed("AB12-CD34 x", .home, forth, forth, forth, forth).cursor == 11)
        #expect(typed("é世 ", back).cursor == 0)
    }

    @Test("^W goes by blanks, the other keys by letters and digits")
    func kindsOfWords() {
        #expect(typed("x AB-CD", .control("w")).text == "x ")
        #expect(typed("x AB-CD", .altBackspace).text == "x AB-")
    }

    @Test("What is typed or pasted first takes the place of a default", arguments: [Key.character("n"), .paste("n")])
    func replacingDefault(key: Key) {
        var input = TextInput(limit: 4)
        input.replaceAsDefault(with: "default")
        #expect(input.isUntouchedDefault && input.text == "defa")
        _ = input.handle(key)
        _ = input.handle(key)
        #expect(input.text == "nn" && input.cursor == 2)
        #expect(!input.isUntouchedDefault)
    }

    @Test("A default that a key has touched is text like any other")
    func keepingDefault() {
        func typed(_ keys: Key...) -> TextInput {
            var input = TextInput()
            input.replaceAsDefault(with: "old")
            for key in keys { _ = input.handle(key) }
            return input
        }
        #expect(typed(.end, .character("n")).text == "oldn")
        #expect(typed(.left, .character("n")).text == "olnd")
        #expect(typed(.backspace, .character("n")).text == "oln")
        #expect(typed(.character(" "), .character("n")).text == "old n", "a blank begins nothing")
        #expect(typed(.paste("\n"), .character("n")).text == "oldn", "nothing was pasted")
        #expect(typed(.enter, .character("n")).text == "n", "a key of others touches nothing")
        #expect(typed(.control("u")).text == "")
        var empty = TextInput()
        empty.replaceAsDefault(with: "")
        #expect(!empty.isUntouchedDefault)
        var replaced = typed()
        replaced.replace(with: "new")
        #expect(!replaced.isUntouchedDefault)
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

    @Test("A paste is one line, with a blank between the lines of text; controls fall away, and blanks around")
    func pasting() {
        #expect(typed("", .paste("one\r\n  two \n\n\tthree\r")).text == "one two three")
        #expect(typed("", .paste("one\ttwo")).text == "one two")
        #expect(typed("", .paste("one\u{2028}two")).text == "one two")
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
        _ text: String, _ keys: Key..., isFocused: Bool = true, isSecret: Bool = false, keepsEnd: Bool = false
    ) -> (line: String, cursor: Int?) {
        var input = TextInput(text)
        for key in keys { _ = input.handle(key) }
        var frame = Frame(size: Size(columns: 8, rows: 1))
        frame.draw(
            input, at: Position(column: 1, row: 0), width: 5, isFocused: isFocused, isSecret: isSecret,
            keepsEnd: keepsEnd)
        return (frame.lines[0], frame.cursor?.column)
    }

    @Test("A text that fits stands still; a longer one is scrolled so that the cursor shows")
    func scrolling() {
        #expect(drawn("abc") == (" abc", 4))
        #expect(drawn("abcdefg") == (" ‹efg", 5))
        #expect(drawn("abcdefg", .home) == (" abcd›", 1))
        #expect(drawn("abcde", .left) == (" abcde", 5), "the last character may stand under the cursor")
    }

    @Test("Where scrolling cuts a wide glyph in half, the cursor still stands behind the last one")
    func wide() {
        #expect(drawn("世界") == (" 世界", 5))
        // Scrolled by two and by three columns: the mark takes the first half of a glyph, and the second is a blank.
        #expect(drawn("世界世") == (" ‹ 世", 5))
        #expect(drawn("a世界世") == (" ‹ 世", 5))
        // Here it takes the second half.
        #expect(drawn("世界世a") == (" ‹世a", 5))
        // At the right, too: of the glyph that the mark cuts, nothing is left.
        #expect(drawn("a世界世", .home) == (" a世 ›", 1))
    }

    @Test("A mark at either end tells that there is more, and never covers the cursor")
    func marks() {
        #expect(drawn("abcdefghij", .home, .right, .right, .right) == (" abcd›", 4))
        #expect(drawn("abcdefghij", .home, .right, .right, .right, .right) == (" ‹cde›", 4))
        #expect(drawn("abcdefghij", .left) == (" ‹ghij", 5))
        #expect(drawn("abcdefghij", .left, .left) == (" ‹ghij", 4))
        #expect(drawn("abcdefghij", .left, .left, .left) == (" ‹fgh›", 4))
        #expect(drawn("ab世世世世", .left) == (" ‹世世", 4), "a wide glyph under the cursor shows as a whole")
        #expect(drawn("abcdefg", isSecret: true) == (" ‹•••", 5))
    }

    @Test("The cursor stays in its field at any width", arguments: 1...6, ["abcdefgh", "世界世界", "👩‍👩‍👧‍👦ab👩‍👩‍👧‍👦"])
    func narrow(width: Int, text: String) {
        var input = TextInput(text)
        for _ in 0...text.count {
            var frame = Frame(size: Size(columns: 9, rows: 1))
            frame.fill(Rect(frame.size), with: "|")
            frame.draw(input, at: Position(column: 1, row: 0), width: width, isFocused: true)
            #expect((1...width).contains(frame.cursor?.column ?? 0))
            #expect(frame.lines[0].hasPrefix("|") && frame.lines[0].hasSuffix(String(repeating: "|", count: 8 - width)))
            _ = input.handle(.left)
        }
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

    @Test("Without the focus a long text is cut at its end, a name in its middle, and there is no cursor")
    func unfocused() {
        #expect(drawn("abcdefg", isFocused: false) == (" abcd…", nil))
        #expect(drawn("abcdefg", isFocused: false, keepsEnd: true) == (" ab…fg", nil))
    }
}
