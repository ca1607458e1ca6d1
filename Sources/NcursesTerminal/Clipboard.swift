internal import FoundationEssentials

/// The terminal's clipboard (OSC 52).
enum Clipboard {
    /// The bytes that ask a terminal to put a text on its clipboard.
    ///
    /// In tmux twice: for tmux itself, which may keep clipboards to itself, and wrapped, for the terminal around it.
    static func sequence(for text: String, inTmux: Bool) -> [UInt8] {
        let plain = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}"
        let wrapped = inTmux ? "\u{1B}Ptmux;\u{1B}\(plain)\u{1B}\\" : ""
        return Array((plain + wrapped).utf8)
    }
}
