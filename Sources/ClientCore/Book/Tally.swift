/// Texts, each once and in order, with how often it was added.
struct Tally: Sendable {
    private var entries = SortedRuns<Entry>()

    private struct Entry: Ordered {
        var text: String
        var count: Int

        func isBefore(_ other: Entry) -> Bool { text < other.text }
    }

    init(_ texts: [String] = []) {
        let counts = Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
        entries = SortedRuns(counts.map { Entry(text: $0, count: $1) })
    }

    var texts: [String] { entries.map(\.text) }

    /// Whether it holds any other text than one.
    func holdsOther(than text: String?) -> Bool {
        entries.count > 1 || (entries.first.map { $0.text != text } ?? false)
    }

    /// How many texts were added more than once.
    var countOfRepeated: Int { entries.count { $0.count > 1 } }

    /// How often a text was added.
    func count(of text: String) -> Int {
        let place = entries.position { $0.text >= text }
        return place < entries.count && entries[place].text == text ? entries[place].count : 0
    }

    /// Adds a text, or takes one away, and returns how often it is there then.
    @discardableResult
    mutating func add(_ text: String) -> Int { change(text, by: 1) }

    @discardableResult
    mutating func remove(_ text: String) -> Int { change(text, by: -1) }

    private mutating func change(_ text: String, by difference: Int) -> Int {
        let place = entries.position { $0.text >= text }
        var entry = Entry(text: text, count: 0)
        if place < entries.count, entries[place].text == text { entry = entries[place] }
        entries.remove(entry)
        entry.count += difference
        if entry.count > 0 { entries.insert(entry) }
        return entry.count
    }
}
