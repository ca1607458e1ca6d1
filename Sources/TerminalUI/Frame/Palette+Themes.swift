extension Palette {
    /// The names of the palettes that come with the program, the default first.
    public static let names = ["dark", "light", "high-contrast", "mono"]

    /// The palette of a name.
    public static func named(_ name: String) -> Palette? {
        switch name {
        case "dark": dark
        case "light": light
        case "high-contrast": highContrast
        case "mono": monochrome
        default: nil
        }
    }

    /// The default: the terminal's colours 0 to 7 as accents, best on a dark background.
    public static let dark = Palette([
        .dim: Style(dim: true),
        .title: Style(bold: true),
        .focus: Style(.cyan, bold: true),
        .border: Style(dim: true),
        .activeBorder: Style(.cyan),
        .activeButton: Style(reverse: true),
        .key: Style(bold: true),
        .good: Style(.green),
        .warning: Style(.yellow, bold: true),
        .danger: Style(.red, bold: true),
        .banner: Style(.magenta, bold: true, reverse: true),
        .selection: Style(reverse: true),
    ])

    /// For a light background: of the terminal's colours only those that can be read on white wherever. None of them is bold,
    /// since many terminals make what is bold brighter.
    public static let light = Palette([
        .dim: Style(dim: true),
        .title: Style(bold: true),
        .focus: Style(.blue),
        .border: Style(dim: true),
        .activeBorder: Style(.blue),
        .activeButton: Style(reverse: true),
        .key: Style(bold: true),
        .good: Style(.blue),
        .warning: Style(.magenta),
        .danger: Style(.red),
        .banner: Style(.blue, reverse: true),
        .selection: Style(reverse: true),
    ])

    /// White on black and black on white, the two that can be told apart in every terminal's set of colours: without faint
    /// text, and with a background of its own. What else is meant is said by weight and by a line below.
    public static let highContrast = Palette([
        .plain: Style(.white, on: .black),
        .dim: Style(.white, on: .black),
        .title: Style(.white, on: .black, bold: true),
        .label: Style(.white, on: .black),
        .focus: Style(.white, on: .black, bold: true),
        .border: Style(.white, on: .black),
        .activeBorder: Style(.white, on: .black, bold: true),
        .button: Style(.white, on: .black),
        .activeButton: Style(.black, on: .white),
        .key: Style(.white, on: .black, bold: true),
        .good: Style(.white, on: .black, bold: true),
        .warning: Style(.white, on: .black, bold: true, underlined: true),
        // Not bold, which makes black grey in many terminals.
        .danger: Style(.black, on: .white, underlined: true),
        .banner: Style(.black, on: .white),
        .selection: Style(.black, on: .white),
    ])

    /// Without colour, for `NO_COLOR` and monochrome terminals: weight and reversal only.
    public static let monochrome = Palette([
        .dim: Style(dim: true),
        .title: Style(bold: true),
        .focus: Style(bold: true),
        .border: Style(dim: true),
        .activeBorder: Style(bold: true),
        .activeButton: Style(reverse: true),
        .key: Style(bold: true),
        .warning: Style(bold: true),
        .danger: Style(bold: true, underlined: true),
        .banner: Style(bold: true, reverse: true),
        .selection: Style(reverse: true),
    ])

}
