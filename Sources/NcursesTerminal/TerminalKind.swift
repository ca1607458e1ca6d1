internal import CTerminal

/// What is known of a terminal without opening it.
public enum TerminalKind {
    /// The number of colours of a kind of terminal, as in `TERM`; nil where this host has no description of it that will do.
    ///
    /// Not while a terminal is open.
    public static func colours(of name: String) -> Int? {
        let colours = ct_colours(name)
        return colours < 0 ? nil : Int(colours)
    }

    /// Whether the environment's locale is one of UTF-8.
    public static var isUTF8: Bool { ct_locale_is_utf8() }
}
