/// One whole picture of the terminal: cells, cursor, window title. A value; two frames are equal when they look the same.
///
/// A view is a function that returns one. Everything written into it has been sanitised by ``write(_:at:role:width:)``,
/// the one border that text from outside crosses.
public struct Frame: Hashable, Sendable {
    /// The size in cells.
    public let size: Size
    /// The cells, row by row. A glyph that is two columns wide is followed by one ``Cell/continuation``.
    public private(set) var cells: [Cell]
    /// Where the cursor stands; nil hides it.
    public var cursor: Position?
    /// The window title.
    public var title: String

    /// Makes a blank frame.
    public init(size: Size, title: String = "") {
        self.size = size
        self.title = title
        cells = Array(repeating: .blank, count: max(0, size.columns) * max(0, size.rows))
    }

    /// The cell at a position that lies in the frame.
    public subscript(position: Position) -> Cell {
        cells[position.row * size.columns + position.column]
    }

    /// Writes text on one row, clipped to `width` columns (by default to the frame's edge).
    ///
    /// Control and bidirectional-override characters become visible stand-ins; a wide glyph that would be cut in half
    /// becomes a blank.
    ///
    /// - Returns: the number of columns written.
    @discardableResult
    public mutating func write(_ text: String, at position: Position, role: Role = .plain, width: Int? = nil) -> Int {
        guard (0..<size.rows).contains(position.row), position.column < size.columns else { return 0 }
        let end = min(size.columns, position.column + max(0, width ?? size.columns))
        if position.column >= 0, PlainText.isAll(of: text) {
            return writePlain(text.utf8.prefix(max(0, end - position.column)), at: position, role: role)
        }
        var column = position.column
        for glyph in Glyphs(text) {
            if column >= end { break }
            let next = column + glyph.columns
            if column >= 0, next <= end {
                put(glyph, at: Position(column: column, row: position.row), role: role)
            } else {
                fill(Rect(left: column, top: position.row, width: min(next, end) - column, height: 1), role: role)
            }
            column = next
        }
        return max(0, min(column, end) - position.column)
    }

    /// Fills a rectangle, clipped to the frame, with one character of width one.
    public mutating func fill(_ rect: Rect, with character: Character = " ", role: Role = .plain) {
        let cell = Cell(text: String(character), role: role)
        for row in max(0, rect.top)..<max(0, rect.top, min(size.rows, rect.bottom)) {
            let columns = max(0, rect.left)..<max(0, rect.left, min(size.columns, rect.right))
            splitWideGlyphs(around: columns, row: row)
            for column in columns { cells[row * size.columns + column] = cell }
        }
    }

    /// Changes the role of what stands in a rectangle, clipped to the frame, and leaves its text.
    public mutating func paint(_ rect: Rect, role: Role) {
        for row in max(0, rect.top)..<max(0, rect.top, min(size.rows, rect.bottom)) {
            for column in max(0, rect.left)..<max(0, rect.left, min(size.columns, rect.right)) {
                cells[row * size.columns + column].role = role
            }
        }
    }

    /// Writes printable ASCII that fits, byte by byte.
    private mutating func writePlain(_ bytes: Substring.UTF8View, at position: Position, role: Role) -> Int {
        let columns = position.column..<(position.column + bytes.count)
        splitWideGlyphs(around: columns, row: position.row)
        var index = position.row * size.columns + position.column
        for byte in bytes {
            cells[index] = Cell(text: PlainText.glyph(byte), role: role)
            index += 1
        }
        return columns.count
    }

    private mutating func put(_ glyph: Glyph, at position: Position, role: Role) {
        let index = position.row * size.columns + position.column
        splitWideGlyphs(around: position.column..<(position.column + glyph.columns), row: position.row)
        cells[index] = Cell(text: glyph.text, role: role)
        if glyph.columns == 2 { cells[index + 1] = Cell(text: "", role: role) }
    }

    /// Blanks the other halves of wide glyphs that are about to be overwritten in part.
    private mutating func splitWideGlyphs(around columns: Range<Int>, row: Int) {
        if columns.isEmpty { return }
        let start = row * size.columns
        if columns.lowerBound > 0, cells[start + columns.lowerBound].isContinuation {
            cells[start + columns.lowerBound - 1].text = " "
        }
        if columns.upperBound < size.columns, cells[start + columns.upperBound].isContinuation {
            cells[start + columns.upperBound].text = " "
        }
    }
}

/// One place on the screen: what stands there, and what that means.
public struct Cell: Hashable, Sendable {
    /// A glyph's text: one scalar with its combining marks, or empty in the second column of a wide glyph.
    public var text: String
    public var role: Role

    public init(text: String, role: Role) {
        self.text = text
        self.role = role
    }

    public static let blank = Cell(text: " ", role: .plain)

    /// Whether it is the second column of a wide glyph.
    public var isContinuation: Bool { text.isEmpty }
}
