/// What a license key looks like: a text of that shape is not to be read where it stands in a field that is no secret.
enum KeyShape {
    /// Whether a word of a text looks like a license key: three groups or more of four letters and digits or more, one with a
    /// digit.
    static func isIn(_ text: String) -> Bool {
        text.contains("-") && text.split(whereSeparator: \.isWhitespace).contains { isKey($0) }
    }

    private static func isKey(_ word: Substring) -> Bool {
        let groups = word.split(separator: "-", omittingEmptySubsequences: false)
        return groups.count >= 3 && word.contains(where: \.isNumber)
            && groups.allSatisfy { $0.count >= 4 && $0.allSatisfy { $0.isLetter || $0.isNumber } }
    }

    /// Whether a text is a UUID, as the hardware ids of many machines are.
    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// The text; a dot for each of its characters where it looks like a key.
    static func hidden(_ text: String) -> String {
        isIn(text) ? String(repeating: "•", count: text.count) : text
    }
}
