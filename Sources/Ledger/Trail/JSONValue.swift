internal import FoundationEssentials

/// A value of JSON to be written, in one way only: members sorted by name, no blanks, and no more escapes than there must be.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    /// Sorted by name, each name once.
    case object([Member])

    /// A member of an object.
    struct Member: Hashable, Sendable {
        var name: String
        var value: JSONValue
    }

    /// An object of the members that have a value, named in any order. The names are this program's own: plain ASCII.
    init(members: KeyValuePairs<String, JSONValue?>) {
        var sorted: [Member] = []
        sorted.reserveCapacity(members.count)
        for (name, value) in members {
            guard let value else { continue }
            var place = sorted.count
            while place > 0, name < sorted[place - 1].name { place -= 1 }
            sorted.insert(Member(name: name, value: value), at: place)
        }
        self = .object(sorted)
    }

    /// A time, as ledgers keep times.
    static func time(_ date: Date) -> JSONValue { .string(LedgerTime.text(date)) }

    /// A number that may have a fraction; nil for what is no number, or without bounds.
    static func finite(_ number: Double) -> JSONValue? { number.isFinite ? .decimal(number) : nil }

    /// A member of an object; nil where there is none.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        // There are a few, and they are found sooner than a name is hashed.
        for member in members where member.name == name { return member.value }
        return nil
    }
}
