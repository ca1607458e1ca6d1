/// What each ``Role`` looks like.
public struct Palette: Hashable, Sendable {
    /// One of the terminal's own colours; what they look like is the user's choice.
    public enum Colour: Int16, Hashable, Sendable, CaseIterable {
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

    var styles: [Role: Style]

    public init(_ styles: [Role: Style]) { self.styles = styles }

    /// The look of a role; the terminal's own where nothing is said.
    public subscript(role: Role) -> Style { styles[role] ?? Style() }
}
