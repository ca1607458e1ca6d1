internal import TerminalUI

/// The window's title (OSC 2).
enum WindowTitle {
    static func sequence(for title: String) -> [UInt8] {
        // Sanitised as cells are: a title must not be able to end its own sequence.
        Array("\u{1B}]2;\(TextWidth.sanitised(title))\u{7}".utf8)
    }
}
