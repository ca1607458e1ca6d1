internal import TerminalUI

/// A call for the person at the terminal: a bell, and a text (OSC 9) where it is shown or does no harm.
enum Bell {
    static func sequence(for text: String, showsText: Bool, inTmux: Bool) -> [UInt8] {
        guard showsText, !text.isEmpty else { return [0x07] }
        // Sanitised as cells are: it must not be able to end its own sequence.
        var shown = TextWidth.sanitised(text)
        // A number there is an order to some terminals, such as the one to show a progress.
        if shown.first?.isNumber == true { shown = " " + shown }
        let plain = "\u{1B}]9;\(shown)\u{7}"
        return Array(((inTmux ? Tmux.passing(plain) : plain) + "\u{7}").utf8)
    }
}
