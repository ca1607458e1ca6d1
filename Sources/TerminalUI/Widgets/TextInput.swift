/// One line of text being edited.
public struct TextInput: Hashable, Sendable {
    /// What has been typed.
    public private(set) var text: String
    /// Where the next character goes, counted in characters from the start.
    public private(set) var cursor: Int
    /// The most characters that it takes.
    public var limit: Int
    /// Whether the end of what was put in last did not fit and is missing; until the text changes again.
    public private(set) var isCut = false

    public init(_ text: String = "", limit: Int = 512) {
        self.text = text
        self.limit = limit
        cursor = text.count
    }

    /// Replaces the text and puts the cursor at its end.
    public mutating func replace(with text: String) {
        self.text = String(text.prefix(limit))
        isCut = text.count > limit
        cursor = self.text.count
    }

    /// Applies an editing key.
    ///
    /// - Returns: whether the key means anything here; false leaves it to whoever is around the field.
    public mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let text): insert(Self.singleLine(text))
        case .backspace, .control("h"): delete(from: cursor - 1, to: cursor)
        case .delete, .control("d"): delete(from: cursor, to: cursor + 1)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control("u"): delete(from: 0, to: cursor)
        case .control("k"): delete(from: cursor, to: text.count)
        case .control("w"), .altBackspace: delete(from: startOfWord(), to: cursor)
        default: return false
        }
        return true
    }

    private mutating func insert(_ new: String) {
        let taken = new.prefix(max(0, limit - text.count))
        isCut = taken.endIndex < new.endIndex
        let before = String(text.prefix(cursor) + taken)
        text = before + text.dropFirst(cursor)
        // Counted anew: a combining mark joins the character before it, and is none of its own.
        cursor = min(before.count, text.count)
    }

    private mutating func delete(from start: Int, to end: Int) {
        let start = max(0, start)
        let end = min(text.count, end)
        guard start < end else { return }
        isCut = false
        text.removeSubrange(text.index(text.startIndex, offsetBy: start)..<text.index(text.startIndex, offsetBy: end))
        cursor = min(start, text.count)
    }

    private func startOfWord() -> Int {
        let before = Array(text.prefix(cursor))
        var index = before.count
        while index > 0, before[index - 1] == " " { index -= 1 }
        while index > 0, before[index - 1] != " " { index -= 1 }
        return index
    }

    /// A pasted text on one line: line ends and control characters fall away, blanks around it too.
    private static func singleLine(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { !TextWidth.isUnsafe($0) }
        let line = String(String.UnicodeScalarView(kept))
        guard let first = line.firstIndex(where: { $0 != " " }), let last = line.lastIndex(where: { $0 != " " }) else {
            return ""
        }
        return String(line[first...last])
    }
}

extension Frame {
    /// Draws a field on one row, scrolled so that its cursor shows; a secret shows a dot for each character.
    public mutating func draw(
        _ input: TextInput, at position: Position, width: Int, isFocused: Bool, isSecret: Bool = false,
        role: Role = .plain
    ) {
        let shown = isSecret ? String(repeating: "•", count: input.text.count) : input.text
        let cursorColumn = TextWidth.columns(String(shown.prefix(input.cursor)))
        let scroll = isFocused ? max(0, cursorColumn - width + 1) : 0
        let visible = scroll == 0 ? shown : TextWidth.dropColumns(shown, scroll)
        write(isFocused ? visible : TextWidth.truncate(visible, to: width), at: position, role: role, width: width)
        if isFocused { cursor = Position(column: position.column + cursorColumn - scroll, row: position.row) }
    }
}

// A field may hold a secret, so none shows its text in a dump, a test's failure or a crash report.
extension TextInput: CustomStringConvertible, CustomReflectable {
    public var description: String { "TextInput(\(text.count) characters)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
