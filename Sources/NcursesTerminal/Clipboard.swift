internal import FoundationEssentials

/// The terminal's clipboard (OSC 52).
enum Clipboard {
    /// The bytes that ask a terminal to put a text on its clipboard.
    ///
    /// In tmux twice: for tmux itself, which may keep clipboards to itself, and wrapped, for the terminal around it.
    static func sequence(for text: String, inTmux: Bool) -> [UInt8] {
        let plain = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}"
        return Array((inTmux ? plain + Tmux.passing(plain) : plain).utf8)
    }
}

/// A tmux that stands between this program and the terminal.
enum Tmux {
    /// A sequence that tmux hands on to the terminal around it, where it is allowed to.
    static func passing(_ sequence: String) -> String {
        let doubled = sequence.split(separator: "\u{1B}", omittingEmptySubsequences: false)
            .joined(separator: "\u{1B}\u{1B}")
        return "\u{1B}Ptmux;\(doubled)\u{1B}\\"
    }
}
