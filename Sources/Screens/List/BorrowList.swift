internal import ClientCore
public import Licensing
public import TerminalUI

/// The list of borrows: which rows it shows, in which order, which one is chosen and which are marked.
public struct BorrowList: Hashable, Sendable {
    /// What the rows are ordered by.
    public enum Order: Int, Hashable, Sendable, CaseIterable {
        /// What needs attention first: unknown, under way, then by the end, then what is over.
        case end
        case product, device, license
    }

    /// A search for rows by what they show.
    public enum Find: Hashable, Sendable {
        case off
        /// Being typed.
        case typing(TextInput)
        /// Typed, and kept while other keys are pressed.
        case kept(TextInput)
        /// Not typed: the seats that a row of the holdings counts.
        case part(Holdings.Part)

        /// What is typed.
        var text: String {
            switch self {
            case .off, .part: ""
            case .typing(let input), .kept(let input): input.text
            }
        }
    }

    /// The chosen borrow; nil before there is one. The choice is kept by what it is, wherever its row goes.
    public var choice: OperationID?
    public var order = Order.end
    public var find = Find.off
    public var marked: Set<OperationID> = []
    var view = ListView()
    /// The rows where they are not all of the book in its own order.
    private var picked: [OperationID]?
    /// When a row that shows changes by itself, as it was looked for last.
    var due: Due?
    /// What the book listed when this list followed it last.
    private var followed: Book.Listed?
    /// The choice before it went to a borrow that was begun here: where that leaves the list, the choice goes back.
    private var before: OperationID?
    /// The choice before a search was typed, to which its end goes back; nil where a key has chosen since.
    private var beforeFind: OperationID?
    /// The chosen one as it was looked at last, where it held a seat then, or may have.
    private var held: OperationID?
    /// How often the choice has gone to another borrow by itself.
    private(set) var moves = 0
    /// Whether it has done so since a key was pressed here: what destroys asks once then.
    private(set) var hasMoved = false
    /// Whether it has done so from a row that was returned: the same key again would return another one.
    private(set) var hasLeftReturned = false

    public init() {}
}

extension BorrowList {
    /// The rows of a list: those of the book, or some of them in another order.
    struct Rows: RandomAccessCollection {
        let book: Book
        let picked: [OperationID]?

        var startIndex: Int { 0 }
        var endIndex: Int { picked?.count ?? book.listed.count }

        subscript(index: Int) -> Borrow {
            if let picked, let borrow = book[picked[index]] { return borrow }
            return book.listed[index]
        }

        func position(of id: OperationID) -> Int? {
            if let picked { return picked.firstIndex(of: id) }
            return book.listedPosition(of: id)
        }
    }

    /// The rows that it shows.
    func rows(_ desk: Desk) -> Rows { Rows(book: desk.client.book, picked: picked) }

    /// The chosen borrow as it stands on disk.
    func chosen(_ desk: Desk) -> Borrow? { desk.borrow(choice) }

    /// Follows what has changed in the book: the choice stays on its borrow; where that has gone, on its place.
    ///
    /// - Returns: those that were marked and cannot be returned any more.
    @discardableResult
    mutating func follow(_ desk: Desk) -> [OperationID] {
        let book = desk.client.book
        let isChanged = book.listed != followed
        // Also where it is equal, as after a second reading: what shares its runs is compared at once.
        followed = book.listed
        guard isChanged else {
            noteHeld(desk)
            return []
        }
        pick(desk)
        let gone = marked.filter { id in book[id].map { !Self.mayBeMarked($0, desk) } ?? true }
        marked.subtract(gone)
        return gone.sorted { $0.rawValue < $1.rawValue }
    }

    /// Whether a borrow can be returned, or may be once what is under way on it is over.
    private static func mayBeMarked(_ borrow: Borrow, _ desk: Desk) -> Bool {
        reasonUnderway(on: borrow, desk) != nil || reasonOfState(against: .release, on: borrow, desk) == nil
    }

