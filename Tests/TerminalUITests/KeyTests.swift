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
        ])
    func labels(key: Key, label: String) {
        #expect(key.label == label)
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

    @Test("The first binding that has a key decides what it does")
    func actions() {
        let bindings = [
            Binding(.enter, action: 1, label: "a", help: "A."),
            Binding(.tab, .enter, action: 2, label: "b", help: "B."),
        ]
        #expect(bindings.action(for: .enter) == 1)
        #expect(bindings.action(for: .tab) == 2)
        #expect(bindings.action(for: .escape) == nil)
    }
}

@Suite("Palettes")
struct PaletteTests {
    @Test("A role without a look has the terminal's own")
    func standard() {
        #expect(Palette([:])[.danger] == Palette.Style())
        #expect(Palette.Style() == Palette.Style(.standard, on: .standard))
    }

    @Test("Without colour no role has one, and what matters still stands out")
    func monochrome() {
        for role in Role.allCases {
            #expect(Palette.monochrome[role].foreground == .standard, "\(role)")
            #expect(Palette.monochrome[role].background == .standard, "\(role)")
        }
        for role in [Role.focus, .danger, .warning, .banner, .selection, .activeButton] {
            #expect(Palette.monochrome[role] != Palette.monochrome[.plain], "\(role)")
        }
    }

    @Test("The states of a borrow are told apart, in colour and without", arguments: [true, false])
    func states(isColourful: Bool) {
        let palette = isColourful ? Palette.colour : .monochrome
        #expect(Set([Role.plain, .warning, .danger].map { palette[$0] }).count == 3)
        #expect(palette[.activeBorder] != palette[.border])
    }

    @Test("No colour is set as a background, which the terminal's owner has chosen")
    func backgrounds() {
        #expect(Role.allCases.allSatisfy { Palette.colour[$0].background == .standard })
    }
}
