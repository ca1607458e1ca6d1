/// Finds the word that was probably meant.
public enum NearMatch {
    /// The known word with the fewest letters added, removed or replaced; nil where none is near.
    public static func of(_ word: String, among known: [String]) -> String? {
        let word = word.lowercased()
        let nearest = known.map { (word: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(2, word.count / 3) else { return nil }
        return nearest.word
    }

    /// The Levenshtein distance, row by row.
    private static func distance(_ first: String, _ second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var next = [line + 1]
            for (column, other) in second.enumerated() {
                next.append(min(next[column] + 1, row[column + 1] + 1, row[column] + (letter == other ? 0 : 1)))
            }
            row = next
        }
        return row[second.count]
    }
}