    /// Makes the rows anew, and finds the chosen one among them.
    ///
    /// - Parameter rows: those that it can be, in their order; nil for all.
    private mutating func pick(_ desk: Desk, among rows: [OperationID]? = nil) {
        let words = find.text.lowercased().split(separator: " ").map { SearchWord($0) }
        let moment = desk.moment
        func isFound(_ borrow: Borrow) -> Bool {
            if case .part(let part) = find { return part.holds(borrow, desk) }
            return words.allSatisfy { Self.holds($0, borrow, host: desk.host, at: moment) }
        }
        let isWhole = if case .part = find { false } else { find.text.isEmpty }
        if order == .end, isWhole {
            picked = nil
        } else if let rows {
            picked = rows.filter { desk.borrow($0).map(isFound) ?? false }
        } else {
            let all = desk.client.book.listed
            picked = sorted(isWhole ? Array(all) : all.filter(isFound), desk).map(\.id)
        }
        settleChoice(desk)
    }

    private mutating func settleChoice(_ desk: Desk) {
        let rows = rows(desk)
        defer { noteHeld(desk) }
        if let choice, let position = rows.position(of: choice) {
            if let neighbour = neighbour(ofReturned: rows[position], at: position, rows, desk) {
                noteMove()
                hasLeftReturned = true
                self.choice = rows[neighbour].id
                view.index = neighbour
            } else {
                view.index = position
            }
        } else {
            if choice != nil { noteMove() }
            let place = before.flatMap { rows.position(of: $0) } ?? view.index
            view.index = Swift.min(Swift.max(0, place), Swift.max(0, rows.count - 1))
            choice = rows.isEmpty ? nil : rows[view.index].id
            before = nil
        }
    }

    /// Where the choice goes from a row that has moved away as it was returned: to the next of those that hold a seat, or the one
    /// before. nil where it stays, since its row has not moved or nothing is held any more.
    private func neighbour(ofReturned borrow: Borrow, at position: Int, _ rows: Rows, _ desk: Desk) -> Int? {
        guard held == borrow.id, position != view.index, case .released = borrow.status(at: desk.moment) else {
            return nil
        }
        return [view.index, view.index - 1].first { place in
            rows.indices.contains(place) && rows[place].mayHoldSeat(at: desk.moment)
        }
    }

    private mutating func noteHeld(_ desk: Desk) {
        held = chosen(desk).flatMap { $0.mayHoldSeat(at: desk.moment) ? $0.id : nil }
    }

    private mutating func noteMove() {
        moves += 1
        hasMoved = true
    }

    private func sorted(_ borrows: [Borrow], _ desk: Desk) -> [Borrow] {
        order == .end ? borrows : borrows.stablySorted { order.key(of: $0, on: desk.host) }
    }

    /// Whether a borrow stands before another one in the order of the list.
    private func isBefore(_ one: Borrow, _ other: Borrow, _ desk: Desk) -> Bool {
        func place(_ borrow: Borrow) -> (String, Int) {
            (order.key(of: borrow, on: desk.host), desk.client.book.listedPosition(of: borrow.id) ?? .max)
        }
        return place(one) < place(other)
    }

    /// Puts the choice on a borrow, or where the rows do not show it on the nearest one in their order.
    private mutating func chooseNearest(to id: OperationID?, _ desk: Desk) {
        let rows = rows(desk)
        guard let id, let borrow = desk.borrow(id) else { return }
        var place = rows.position(of: id)
        if place == nil, !rows.isEmpty {
            var (low, high) = (0, rows.count)
            while low < high {
                let middle = low + (high - low) / 2
                if isBefore(rows[middle], borrow, desk) { low = middle + 1 } else { high = middle }
            }
            place = Swift.min(low, rows.count - 1)
        }
        guard let place else { return }
        view.index = place
        choice = rows[place].id
    }

    /// Whether a word stands in what a person can see of a row, or would type to find it.
    private static func holds(_ word: SearchWord, _ borrow: Borrow, host: HardwareID?, at moment: Moment) -> Bool {
        let subject = borrow.subject
        return word.isIn(subject.title) || word.isIn(subject.license.label) || word.isIn(subject.hardwareID.rawValue)
            || word.isIn(borrow.operation.startedBy.user) || subject.hardwareID == host && word.isIn("this")
            || borrow.licenseNumber.map { word.isIn(String($0)) } ?? false || word.isIn(borrow.status(at: moment).word)
            || word.isIn(borrow.accountName) || borrow.operation.startedBy.host.map { word.isIn($0) } ?? false
    }

    /// Puts the choice on a borrow, as was asked for; a search that hides it ends.
    mutating func choose(_ id: OperationID, _ desk: Desk) {
        choice = id
        keyPressed()
        beforeFind = nil
        if find != .off, rows(desk).position(of: id) == nil { setFind(.off, desk) }
        if let position = rows(desk).position(of: id) { view.index = position }
    }

