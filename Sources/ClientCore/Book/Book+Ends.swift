public import FoundationEssentials
internal import Licensing

// What is listed by its end, found without looking at the rest. Ends are by the clocks of the borrows' servers.
extension Book {
    /// The listed borrows that hold a seat until an end after one time, and not after another; the nearest first.
    public func held(endingAfter start: Date, upTo end: Date) -> Slice<Listed> {
        listed(.held, after: start, upTo: end)
    }

    /// The listed borrows whose end came after one time, and not after another.
    public func ended(after start: Date, upTo end: Date) -> Slice<Listed> { listed(.ended, after: start, upTo: end) }

    /// The listed borrows of unknown outcome.
    public var unknown: Slice<Listed> { listed[0..<listing.entries.position { $0.standing.group > .unknown }] }

    /// The first end after a time of those that hold a seat; nil where there is none.
    public func nextEnd(after time: Date) -> Date? {
        let place = position(.held, after: time)
        guard place < listing.entries.count, listing.entries[place].standing.group == .held else { return nil }
        return listing.entries[place].standing.date
    }

    private func listed(_ group: Standing.Group, after start: Date, upTo end: Date) -> Slice<Listed> {
        let first = position(group, after: start)
        return listed[first..<Swift.max(first, position(group, after: end))]
    }

    private func position(_ group: Standing.Group, after time: Date) -> Int {
        listing.entries.position { ($0.standing.group, $0.standing.date) > (group, time) }
    }
}
