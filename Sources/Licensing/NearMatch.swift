/// Finds the word that was probably meant.
public enum NearMatch {
    /// The known word with the fewest letters added, removed, replaced or put in each other's place; nil where none is near.
    public static func of(_ word: String, among known: [String]) -> String? {
        let word = word.lowercased()
        let nearest = known.map { (word: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(2, word.count / 3) else { return nil }
        return nearest.word
    }

    /// A question that offers it, to follow a sentence; empty where none is near.
    public static func question(_ word: String, among known: [String]) -> String {
        of(word, among: known).map { " Did you mean \($0.inQuotes)?" } ?? ""
    }

    /// How many of these mistakes lie between two words, row by row; two letters in each other's place are one.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first), Array(second))
        var before: [Int] = []
        var row = Array(0...second.count)
        for line in first.indices {
            var next = [line + 1]
            for column in second.indices {
                let isSame = first[line] == second[column]
                var least = min(next[column] + 1, row[column + 1] + 1, row[column] + (isSame ? 0 : 1))
                if line > 0, column > 0, first[line] == second[column - 1], first[line - 1] == second[column] {
                    least = min(least, before[column - 1] + 1)
                }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[second.count]
    }
}

extension String {
    /// A name that a person gave, as it stands in a sentence: it may have blanks in it, or be a word like any other.
    public var inQuotes: String { "\"\(self)\"" }
}

extension [String] {
    /// Names that people gave, as they stand in a sentence.
    public var inQuotes: String { map(\.inQuotes).joined(separator: ", ") }
}
