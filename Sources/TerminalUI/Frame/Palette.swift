/// What each ``Role`` looks like.
public struct Palette: Hashable, Sendable {
    /// One of the terminal's own colours; what they look like is the user's choice.
    public enum Colour: Int16, Hashable, Sendable {
        case standard = -1
        case black, red, green, yellow, blue, magenta, cyan, white
    }

    /// The look of a role.
    public struct Style: Hashable, Sendable {
        public var foreground: Colour
        public var background: Colour
        public var isBold: Bool
        public var isDim: Bool
        public var isReverse: Bool
        public var isUnderlined: Bool

        public init(
            _ foreground: Colour = .standard, on background: Colour = .standard, bold: Bool = false, dim: Bool = false,
            reverse: Bool = false, underlined: Bool = false
        ) {
            self.foreground = foreground
            self.background = background
            isBold = bold
            isDim = dim
            isReverse = reverse
            isUnderlined = underlined
        }
    }

    private var styles: [Role: Style]

    public init(_ styles: [Role: Style]) { self.styles = styles }

    /// The look of a role; the terminal's own where nothing is said.
    public subscript(role: Role) -> Style { styles[role] ?? Style() }

    /// The default: the terminal's colours 0 to 7 as accents, legible on a light and on a dark background.
    public static let colour = Palette([
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
