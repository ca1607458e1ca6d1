/// A text that is scrolled: the first line that shows, and how many did when they were last laid out.
public struct TextScroll: Hashable, Sendable {
    /// The first line that shows, from zero.
    public private(set) var first = 0
    /// How many lines fitted when they were last laid out.
    public private(set) var page = 0

    public init() {}

    /// Applies a key that scrolls a text of `count` lines.
    ///
    /// - Returns: whether the key means anything here.
    public mutating func handle(_ key: Key, count: Int) -> Bool {
        guard let step = Scrolling.step(of: key, count: count, page: page) else { return false }
        first = Scrolling.visible(from: first + step, count: count, page: page).lowerBound
        return true
    }

    /// Tells how many lines fit.
    public mutating func layOut(count: Int, page: Int) {
        self.page = max(0, page)
        first = visible(count: count).lowerBound
    }

    /// The lines to show: no further than that the last one stands at the foot.
    public func visible(count: Int) -> Range<Int> {
        Scrolling.visible(from: first, count: count, page: page)
    }
}
