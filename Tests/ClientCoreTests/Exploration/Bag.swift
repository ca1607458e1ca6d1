/// Different things of which the order does not matter for whether two are the same, and is kept, so that whoever goes
/// through them does so in the same order each time.
struct Bag<Element: Hashable>: Hashable {
    private(set) var items: [Element] = []

    var isEmpty: Bool { items.isEmpty }

    /// Puts in one thing; returns whether it was not there yet.
    @discardableResult
    mutating func insert(_ item: Element) -> Bool {
        if items.contains(item) { return false }
        items.append(item)
        return true
    }

    mutating func remove(_ item: Element) { items.removeAll { $0 == item } }

    mutating func removeAll(where isMeant: (Element) -> Bool) { items.removeAll(where: isMeant) }

    static func == (one: Bag, other: Bag) -> Bool {
        one.items.count == other.items.count && one.items.allSatisfy(other.items.contains)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(items.reduce(0) { $0 &+ $1.hashValue })
    }
}
