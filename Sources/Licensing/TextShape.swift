/// What a text is made of, for checks and for sentences that quote what was typed.
public enum TextShape {
    /// Without blanks and line breaks at either end.
    static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }

    /// Whether it holds a character that cannot be seen: a control or format character, or a line separator.
    public static func hasInvisibles(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
            default: false
            }
        }
    }

    /// Whether a blank of any kind is in it.
    static func hasBlanks(_ text: String) -> Bool { text.contains(where: \.isWhitespace) }

    /// In quotation marks, shortened, and with a question mark for each character that cannot be seen; a dot for each where it looks
    /// like a license key.
    static func quoted(_ text: String) -> String {
        let limit = 30
        let seen = KeyShape.hidden(String(trimmed(text).map { hasInvisibles(String($0)) ? "?" : $0 }))
        return "\"" + (seen.count > limit ? seen.prefix(limit - 1) + "…" : seen) + "\""
    }
}
