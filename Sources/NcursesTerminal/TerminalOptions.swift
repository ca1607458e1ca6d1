public import TerminalUI

/// How a terminal is opened.
public struct TerminalOptions: Sendable {
    /// What the roles look like.
    public var palette: Palette
    /// Whether clicks and the wheel are told; then text can no longer be selected with the mouse alone.
    public var usesMouse: Bool
    /// Whether lines and symbols are drawn in ASCII; always so where the character set is not UTF-8.
    public var usesASCII: Bool
    /// Whether what is written to standard error waits until the screen is closed, if that too is a terminal.
    public var capturesErrors: Bool
    /// Where `TERM`, the locale, `ESCDELAY` and `TMUX` are looked up.
    public var environment: [String: String]

    public init(
        palette: Palette = .dark, usesMouse: Bool = false, usesASCII: Bool = false, capturesErrors: Bool = true,
        environment: [String: String]
    ) {
        self.palette = palette
        self.usesMouse = usesMouse
        self.usesASCII = usesASCII
        self.capturesErrors = capturesErrors
        self.environment = environment
    }

    /// The terminal's name; empty where there is none.
    var term: String { environment["TERM"] ?? "" }

    /// The locale's name, found as the C library would; empty for its default.
    var locale: String {
        ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    }

    /// How long a lone Escape is held back, in milliseconds. `ESCDELAY` suits it to links that split sequences.
    var escapeDelay: Int32 {
        environment["ESCDELAY"].flatMap { Int32($0) }.map { min(max($0, 0), 5000) } ?? 25
    }

    /// Whether the terminal takes a window title (OSC 2) and the like without harm; a console prints it instead.
    var showsTitle: Bool { Self.windowed.contains { term.hasPrefix($0) } }

    /// How the names of the terminals begin that have a window.
    private static let windowed = [
        "xterm", "tmux", "screen", "rxvt", "putty", "alacritty", "foot", "wezterm", "konsole", "gnome", "vte", "st-",
        "ghostty", "iterm", "mintty", "contour",
    ]

    /// Whether tmux stands between this program and the terminal.
    var isInTmux: Bool { !(environment["TMUX"] ?? "").isEmpty }
}
