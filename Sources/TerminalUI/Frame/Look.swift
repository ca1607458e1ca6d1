/// What a terminal's cells are drawn with.
public struct Look: Hashable, Sendable {
    /// What the roles look like.
    public var palette: Palette
    /// Whether lines and symbols are drawn in ASCII.
    public var usesASCII: Bool

    public init(palette: Palette = .dark, usesASCII: Bool = false) {
        self.palette = palette
        self.usesASCII = usesASCII
    }
}
