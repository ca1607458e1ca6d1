/// A choice among rows, the first row that shows, and how many did when they were last laid out.
///
/// It is state, not drawing: lay it out when rows, choice or room have changed, and the view only reads it.
public struct ListView: Hashable, Sendable {
    /// The chosen row, from zero.
    public var index: Int
    /// The first row that shows.
    public private(set) var first = 0
    /// How many rows fitted when they were last laid out.
    public private(set) var page = 0
    /// How many of them, at the foot, something else takes for a while.
    private var covered = 0

    public init(_ index: Int = 0) { self.index = index }

    /// Applies a key that moves the choice among `count` rows.
    ///
    /// - Returns: whether the key means anything here.
    public mutating func handle(_ key: Key, count: Int) -> Bool {
        guard let step = Scrolling.step(of: key, count: count, page: page - covered) else { return false }
        index = min(max(0, index + step), max(0, count - 1))
        return true
    }

    /// Tells how many rows fit, and keeps the choice in sight with the least scrolling.
    ///
    /// - Parameter covered: how many of these, at the foot, something else takes for a while. The rows stay where they are,
    ///   unless the choice is among those; once it is gone they stand where they did.
    public mutating func layOut(count: Int, page: Int, covered: Int = 0) {
        self.page = max(0, page)
        self.covered = min(max(0, covered), self.page)
        index = min(max(0, index), max(0, count - 1))
        first = min(max(first, index - self.page + 1), index)
        first = Scrolling.visible(from: first, count: count, page: self.page).lowerBound
    }

    /// The rows to show: as many as fit, as long as there are so many.
    public func visible(count: Int) -> Range<Int> {
        let rows = page - covered
        guard covered > 0 else { return Scrolling.visible(from: first, count: count, page: rows) }
        let first = max(Scrolling.visible(from: first, count: count, page: page).lowerBound, index - rows + 1)
        return Scrolling.visible(from: first, count: count, page: rows)
    }

    /// The row that shows on a line of the list, from zero; nil where there is none. It tells what a click has met.
    public func row(onLine line: Int, count: Int) -> Int? {
        let rows = visible(count: count)
        let row = rows.lowerBound + line
        return rows.contains(row) ? row : nil
    }
}
