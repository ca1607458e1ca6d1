import TerminalUI
import Testing

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

    @Test("The states of a borrow are told apart in every palette", arguments: Palette.names)
    func states(name: String) throws {
        let palette = try #require(Palette.named(name))
        #expect(Set([Role.plain, .warning, .danger].map { palette[$0] }).count == 3)
        #expect(palette[.activeBorder] != palette[.border])
    }

    @Test("No colour is set as a background, which the terminal's owner has chosen", arguments: ["dark", "light"])
    func backgrounds(name: String) throws {
        let palette = try #require(Palette.named(name))
        #expect(Role.allCases.allSatisfy { palette[$0].background == .standard })
    }

    @Test("With high contrast nothing is faint, and no role leaves its colours to the terminal")
    func highContrast() {
        for role in Role.allCases {
            let style = Palette.highContrast[role]
            #expect(style.foreground != .standard && style.background != .standard && !style.isDim, "\(role)")
            #expect(style.foreground != style.background, "\(role)")
        }
    }

    @Test("A palette is found by its name, and by no other")
    func names() {
        #expect(Palette.names == ["dark", "light", "high-contrast", "mono"])
        #expect(Set(Palette.names.compactMap(Palette.named)).count == 4)
        #expect(Palette.named("solarized") == nil)
    }

    @Test("A role has a name of its own, by which it is found")
    func roleNames() {
        #expect(Set(Role.allCases.map(\.name)).count == Role.allCases.count)
        #expect(Role.allCases.allSatisfy { Role(name: $0.name) == $0 })
        #expect(Role.activeBorder.name == "active-border")
    }
}

private let howLooksAreWritten = "A look is written bold red, white on blue, reverse, default."

@Suite("Looks of a person's own choice")
struct PalettePatchTests {
    private func fault(_ role: String, _ look: String) -> PaletteFault? {
        do throws(PaletteFault) {
            _ = try Palette.dark.patched(with: [(role, look)])
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "A look is said in words",
        arguments: [
            ("red", Palette.Style(.red)), ("bold red", Palette.Style(.red, bold: true)),
            ("on blue", Palette.Style(on: .blue)), ("Dim White ON black", Palette.Style(.white, on: .black, dim: true)),
            ("reverse underline", Palette.Style(reverse: true, underlined: true)), ("default", Palette.Style()),
            ("red on default", Palette.Style(.red)),
        ])
    func looks(words: String, style: Palette.Style) throws {
        let palette = try Palette.dark.patched(with: [("active-border", words), ("dim", "default")])
        #expect(palette[.activeBorder] == style)
        #expect(palette[.dim] == Palette.Style(), "nothing is left of the look before")
        #expect(palette[.danger] == Palette.dark[.danger])
    }

    @Test("A role that there is not is a fault that names those like it, or all")
    func unknownRole() {
        #expect(fault("selecton", "red")?.nearMatches == ["selection"])
        #expect(
            fault("active", "red")?.sentence
                == "Nothing on the screen is called \"active\". Did you mean \"active-border\" or \"active-button\"?")
        let all = Role.allCases.map(\.name).joined(separator: ", ")
        #expect(fault("zzzzzz", "red")?.sentence == "Nothing on the screen is called \"zzzzzz\". There are \(all).")
    }

    @Test(
        "A word that says no look is a fault",
        arguments: [
            ("bold rad", "\"rad\" says no look, for \"danger\". Did you mean \"red\"?"),
            ("on bold", "\"bold\" says no look, for \"danger\". \(howLooksAreWritten)"),
            ("glittering", "\"glittering\" says no look, for \"danger\". \(howLooksAreWritten)"),
            ("red on", "In the look of \"danger\", a colour must follow \"on\"."),
            ("  ", "\"danger\" is given no look; \"default\" is the terminal's own."),
        ])
    func unknownWords(look: String, sentence: String) {
        #expect(fault("danger", look)?.sentence == sentence)
    }
}
