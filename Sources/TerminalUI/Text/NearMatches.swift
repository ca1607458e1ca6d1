/// Finds the words that were probably meant.
enum NearMatches {
    /// Those of the known words that are like a mistyped one, the nearest first; at most three.
    ///
    /// Like it is what has few letters added, removed, replaced or exchanged with their neighbour, or begins with it.
    static func of(_ word: String, among known: [String]) -> [String] {
        let word = word.lowercased()
        let most = max(1, word.count / 3)
        let near = known.map { (word: $0, distance: distance(word, Array($0.lowercased()))) }
            .filter { $0.distance <= most || (word.count >= 2 && $0.word.lowercased().hasPrefix(word)) }
        return near.sorted { $0.distance < $1.distance }.prefix(3).map(\.word)
    }

    /// A question that offers them, to follow a sentence; empty where there are none.
    static func question(_ words: [String]) -> String {
        words.isEmpty ? "" : " Did you mean \(words.map { "\"\($0)\"" }.joined(separator: " or "))?"
    }

    /// The Levenshtein distance, row by row, where neighbours that were exchanged count as one mistake.
    private static func distance(_ first: String, _ second: [Character]) -> Int {
        let first = Array(first)
        var (before, row) = ([Int](), Array(0...second.count))
        for (line, letter) in first.enumerated() {
            var next = [line + 1]
            for (column, other) in second.enumerated() {
                var least = min(next[column] + 1, row[column + 1] + 1, row[column] + (letter == other ? 0 : 1))
                if line > 0, column > 0, letter == second[column - 1], first[line - 1] == other {
                    least = min(least, before[column - 1] + 1)
                }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[second.count]
    }
}
