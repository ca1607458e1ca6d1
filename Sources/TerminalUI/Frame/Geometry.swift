/// A size in cells.
public struct Size: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A place in a frame, counted from zero at the top left.
public struct Position: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// A rectangle of cells: `right` and `bottom` are the first column and row outside it.
public struct Rect: Hashable, Sendable {
    public var left: Int
    public var top: Int
    public var width: Int
    public var height: Int

    public init(left: Int, top: Int, width: Int, height: Int) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }

    public init(_ size: Size) { self.init(left: 0, top: 0, width: size.columns, height: size.rows) }

    public var right: Int { left + width }
    public var bottom: Int { top + height }

    /// The rectangle with a cell less on every side.
    public func inset() -> Rect {
        Rect(left: left + 1, top: top + 1, width: max(0, width - 2), height: max(0, height - 2))
    }

    /// A rectangle of at most the given size in the middle of this one, shrunk to fit.
    public func centred(width: Int, height: Int) -> Rect {
        let (width, height) = (min(width, self.width), min(height, self.height))
        return Rect(
            left: left + (self.width - width) / 2, top: top + (self.height - height) / 2, width: width, height: height)
    }

    /// Whether a position lies in it.
    public func contains(_ position: Position) -> Bool {
        (left..<right).contains(position.column) && (top..<bottom).contains(position.row)
    }

    /// The position a number of columns and rows from the top left corner.
    public func at(_ column: Int, _ row: Int) -> Position {
        Position(column: left + column, row: top + row)
    }
}
