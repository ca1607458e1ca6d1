internal import TerminalUI

/// The colours of a drawn terminal, as CSS colours: what a person chooses in a terminal's settings.
struct TerminalTheme {
    var background: String
    var foreground: String
    /// Text of less weight.
    var dim: String
    /// The window's outline and buttons.
    var outline: String
    var black: String
    var red: String
    var green: String
    var yellow: String
    var blue: String
    var magenta: String
    var cyan: String
    var white: String

    static let dark = TerminalTheme(
        background: "#15191f", foreground: "#d7dce2", dim: "#848d99", outline: "#3a424d", black: "#2b3139",
        red: "#ff7b72", green: "#6fcf7c", yellow: "#e3b84f", blue: "#6cb0ff", magenta: "#d99bf0", cyan: "#56cfdd",
        white: "#d7dce2")

    static let light = TerminalTheme(
        background: "#fdfdfb", foreground: "#24292f", dim: "#6a737d", outline: "#c9d1d9", black: "#24292f",
        red: "#b62324", green: "#116329", yellow: "#7d5a00", blue: "#0a58c2", magenta: "#8b2fa8", cyan: "#0b6b78",
        white: "#f0f2f4")

    /// The colours of a style: of its text, and of what lies behind it where that is not the window's background.
    func look(of style: Palette.Style) -> (foreground: String, background: String?) {
        let text = colour(style.foreground) ?? (style.isDim ? dim : foreground)
        let behind = colour(style.background)
        return style.isReverse ? (behind ?? background, text) : (text, behind)
    }

    private func colour(_ colour: Palette.Colour) -> String? {
        switch colour {
        case .standard: nil
        case .black: black
        case .red: red
        case .green: green
        case .yellow: yellow
        case .blue: blue
        case .magenta: magenta
        case .cyan: cyan
        case .white: white
        }
    }
}
