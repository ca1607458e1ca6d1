public import TerminalUI

extension Frame {
    /// What is wrong with a frame that was drawn for a size; nil where nothing is.
    public func fault(at wanted: Size) -> String? {
        if size != wanted { return "the frame has the size \(size)" }
        if cells.count != wanted.columns * wanted.rows { return "the frame has \(cells.count) cells" }
        if let cursor, !(0..<size.columns).contains(cursor.column) || !(0..<size.rows).contains(cursor.row) {
            return "the cursor stands at \(cursor)"
        }
        for (index, cell) in cells.enumerated() {
            let text = cell.text.utf8
            if text.count == 1, let byte = text.first, byte >= 0x20, byte < 0x7F { continue }
            let isFirst = index % size.columns == 0
            if cell.isContinuation {
                if isFirst || TextWidth.columns(cells[index - 1].text) != 2 { return "half a glyph at cell \(index)" }
                continue
            }
            if cell.text.unicodeScalars.contains(where: \.isUnsafe) {
                return "\(cell.text.debugDescription) at cell \(index)"
            }
            let columns = TextWidth.columns(cell.text)
            if columns == 2 {
                let isLast = (index + 1) % size.columns == 0
                if isLast || !cells[index + 1].isContinuation { return "half a glyph at cell \(index)" }
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