    /// Lets the choice follow what is done here: a borrow that was just begun is the chosen one, where the list shows it.
    mutating func chooseBegun(_ id: OperationID, _ desk: Desk) {
        // Its row may be new.
        follow(desk)
        guard id != choice, let position = rows(desk).position(of: id) else { return }
        before = choice
        noteMove()
        choice = id
        view.index = position
    }

    /// A key was pressed that is meant for the chosen borrow.
    mutating func keyPressed() { (before, hasMoved, hasLeftReturned) = (nil, false, false) }

    /// Moves the choice, types into the search.
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        if case .typing(var input) = find, input.handle(key) {
            let before = find.text
            find = .typing(input)
            guard input.text != before else { return [] }
            beforeFind = beforeFind ?? choice
            view.index = 0
            choice = nil
            // What a longer text finds is among what its beginning has found.
            pick(desk, among: !before.isEmpty && input.text.hasPrefix(before) ? picked : nil)
            chooseNearest(to: beforeFind, desk)
            return []
        }
        let rows = rows(desk)
        guard view.handle(key, count: rows.count) else { return nil }
        keyPressed()
        beforeFind = nil
        choice = rows.isEmpty ? nil : rows[view.index].id
        return []
    }

    /// Takes another order.
    mutating func turnOrder(_ desk: Desk) {
        order = order.turned(by: 1)
        pick(desk)
    }

    mutating func setFind(_ find: Find, _ desk: Desk) {
        self.find = find
        if case .off = find { choice = beforeFind ?? choice }
        if case .typing = find {} else { beforeFind = nil }
        pick(desk)
    }

    /// Shows just the seats that a row of the holdings counts; the choice is on one of them.
    mutating func show(_ part: Holdings.Part, _ desk: Desk) {
        keyPressed()
        if let borrow = chosen(desk), !part.holds(borrow, desk) { (choice, view.index) = (nil, 0) }
        setFind(.part(part), desk)
    }

    /// Marks the chosen row, or takes its mark away, and goes to the next one.
    mutating func turnMark(_ desk: Desk) {
        guard let choice else { return }
        if marked.remove(choice) == nil { marked.insert(choice) }
        _ = handle(.down, desk)
    }

    /// Marks those of some that can be returned.
    mutating func mark(_ ids: Set<OperationID>, _ desk: Desk) {
        marked.formUnion(ids.filter { desk.borrow($0).map { Self.mayBeMarked($0, desk) } ?? false })
    }

    /// Marks all the rows that show and can be returned; says how many only their account keeps from that.
    mutating func markAll(_ desk: Desk) -> [Intent] {
        var others: [Borrow] = []
        marked = []
        for borrow in rows(desk) where Self.reasonOfState(against: .release, on: borrow, desk) == nil {
            if desk.client.isElsewhere(borrow) { others.append(borrow) } else { marked.insert(borrow.id) }
        }
        return others.isEmpty ? [] : [.notice(Strings.notMarked(others, desk), isGood: false)]
    }

    /// - Parameter covered: how many rows less it has for a while than it will have again.
    mutating func layOut(_ desk: Desk, in rect: Rect, covered: Int) {
        let below = find == .off ? 0 : 1
        view.layOut(
            count: rows(desk).count, page: Swift.max(0, rect.height + covered - 3 - below), covered: covered)
    }
}

extension BorrowList.Order {
    /// What a row is ordered by, before all else.
    fileprivate func key(of borrow: Borrow, on host: HardwareID?) -> String {
        switch self {
        case .end: ""
        case .product: borrow.subject.title
        case .device: borrow.subject.hardwareID == host ? "" : borrow.subject.hardwareID.rawValue
        case .license: borrow.subject.license.label
        }
    }
}

extension Array<Borrow> {
    /// By a text, in the old order where that is equal.
    fileprivate func stablySorted(by text: (Borrow) -> String) -> [Borrow] {
        enumerated().map { (text($0.element), $0.offset, $0.element) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}

extension BorrowStatus {
    /// A word for it.
    var word: String {
        switch self {
        case .pending: "pending"
        case .unknown: "unknown"
        case .active: "active"
        case .seated: "seated"
        case .ended: "ended"
        case .released: "returned"
        case .refused: "refused"
        case .activated: "activated"
        case .deactivated: "deactivated"
        }
    }
}
