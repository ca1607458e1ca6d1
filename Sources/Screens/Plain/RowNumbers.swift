/// Rows of a numbered list, as a person names them: `2`, `1,3-5`, `all`.
public enum RowNumbers {
    /// The places that a line names, from zero, each once and in the list's order.
    ///
    /// - Parameter count: how many rows there are.
    /// - Throws: what may be typed, where the line names no rows or some that there are not.
    public static func read(_ line: String, count: Int) throws(AnswerError) -> [Int] {
        let text = line.lowercased()
        if text.filter({ !$0.isWhitespace }) == "all" { return Array(0..<count) }
        var places: Set<Int> = []
        for part in text.split(omittingEmptySubsequences: true, whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
                first >= 1, last <= count
            else { throw AnswerError(sentence: help(count)) }
            places.formUnion(first - 1...last - 1)
        }
        guard !places.isEmpty else { throw AnswerError(sentence: help(count)) }
        return places.sorted()
    }

    /// What may be typed.
    public static func help(_ count: Int) -> String {
        count == 1 ? "Type 1." : "Type numbers from 1 to \(count), such as 1 or 1,3-5, or all."
    }
}
