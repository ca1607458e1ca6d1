extension ProblemCatalogue {
    /// The codes that a mistyped one may mean, the nearest first; at most five.
    ///
    /// Case, blanks, hyphens and underscores do not count. A part of a code finds every code that holds it, and beginnings
    /// of words find every code with such words: `float_avail`.
    public static func nearMatches(to text: String) -> [ProblemCode] {
        let wanted = NearMatch.letters(text)
        guard wanted.count >= 3 else { return [] }
        let ranked = codes.compactMap { code -> (code: ProblemCode, rank: Int)? in
            let name = NearMatch.letters(code.rawValue)
            let slips = NearMatch.slips(from: wanted, to: name)
            if slips <= max(1, wanted.count / 4) { return (code, slips) }
            let isPart = holds(name, wanted) || beginWords(of: words(code.rawValue), words(text))
            return isPart ? (code, 100 + name.count - wanted.count) : nil
        }
        // The sort keeps the order of the reference among equals.
        return ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .prefix(5).map(\.element.code)
    }

    private static func words(_ text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }
    }

    private static func beginWords(of name: [Substring], _ beginnings: [Substring]) -> Bool {
        beginnings.allSatisfy { beginning in name.contains { $0.hasPrefix(beginning) } }
    }

    private static func holds(_ name: [Character], _ part: [Character]) -> Bool {
        guard part.count <= name.count else { return false }
        return (0...name.count - part.count).contains { name[$0...].starts(with: part) }
    }
}
