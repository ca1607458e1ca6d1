internal import Licensing
public import TerminalUI

/// Rows to choose from, and what is typed to find one among them.
public struct Picks<Item: Hashable & Sendable>: Hashable, Sendable {
    public private(set) var items: [Item]
    /// What is typed: only rows in which all its words stand are shown.
    public private(set) var query = TextInput(limit: 80)
    public var view: ListView
    private var texts: [String]
    private var shown: [Int]

    /// - Parameter text: what of an item a search looks at.
    init(_ items: [Item], chosen: Int = 0, text: (Item) -> String) {
        self.items = items
        texts = items.map { text($0).lowercased() }
        shown = Array(items.indices)
        view = ListView(chosen)
    }

    /// How many rows there are to choose from.
    var count: Int { shown.count }

    /// The chosen item, if any row is left.
    var chosen: Item? { shown.indices.contains(view.index) ? items[shown[view.index]] : nil }

    /// The place of the chosen item among all.
    var chosenPlace: Int? { shown.indices.contains(view.index) ? shown[view.index] : nil }

    /// The rows that fit, and whether each is the chosen one.
    var visible: [(item: Item, isChosen: Bool)] {
        view.visible(count: shown.count).map { (items[shown[$0]], $0 == view.index) }
    }

    /// Which rows show, where they do not all fit.
    var note: String { view.visible(count: shown.count).note(of: shown.count) }

    /// Moves the choice, or narrows the rows by what is typed.
    mutating func handle(_ key: Key) -> Bool {
        if view.handle(key, count: shown.count) { return true }
        let before = query.text
        guard query.handle(key) else { return false }
        if query.text != before { find() }
        return true
    }

    /// Takes a query over, as typed elsewhere.
    mutating func find(_ text: String) {
        query.replace(with: text)
        find()
    }

    private mutating func find() {
        // Whoever knows searches by a slash types one.
        let words = query.text.lowercased().drop { $0 == "/" }.split(separator: " ")
        shown = items.indices.filter { index in words.allSatisfy { texts[index].contains($0) } }
        view.index = 0
    }

    /// Takes other items, and keeps the choice on an equal one.
    ///
    /// - Parameter isSame: whether two items are equal as far as the choice goes.
    mutating func replace(
        _ items: [Item], text: (Item) -> String, isSame: (Item, Item) -> Bool = { $0 == $1 }
    ) {
        let chosen = chosen
        self.items = items
        texts = items.map { text($0).lowercased() }
        find()
        if let chosen, let place = shown.firstIndex(where: { isSame(items[$0], chosen) }) { view.index = place }
    }

    /// Tells how high the room is for the rows and, below them, for what is told of the chosen one.
    ///
    /// - Parameter lines: how many lines are told of an item.
    mutating func layOut(height: Int, telling lines: (Item) -> Int) {
        let most = shown.reduce(0) { max($0, lines(items[$1])) }
        // The rows give way to what is told of the chosen one; else the list stays as long as it is while the choice moves.
        let told = max(chosen.map(lines) ?? 0, min(most, height - 3))
        view.layOut(count: shown.count, page: max(1, height - told))
    }
}

/// A line of what is told of the chosen row of a list.
struct Told: Hashable {
    var text: String
    var role = Role.plain

    /// A text in as many lines as it needs.
    static func lines(_ text: String, _ role: Role, width: Int) -> [Told] {
        TextWidth.wrap(text, to: width).map { Told(text: $0, role: role) }
    }
}

extension Frame {
    /// Says so where a query has left no row to choose.
    mutating func writeNothingFound(_ count: Int, _ query: TextInput, in rect: Rect) {
        if count == 0 {
            write(Strings.nothingToChoose(query.text), at: rect.at(1, 0), role: .dim, width: rect.width - 2)
        }
    }

    /// Draws what is told of the chosen row, above the query.
    mutating func drawTold(_ lines: [Told], in rect: Rect) {
        let first = rect.height - 1 - lines.count
        for (row, line) in lines.enumerated() where first + row >= 1 {
            write(line.text, at: rect.at(1, first + row), role: line.role, width: rect.width - 2)
        }
    }

    /// Draws the row on which the query of a choice is typed, and puts the cursor there.
    mutating func drawQuery(_ query: TextInput, at position: Position, width: Int) {
        write("/", at: position, role: .key)
        let value = Position(column: position.column + 2, row: position.row)
        if query.text.isEmpty { write("type to find", at: value, role: .dim) }
        draw(query, at: value, width: width - 2, isFocused: true, isSecret: KeyShape.isByAnyMeasureIn(query.text))
    }
}

extension [Binding<App.Action>] {
    /// The keys of every choice.
    static var choosing: Self {
        [
            .shown(.enter, does: .accept, "take it", "Take the chosen row."),
            .shown(.up, .down, .pageUp, .pageDown, does: .move, "choose", "Move in the list; letters find rows."),
            .shown(.escape, does: .close, "back", "Change nothing and go back."),
            .hidden(.function(1), does: .help, "help", "Show the keys of this place."),
        ]
    }
}
