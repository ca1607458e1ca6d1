internal import TerminalUI

extension Key {
    /// Whether it is text that somebody types or pastes, and no blank, which presses and turns.
    var isTyped: Bool {
        switch self {
        case .character(" "): false
        case .character, .paste: true
        default: false
        }
    }
}
