/// One whole picture of the terminal: cells, cursor, window title. A value; two frames are equal when they look the same.
///
/// A view is a function that returns one. Everything written into it has been sanitised by ``write(_:at:role:width:)``,
/// the one border that text from outside crosses.
public struct Frame: Hashable, Sendable {
    /// The size in cells.
    public let size: Size
    /// The rows of cells, from the top. A glyph that is two columns wide is followed by a cell without text.
    ///
    /// A row that was not written to is the same array in a frame and in its copies, which costs nothing to copy or to compare.
    public private(set) var rows: [[Cell]]
    /// Where the cursor stands; nil hides it.
    public var cursor: Position?
    /// The window title.
    public var title: String

    /// Makes a blank frame.
    public init(size: Size, title: String = "") {
        self.size = size
        self.title = title
        rows = Array(repeating: Array(repeating: .blank, count: max(0, size.columns)), count: max(0, size.rows))
    }

    /// The cell at a position that lies in the frame.
    public subscript(position: Position) -> Cell {
        rows[position.row][position.column]
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
            let count = min(text.utf8.count, max(0, end - position.column))
            rows[position.row].write(text.utf8, in: position.column..<(position.column + count), role: role)
            return count
        }
        var column = position.column
        for glyph in Glyphs(text) {
            if column >= end { break }
            let next = column + glyph.columns
            if column >= 0, next <= end {
                rows[position.row].put(glyph, at: column, role: role)
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
        let columns = columns(of: rect)
        for row in rows(of: rect) { rows[row].fill(columns, with: cell) }
    }

    /// Changes the role of what stands in a rectangle, clipped to the frame, and leaves its text.
    public mutating func paint(_ rect: Rect, role: Role) {
        let columns = columns(of: rect)
        for row in rows(of: rect) { rows[row].paint(columns, role: role) }
    }

    private func rows(of rect: Rect) -> Range<Int> {
        max(0, rect.top)..<max(0, rect.top, min(size.rows, rect.bottom))
    }

    private func columns(of rect: Rect) -> Range<Int> {
        max(0, rect.left)..<max(0, rect.left, min(size.columns, rect.right))
    }
}

/// One row of cells; whatever is written lies in it.
extension [Cell] {
    /// Writes printable ASCII, byte by byte, as far as there are columns.
    fileprivate mutating func write(_ bytes: String.UTF8View, in columns: Range<Int>, role: Role) {
        splitWideGlyphs(around: columns)
        var column = columns.lowerBound
        for byte in bytes {
            guard column < columns.upperBound else { return }
            self[column] = Cell(ascii: byte, role: role)
            column += 1
        }
    }

    fileprivate mutating func put(_ glyph: Glyph, at column: Int, role: Role) {
        splitWideGlyphs(around: column..<(column + glyph.columns))
        self[column] = Cell(text: glyph.text, role: role)
        if glyph.columns == 2 { self[column + 1] = Cell(text: "", role: role) }
    }

    fileprivate mutating func fill(_ columns: Range<Int>, with cell: Cell) {
        splitWideGlyphs(around: columns)
        for column in columns { self[column] = cell }
    }

    fileprivate mutating func paint(_ columns: Range<Int>, role: Role) {
        for column in columns { self[column].role = role }
    }

    /// Blanks the other halves of wide glyphs that are about to be overwritten in part.
    private mutating func splitWideGlyphs(around columns: Range<Int>) {
        if columns.isEmpty { return }
        if columns.lowerBound > 0, self[columns.lowerBound].isContinuation { self[columns.lowerBound - 1].text = " " }
        if columns.upperBound < count, self[columns.upperBound].isContinuation { self[columns.upperBound].text = " " }
    }
}
