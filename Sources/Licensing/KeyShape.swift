/// What a license key looks like: a text of that shape is not to be read where it stands in a field that is no secret.
public enum KeyShape {
    /// Whether a word of a text may be a license key, where hardly anything else has its shape: three groups or more of four letters and
    /// digits or more, one digit among them; or a UUID, as API keys are.
    public static func isIn(_ text: String) -> Bool {
        words(text).contains { word in
            let groups = word.split(separator: "-", omittingEmptySubsequences: false)
            return groups.count >= 3 && groups.allSatisfy { $0.count >= 4 } && word.contains(where: \.isNumber)
        }
    }

    /// The same where names of devices may stand as well.
    public static func isAmongNames(_ text: String) -> Bool {
        words(text).contains { isKey($0) || isUUID($0) }
    }

    /// What may be a key: without blanks and punctuation, in three groups at least. Most texts have none, and are asked about at each key.
    private static func words(_ text: String) -> [Substring] {
        guard hasGroups(text) else { return [] }
        return text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.filter { $0.contains("-") }
    }

    /// Whether three stretches of four bytes or more follow each other, a hyphen between them: without those no word is a key.
    private static func hasGroups(_ text: String) -> Bool {
        var (groups, length) = (0, 0)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "-") {
                if length < 4 { groups = 0 }
                length = 0
            } else {
                length += 1
                if length == 4 { groups += 1 }
                if groups == 3 { return true }
            }
        }
        return false
    }

    /// Capitals and digits, one digit at least, in three groups or more of four characters or more, as long as each other. One character
    /// too many and a few in lower case are slips; all of it is where letters and digits are mixed in two groups. Names of devices are
    /// words of any length, most of them in lower case, with a number behind.
    private static func isKey(_ word: Substring) -> Bool {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        var groups = parts.map(\.count)
        // A group that is being typed.
        if groups.count > 3, let last = groups.last, last < 4 { groups.removeLast() }
        guard groups.count >= 3, let shortest = groups.min(), let longest = groups.max() else { return false }
        let mixed = parts.count { $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter) }
        return shortest >= 4 && longest - shortest <= 1 && word.contains(where: \.isNumber)
            && (mixed >= 2 || word.count(where: \.isLowercase) <= word.count(where: \.isUppercase))
    }

    /// Whether a text is a UUID, as the hardware ids of many machines are.
    public static func isUUID(_ text: some StringProtocol) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// Whether it looks like a key by either measure: such a text is not to be read.
    public static func isByAnyMeasureIn(_ text: String) -> Bool { isIn(text) || isAmongNames(text) }

    /// The text; a dot for each of its characters where it looks like a key.
    public static func hidden(_ text: String) -> String {
        isByAnyMeasureIn(text) ? String(repeating: "•", count: text.count) : text
    }
}
