extension Frame {
    /// The text plane: a line a row, blanks at the ends dropped.
    public var lines: [String] {
        rows.map { row in
            var line = row.map(\.text).joined()
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    /// The runs of equal role on one row, as columns and text, blanks in the plain role at the end dropped.
    public func runs(row: Int) -> [(column: Int, text: String, role: Role)] {
        var runs: [(column: Int, text: String, role: Role)] = []
        for column in 0..<size.columns {
            let cell = self[Position(column: column, row: row)]
            if let last = runs.last, last.role == cell.role {
                runs[runs.count - 1].text += cell.text
            } else {
                runs.append((column, cell.text, cell.role))
            }
        }
        return runs
    }
}
