import Foundation
import TerminalUI
import Testing

@testable import pictures

/// Whether what stands on the screen can be read: the contrast of each role against its ground, as WCAG reckons it.
@Suite("Contrast")
struct ContrastTests {
    /// What text needs at least (WCAG 2, 1.4.3).
    private static let least = 4.5

    @Test(
        "Each role can be read on the terminals that a theme is made for",
        arguments: [
            ("dark", [TerminalTheme.dark]), ("light", [.light] + TerminalTheme.onWhite),
            ("high-contrast", [.dark, .light] + TerminalTheme.onWhite + TerminalTheme.onBlack),
            ("mono", [.dark, .light]),
        ])
    func everyRole(name: String, terminals: [TerminalTheme]) throws {
        let palette = try #require(Palette.named(name))
        for terminal in terminals {
            for role in Role.allCases {
                let style = palette[role]
                // How faint that is, is each terminal's own choice; what it is in pictures is looked at.
                if style.isDim, terminal.dim.isEmpty { continue }
                let look = terminal.look(of: style)
                let contrast = Self.contrast(look.foreground, look.background ?? terminal.background)
                #expect(contrast >= Self.least, "\(name) \(role.name): \(contrast) on \(terminal.background)")
            }
        }
    }

    @Test(
        "No coloured or black text is bold on a light ground, where terminals may brighten it",
        arguments: ["light", "high-contrast"])
    func noBoldColours(name: String) throws {
        let palette = try #require(Palette.named(name))
        for role in Role.allCases where palette[role].isBold {
            #expect([.standard, .white].contains(palette[role].foreground), "\(role.name)")
        }
    }

    @Test("Black on white has the greatest contrast, and a colour has none against itself")
    func reckoning() {
        #expect(abs(Self.contrast("#000000", "#ffffff") - 21) < 0.001)
        #expect(Self.contrast("#cd0000", "#cd0000") == 1)
        #expect(abs(Self.contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    private static func contrast(_ first: String, _ second: String) -> Double {
        let (one, other) = (luminance(first), luminance(second))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    /// The relative luminance of `#rrggbb`.
    private static func luminance(_ colour: String) -> Double {
        let number = Int(colour.dropFirst(), radix: 16) ?? 0
        func linear(_ shift: Int) -> Double {
            let value = Double((number >> shift) & 0xFF) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }
}

extension TerminalTheme {
    /// Colours that common terminals come with: xterm's, a text console's, and those named Tango.
    private static func common(background: String, foreground: String) -> [TerminalTheme] {
        func theme(
            _ black: String, _ red: String, _ green: String, _ yellow: String, _ blue: String, _ magenta: String,
            _ cyan: String, _ white: String
        ) -> TerminalTheme {
            TerminalTheme(
                background: background, foreground: foreground, dim: "", outline: "", black: black, red: red,
                green: green, yellow: yellow, blue: blue, magenta: magenta, cyan: cyan, white: white)
        }
        return [
            theme("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
            theme("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
            theme("#2e3436", "#cc0000", "#4e9a06", "#c4a000", "#3465a4", "#75507b", "#06989a", "#d3d7cf"),
        ]
    }

    static let onWhite = common(background: "#ffffff", foreground: "#000000")
    static let onBlack = common(background: "#000000", foreground: "#e5e5e5")
}
