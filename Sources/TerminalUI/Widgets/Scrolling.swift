/// What lists and texts have in common: how far a key goes, and what is in sight.
enum Scrolling {
    /// The rows by which a key moves, farther than there are any for the two ends; nil where it means nothing.
    static func step(of key: Key, count: Int, page: Int) -> Int? {
        switch key {
        case .up, .control("p"), .mouse(.wheelUp, _): -1
        case .down, .control("n"), .mouse(.wheelDown, _): 1
        // A row of the page before stays in sight, to read on from.
        case .pageUp: -max(1, page - 1)
        case .pageDown: max(1, page - 1)
        case .home: -count
        case .end: count
        default: nil
        }
    }

    /// The rows in sight from a first one on, which gives way where fewer rows than fit would follow it.
    static func visible(from first: Int, count: Int, page: Int) -> Range<Int> {
        let page = min(max(0, page), max(0, count))
        let first = min(max(0, first), max(0, count) - page)
        return first..<(first + page)
    }
}
