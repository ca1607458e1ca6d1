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
    /// A function key, from 1.
    case function(Int)
}

extension Key {
    /// Backspace with Alt, which sends Escape and DEL: in a text it deletes the word before the cursor.
    public static let altBackspace = Key.alt("\u{7F}")

    /// The key's name in a footer or a help text: `Enter`, `^C`, `?`.
    public var label: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "^" + character.uppercased()
        case .altBackspace: "M-BS"
        case .alt(let character): "M-" + String(character)
        case .paste: "paste"
        case .enter: "Enter"
        case .tab: "Tab"
        case .backTab: "S-Tab"
        case .escape: "Esc"
        case .backspace: "BS"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
