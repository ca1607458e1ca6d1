extension String {
    /// What stands before a line and what after it; all of it before where there is no such line.
    func components(parting line: String) -> (before: String, after: String) {
        let lines = split(separator: "\n", omittingEmptySubsequences: false)
        guard let index = lines.firstIndex(where: { $0 == line }) else { return (self, "") }
        let text = { (part: ArraySlice<Substring>) in part.joined(separator: "\n").trimming("\n") }
        return (text(lines[..<index]), text(lines[(index + 1)...]))
    }

    /// It without a character at its ends.
    func trimming(_ character: Character) -> String { Substring(self).trimming(character) }
}

extension Substring {
    /// It without a character at its ends.
    func trimming(_ character: Character) -> String {
        var rest = self
        while rest.first == character { rest.removeFirst() }
        while rest.last == character { rest.removeLast() }
        return String(rest)
    }
}
