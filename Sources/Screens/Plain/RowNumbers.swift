/// Rows of a numbered list, as a person names them: `2`, `1,3-5`, `all`.
public enum RowNumbers {
    /// The numbers that a line names, each once and in the list's order; a span means those of it that there are.
    ///
    /// - Parameter numbers: those of the rows that there are, in the list's order.
    /// - Throws: what may be typed, where the line names no rows or some that there are not.
    public static func read(_ line: String, among numbers: [Int]) throws(AnswerError) -> [Int] {
        let text = line.lowercased()
        if text.filter({ !$0.isWhitespace }) == "all" { return numbers }
        var named: Set<Int> = []
        for part in text.split(omittingEmptySubsequences: true, whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
                numbers.contains(first), numbers.contains(last)
            else { throw AnswerError(sentence: help(numbers)) }
            named.formUnion(numbers.filter { (first...last).contains($0) })
        }
        guard !named.isEmpty else { throw AnswerError(sentence: help(numbers)) }
        return numbers.filter(named.contains)
    }

    /// What may be typed.
    public static func help(_ numbers: [Int]) -> String {
        guard let first = numbers.first, let last = numbers.last, numbers.count > 1 else {
            return "Type \(numbers.first.map(String.init) ?? "nothing")."
        }
        let isWhole = last - first == numbers.count - 1
        let which = isWhole ? "numbers from \(first) to \(last)" : "numbers of the rows above"
        let span = numbers.count > 2 ? "\(first),\(numbers[1])-\(last)" : "\(first),\(last)"
        return "Type \(which), such as \(first) or \(span), or all."
    }
}
