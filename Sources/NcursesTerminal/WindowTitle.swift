internal import TerminalUI

/// The window's title (OSC 2).
enum WindowTitle {
    static func sequence(for title: String) -> [UInt8] {
        // Sanitised as cells are: a title must not be able to end its own sequence.
        let text = Glyphs(title).map(\.text).joined()
        return Array("\u{1B}]2;\(text)\u{7}".utf8)
    }
}
