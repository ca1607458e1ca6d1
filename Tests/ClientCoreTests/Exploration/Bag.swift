/// Different things of which the order does not matter for whether two are the same, and is kept, so that whoever goes
/// through them does so in the same order each time.
struct Bag<Element: Hashable>: Hashable {
    private(set) var items: [Element] = []
    /// The items' hashes, in their order: reckoned once for each, and not for each world that holds it.
    private var hashes: [Int] = []

    var isEmpty: Bool { items.isEmpty }

    /// Puts in one thing; returns whether it was not there yet.
    @discardableResult
    mutating func insert(_ item: Element) -> Bool {
        let hash = item.hashValue
        if index(of: item, hash) != nil { return false }
        items.append(item)
        hashes.append(hash)
        return true
    }

    mutating func remove(_ item: Element) {
        if let index = index(of: item, item.hashValue) { drop(index) }
    }

    mutating func removeAll(where isMeant: (Element) -> Bool) {
        for index in items.indices.reversed() where isMeant(items[index]) { drop(index) }
    }

    private mutating func drop(_ index: Int) {
        items.remove(at: index)
        hashes.remove(at: index)
    }

    private func index(of item: Element, _ hash: Int) -> Int? {
        items.indices.first { hashes[$0] == hash && items[$0] == item }
    }

    static func == (one: Bag, other: Bag) -> Bool {
        one.items.count == other.items.count && one.items.allSatisfy(other.items.contains)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hashes.reduce(0, &+)) }
}
