/// A choice among a number of rows, and the part of them that fits on the screen.
public struct ListCursor: Hashable, Sendable {
    /// The chosen row, from zero.
    public var index: Int

    public init(_ index: Int = 0) { self.index = index }

    /// Applies a key that moves the choice among `count` rows, `page` of which show at once.
    ///
    /// - Returns: whether the key means anything here.
    public mutating func handle(_ key: Key, count: Int, page: Int) -> Bool {
        let step = max(1, page - 1)
        switch key {
        case .up, .control("p"): index -= 1
        case .down, .control("n"): index += 1
        case .pageUp: index -= step
        case .pageDown: index += step
        case .home: index = 0
        case .end: index = count - 1
        default: return false
        }
        index = min(max(0, index), max(0, count - 1))
        return true
    }

    /// The rows to show where `page` fit: with the choice in their middle, as far as there are rows around it.
    public func visible(count: Int, page: Int) -> Range<Int> {
        let page = max(0, min(page, count))
        let first = min(max(0, index - page / 2), count - page)
        return first..<(first + page)
    }

    /// The rows to show of a text that is scrolled rather than chosen from: those from ``index`` on.
    public func scrolled(count: Int, page: Int) -> Range<Int> {
        let page = max(0, min(page, count))
        let first = min(max(0, index), count - page)
        return first..<(first + page)
    }
}
