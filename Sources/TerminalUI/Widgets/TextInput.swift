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
    /// Whether the text was put there for the person and no key has touched it: then what is typed takes its place.
    public private(set) var isUntouchedDefault = false

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
        isUntouchedDefault = false
    }

    /// Replaces the text by one that the first typed character or paste replaces in turn; a blank and any other key keep it.
    public mutating func replaceAsDefault(with text: String) {
        replace(with: text)
        isUntouchedDefault = !text.isEmpty
    }

    /// Empties it, as where it holds a secret that will not do.
    ///
    /// - Returns: whether anything stood there.
    @discardableResult
    public mutating func forget() -> Bool {
        defer { self = TextInput(limit: limit) }
        return !text.isEmpty
    }

    /// Applies an editing key.
    ///
    /// - Returns: whether the key means anything here; false leaves it to whoever is around the field.
    public mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): type(String(character))
        case .paste(let text):
            // Half of what came before is of no use, and what comes now would be added to it.
            if isCut { replace(with: "") }
            type(Self.singleLine(text))
        case .backspace, .control("h"): delete(from: cursor - 1, to: cursor)
        case .delete, .control("d"): delete(from: cursor, to: cursor + 1)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .controlLeft, .alt("b"): cursor = startOfWord(where: Self.isInWord)
        case .controlRight, .alt("f"): cursor = endOfWord()
        case .control("u"): delete(from: 0, to: cursor)
        case .control("k"): delete(from: cursor, to: text.count)
        case .control("w"): delete(from: startOfWord { $0 != " " }, to: cursor)
        case .altBackspace: delete(from: startOfWord(where: Self.isInWord), to: cursor)
        case .alt("d"): delete(from: cursor, to: endOfWord())
        default: return false
        }
        isUntouchedDefault = false
        return true
    }

    private mutating func type(_ new: String) {
        // A blank begins nothing: it would only wipe what stands there.
        if isUntouchedDefault, new.contains(where: { $0 != " " }) { replace(with: "") }
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

    /// A paste on one line: a blank between the lines of text, and no control characters.
    private static func singleLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            let kept = line.unicodeScalars.map { $0 == "\t" ? " " : $0 }.filter { !TextWidth.isUnsafe($0) }
            return trimmed(String(String.UnicodeScalarView(kept)))
        }
        return lines.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func trimmed(_ line: String) -> Substring {
        guard let first = line.firstIndex(where: { $0 != " " }), let last = line.lastIndex(where: { $0 != " " }) else {
            return ""
        }
        return line[first...last]
    }
}

// What a word is depends on the key, as in a shell: most go by letters and digits, ^W by blanks.
extension TextInput {
    private static func isInWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private func startOfWord(where isInWord: (Character) -> Bool) -> Int {
        let before = Array(text.prefix(cursor))
        var index = before.count
        while index > 0, !isInWord(before[index - 1]) { index -= 1 }
        while index > 0, isInWord(before[index - 1]) { index -= 1 }
        return index
    }

    private func endOfWord() -> Int {
        let after = text.dropFirst(cursor)
        return cursor + after.prefix { !Self.isInWord($0) }.count
            + after.drop { !Self.isInWord($0) }.prefix(while: Self.isInWord).count
    }
}

// A field may hold a secret, so none shows its text in a dump, a test's failure or a crash report.
extension TextInput: CustomStringConvertible, CustomReflectable {
    public var description: String { "TextInput(\(text.count) characters)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
