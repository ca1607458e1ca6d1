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

    /// For a light background, on which yellow and cyan cannot be read.
    public static let light = Palette([
        .dim: Style(dim: true),
        .title: Style(bold: true),
        .focus: Style(.blue, bold: true),
        .border: Style(dim: true),
        .activeBorder: Style(.blue),
        .activeButton: Style(reverse: true),
        .key: Style(bold: true),
        .good: Style(.green),
        .warning: Style(.magenta, bold: true),
        .danger: Style(.red, bold: true),
        .banner: Style(.blue, bold: true, reverse: true),
        .selection: Style(reverse: true),
    ])

    /// Without faint text, and with a background of its own, so that no contrast depends on the terminal's.
    public static let highContrast = Palette([
        .plain: Style(.white, on: .black),
        .dim: Style(.white, on: .black),
        .title: Style(.white, on: .black, bold: true),
        .label: Style(.white, on: .black),
        .focus: Style(.yellow, on: .black, bold: true),
        .border: Style(.white, on: .black),
        .activeBorder: Style(.yellow, on: .black, bold: true),
        .button: Style(.white, on: .black),
        .activeButton: Style(.black, on: .yellow),
        .key: Style(.cyan, on: .black, bold: true),
        .good: Style(.green, on: .black, bold: true),
        .warning: Style(.yellow, on: .black, bold: true, underlined: true),
        .danger: Style(.white, on: .red, bold: true),
        .banner: Style(.black, on: .yellow),
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
