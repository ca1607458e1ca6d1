/// What a license key looks like: a text of that shape is not to be read where it stands in a field that is no secret.
enum KeyShape {
    /// Whether a word of a text looks like a license key, or is a UUID, as API keys are.
    static func isIn(_ text: String) -> Bool {
        text.contains("-") && text.split(whereSeparator: \.isWhitespace).contains { isKey($0) || isUUID($0) }
    }

    /// Capitals and digits, one digit at least, in three groups or more of four characters or more, as long as each other. One character
    /// too many and a few in lower case are slips; names of devices are words of any length, most of them in lower case.
    private static func isKey(_ word: Substring) -> Bool {
        var groups = word.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
        // A group that is being typed.
        if groups.count > 3, let last = groups.last, last < 4 { groups.removeLast() }
        guard groups.count >= 3, let shortest = groups.min(), let longest = groups.max() else { return false }
        return shortest >= 4 && longest - shortest <= 1 && word.contains(where: \.isNumber)
            && word.allSatisfy { $0 == "-" || $0.isNumber || $0.isLetter }
            && word.count(where: \.isLowercase) <= word.count(where: \.isUppercase)
    }

    /// Whether a text is a UUID, as the hardware ids of many machines are.
    static func isUUID(_ text: some StringProtocol) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// The text; a dot for each of its characters where it looks like a key.
    static func hidden(_ text: String) -> String {
        isIn(text) ? String(repeating: "•", count: text.count) : text
    }
}
