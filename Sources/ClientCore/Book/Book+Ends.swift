public import FoundationEssentials
public import Licensing

// What is listed by its end, found without looking at the rest. Times are by this host's clock: an end is taken to it from the
// clock that it goes by, so that the ends of several servers can be told in one order.
extension Book {
    /// The listed borrows that hold a seat until an end after one time, and not after another; the nearest first.
    public func held(endingAfter start: Date, upTo end: Date) -> [Borrow] {
        listed(.held, after: start, upTo: end)
    }

    /// The listed borrows whose end came after one time, and not after another; the first one first.
    public func ended(after start: Date, upTo end: Date) -> [Borrow] { listed(.ended, after: start, upTo: end) }

    /// The listed borrows of unknown outcome.
    public var unknown: Slice<Listed> { listed[0..<listing.entries.position { $0.standing.group > .unknown }] }

    /// The first end after a time of those that hold a seat; nil where there is none.
    public func nextEnd(after time: Date) -> Date? { listing.firstEnd(after: time) { isListed($0, .held) } }

    private func listed(_ group: Standing.Group, after start: Date, upTo end: Date) -> [Borrow] {
        guard start < end else { return [] }
        return listing.ends(after: start, upTo: end).filter { isListed($0, group) }.map(\.borrow)
    }

    private func isListed(_ row: Row, _ group: Standing.Group) -> Bool {
        row.borrow.standing(at: moment)?.group == group && listedPosition(of: row.borrow.id) != nil
    }
}
