/// A key as a person thinks of it, after the terminal's own spelling has been taken off.
public enum Key: Hashable, Sendable {
    /// A printable character, as typed.
    case character(Character)
    /// A letter with Control, lower case: `control("c")`.
    case control(Character)
    /// A character with Alt or Meta.
    case alt(Character)
    /// Text from a bracketed paste, with its line ends as they came.
    case paste(String)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// An arrow with Control: in a text, a word to the left or to the right.
    case controlLeft, controlRight
    /// A function key, from 1.
    case function(Int)
    /// A button of the mouse pressed, or its wheel turned by a notch, over a cell.
    case mouse(MouseButton, Position)
}

/// What can be pressed or turned on a mouse.
public enum MouseButton: Hashable, Sendable {
    case left, middle, right, wheelUp, wheelDown
}

extension Key {
    /// Backspace with Alt, which sends Escape and DEL: in a text it deletes the word before the cursor.
    public static let altBackspace = Key.alt("\u{7F}")
}
