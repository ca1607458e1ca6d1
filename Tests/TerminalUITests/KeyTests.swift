import TerminalUI
import Testing

@Suite("Keys and their names")
struct KeyTests {
    @Test(
        "A key is called what a person calls it",
        arguments: [
            (Key.character("q"), "q"), (.character(" "), "Space"), (.control("c"), "^C"), (.control("\\"), "^\\"),
            (.alt("x"), "M-x"), (.alt("ä"), "M-ä"), (.altBackspace, "M-BS"), (.paste("secret"), "paste"),
            (.enter, "Enter"), (.tab, "Tab"), (.backTab, "S-Tab"), (.escape, "Esc"), (.backspace, "BS"),
            (.delete, "Del"), (.insert, "Ins"), (.up, "↑"), (.down, "↓"), (.left, "←"), (.right, "→"),
            (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.function(12), "F12"),
            (.controlLeft, "^←"), (.controlRight, "^→"), (.alt(" "), "M-Space"),
        ])
    func labels(key: Key, label: String) {
        #expect(key.label == label)
        #expect(Key(label: label) == (label == "paste" ? nil : key))
    }

    @Test("What a mouse does has a name to be told by, and none to be chosen by")
    func mouse() {
        #expect(Key.mouse(.left, Position(column: 0, row: 0)).label == "click")
        #expect(Key.mouse(.wheelDown, Position(column: 0, row: 0)).label == "wheel")
        #expect(Key(label: "click") == nil && Key(label: "wheel") == nil)
    }

    @Test(
        "A key is found by other spellings of its name, and is the one that comes out",
        arguments: [
            ("enter", Key.enter), ("pgup", .pageUp), ("Up", .up), ("^left", .controlLeft), ("f2", .function(2)),
            ("m-b", .alt("b")), ("M-B", .alt("B")), ("R", .character("R")), ("^", .character("^")),
            ("^c", .control("c")),
            ("^^", .control("^")), ("^M", .enter), ("^j", .enter), ("^I", .tab), ("^H", .backspace), ("^?", .backspace),
            ("^[", .escape), ("^@", .control("@")), ("-", .character("-")), ("世", .character("世")),
        ])
    func spellings(label: String, key: Key) {
        #expect(Key(label: label) == key)
    }

    @Test(
        "What is no key's name is none",
        arguments: ["", "rr", "^1", "^ä", "M-", "M-bb", "F0", "F64", "\u{1B}", "M-\u{7}", "Entr", "^Up"])
    func noNames(label: String) {
        #expect(Key(label: label) == nil)
    }

    @Test("A footer names the first of a binding's keys, all of those that move, and pages in one word")
    func shownKeys() {
        func shown(_ keys: Key...) -> String {
            Binding(keys, action: 1, label: "l", help: "h", inFooter: true).shownKeys
        }
        #expect(shown(.enter, .character("b")) == "Enter")
        #expect(shown(.up, .down, .control("p")) == "↑↓")
        #expect(shown(.pageUp, .pageDown) == "PgUp/PgDn")
        #expect(shown() == "")
    }

    /// `v` and `^v` stood there, which are a letter and Control.
    @Test("Where only ASCII is drawn, arrows are words")
    func arrowsInWords() {
        var keymap = Keymap<Act>()
        keymap.writesASCII = true
        func shown(_ keys: Key...) -> String {
            keymap.applied(to: [Binding(keys, action: Act.move, label: "l", help: "h", inFooter: true)])[0].shownKeys
        }
        #expect(shown(.down, .control("o")) == "Down")
        #expect(shown(.up, .down, .pageUp) == "Up/Down")
        #expect(shown(.left, .right) == "Left/Right")
        #expect(shown(.left, .right, .up, .down) == "arrows")
        #expect(shown(.controlLeft) == "^Left" && shown(.enter) == "Enter")
    }

    private enum Act: String, CaseIterable { case move }

    @Test("The first binding that has a key decides what it does")
    func actions() {
        let bindings = [
            Binding.shown(.enter, does: 1, "a", "A."),
            Binding.shown(.tab, .enter, does: 2, "b", "B."),
        ]
        #expect(bindings.action(for: .enter) == 1)
        #expect(bindings.action(for: .tab) == 2)
        #expect(bindings.action(for: .escape) == nil)
    }
}
