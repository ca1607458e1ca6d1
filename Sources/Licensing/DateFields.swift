/// The fields of a date, as far as they were typed.
struct DateFields: Hashable {
    var year: Int?
    var month: Int?
    var day: Int

    /// Whether there is such a day in some year.
    var isPossible: Bool { LocalDay(year: year ?? 2028, month: month ?? 1, day: day) != nil }

    /// The orders in which a date of numbers can be meant: one for `2026-11-27`, `2026/11/27`, `20261127`, `27.11.` and
    /// `27.11.2026`, two for `03/04/2026`.
    ///
    /// - Returns: empty for what has another shape.
    static func orders(_ word: String) throws(EndFlaw) -> [DateFields] {
        let orders = allOrders(word)
        let possible = orders.filter(\.isPossible)
        if possible.isEmpty, !orders.isEmpty { throw .noSuchDay(orders.first) }
        return possible
    }

    private static func allOrders(_ word: String) -> [DateFields] {
        if word.count == 8, word.allSatisfy(\.isNumber) {
            return allOrders("\(word.prefix(4))-\(word.dropFirst(4).prefix(2))-\(word.suffix(2))")
        }
        guard let separator = ["-", "/", "."].first(where: word.contains) else { return [] }
        var fields = word.split(separator: separator, omittingEmptySubsequences: false)
        if separator == ".", fields.count == 3, fields[2].isEmpty { fields.removeLast() }
        let numbers = fields.compactMap { Int(digits: $0) }
        let lengths = fields.map { $0.count == 4 ? 4 : $0.count <= 2 ? 2 : 0 }
        guard numbers.count == fields.count, numbers.count == 2 || numbers.count == 3 else { return [] }
        func order(_ year: Int?, _ month: Int, _ day: Int) -> DateFields {
            let year = year.map { numbers[$0] + (lengths[$0] == 2 ? 2000 : 0) }
            return DateFields(year: year, month: numbers[month], day: numbers[day])
        }
        // Full stops stand in dates that begin with the day, and nowhere else.
        let isDotted = separator == "."
        switch lengths {
        case [4, 2, 2]: return [order(0, 1, 2)]
        case [2, 2, 4]: return [order(2, 1, 0)] + (isDotted ? [] : [order(2, 0, 1)])
        case [2, 2, 2]: return [order(2, 1, 0)] + (isDotted ? [] : [order(2, 0, 1), order(0, 1, 2)])
        case [2, 2]: return [order(nil, 1, 0)] + (isDotted ? [] : [order(nil, 0, 1)])
        default: return []
        }
    }
}
