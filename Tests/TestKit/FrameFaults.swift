public import TerminalUI

extension Frame {
    /// What is wrong with a frame that was drawn for a size; nil where nothing is.
    public func fault(at wanted: Size) -> String? {
        if size != wanted { return "the frame has the size \(size)" }
        if rows.map(\.count) != Array(repeating: wanted.columns, count: wanted.rows) {
            return "the frame has rows of \(rows.map(\.count)) cells"
        }
        if let cursor, !Rect(size).contains(cursor) { return "the cursor stands at \(cursor)" }
        for (number, row) in rows.enumerated() {
            if let fault = Self.fault(in: row) { return "\(fault) of row \(number)" }
        }
        return nil
    }

    private static func fault(in row: [Cell]) -> String? {
        for (index, cell) in row.enumerated() {
            let text = cell.text.utf8
            if text.count == 1, let byte = text.first, byte >= 0x20, byte < 0x7F { continue }
            if cell.isContinuation {
                if index == 0 || TextWidth.columns(row[index - 1].text) != 2 { return "half a glyph at cell \(index)" }
                continue
            }
            if cell.text.unicodeScalars.contains(where: \.isUnsafe) {
                return "\(cell.text.debugDescription) at cell \(index)"
            }
            let columns = TextWidth.columns(cell.text)
            if columns == 2 {
                if index + 1 == row.count || !row[index + 1].isContinuation { return "half a glyph at cell \(index)" }
            } else if columns != 1 {
                return "\(columns) columns in cell \(index)"
            }
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// Whether it could act on a terminal or on the order of a line, or draws nothing that anybody could foresee.
    fileprivate var isUnsafe: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
