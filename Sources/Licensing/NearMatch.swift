/// Finds the word that was probably meant.
public enum NearMatch {
    /// The known word that begins with what was typed, the shortest of those; else the one with the fewest letters added, removed,
    /// replaced or put in each other's place; nil where none is near.
    ///
    /// Case, blanks, hyphens and underscores do not count.
    public static func of(_ word: String, among known: [String]) -> String? {
        let typed = letters(word)
        guard !typed.isEmpty else { return nil }
        let near = known.compactMap { known -> (word: String, isBegun: Bool, slips: Int)? in
            let name = letters(known)
            let slips = slips(from: typed, to: name)
            let isBegun = typed.count >= 2 && name.starts(with: typed)
            guard isBegun || slips <= max(1, max(typed.count, name.count) / 3) else { return nil }
            return (known, isBegun, slips)
        }
        return near.min { ($0.isBegun ? 0 : 1, $0.slips) < ($1.isBegun ? 0 : 1, $1.slips) }?.word
    }

    /// A question that offers it, to follow a sentence; empty where none is near.
    public static func question(_ word: String, among known: [String]) -> String {
        of(word, among: known).map { " Did you mean \($0.inQuotes)?" } ?? ""
    }

    /// What counts of a word.
    static func letters(_ text: String) -> [Character] {
        text.lowercased().filter { $0.isLetter || $0.isNumber }.map(\.self)
    }

    /// How many letters have to be put in, left out, replaced or swapped with their neighbour to get from one to the other.
    static func slips(from one: [Character], to other: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in one.indices {
            var current = [row + 1]
            for column in other.indices {
                let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}

extension String {
    /// A name that a person gave, as it stands in a sentence: it may have blanks in it, or be a word like any other.
    public var inQuotes: String { "\"\(self)\"" }
}

extension [String] {
    /// Names that people gave, as they stand in a sentence.
    public var inQuotes: String { map(\.inQuotes).joined(separator: ", ") }

    /// One of them, as a part of a sentence: `18h, 18d or 18:00`.
    public var alternatives: String {
        dropLast().joined(separator: ", ") + (count > 1 ? " or " : "") + (last ?? "")
    }
}
