internal import FoundationEssentials
internal import Licensing

/// What a list of borrows shows at one moment: of each seat all that hold it or may, else the one that was made last.
///
/// A row stands where it does until a clock reaches one of its ``Book/Turn``s: the end of its grant by the server's clock, the
/// bounds of its lease by the host's. These are kept in order for each of the two clocks, so that whatever either does, forward
/// or back, the rows with a turn in between are all that has to be looked at. Which clock an end goes by is what
/// `Moment.server(for:)` says: that of the session's server where that is the borrow's own and its offset is
/// known; else the host's, by the borrow's own offset, which does not change.
struct Listing: Sendable {
    private(set) var moment: Moment
    private(set) var entries = SortedRuns<Book.Entry>()
    /// What its columns are made of.
    private(set) var texts = ListedTexts()
    /// What the accounts of what is shown are called.
    private(set) var accounts = Tally()
    private(set) var seats = SortedRuns<Book.Seated>()
    private var hostTurns = SortedRuns<Book.Turn>()
    private var serverTurns = SortedRuns<Book.Turn>()

    /// How much later than reckoned a turn may come, in seconds: instants are sums, and sums are rounded.
    private static let hair: TimeInterval = 0.001

    init(at moment: Moment) { self.moment = moment }

    init(_ rows: [Book.Row], at moment: Moment) {
        self.moment = moment
        seats = SortedRuns(rows.map { Book.Seated(row: $0, rank: $0.rank(at: moment)) })
        var shown: [Book.Row] = []
        var last: Book.Seated?
        // The last of a subject comes before the first of the next one.
        for seated in seats {
            if let last, last.rank == .over, !last.sharesSubject(with: seated) { shown.append(last.row) }
            if seated.rank == .held { shown.append(seated.row) }
            last = seated
        }
        if let last, last.rank == .over { shown.append(last.row) }
        entries = SortedRuns(shown.compactMap { $0.entry(at: moment) })
        texts = ListedTexts(shown.map(\.borrow))
        accounts = Tally(shown.map(\.borrow.accountName))
        hostTurns = SortedRuns(rows.flatMap { $0.turns(at: moment).host })
        serverTurns = SortedRuns(rows.flatMap { $0.turns(at: moment).server })
    }

    mutating func add(_ row: Book.Row) {
        place(row)
        let turns = row.turns(at: moment)
        turns.host.forEach { hostTurns.insert($0) }
        turns.server.forEach { serverTurns.insert($0) }
    }

    mutating func drop(_ row: Book.Row) {
        displace(row)
        let turns = row.turns(at: moment)
        turns.host.forEach { hostTurns.remove($0) }
        turns.server.forEach { serverTurns.remove($0) }
    }

    /// Whether each row's turns at another moment are by the same clock as now.
    private func goesBy(_ other: Moment) -> Bool {
        (moment.clockOffset == nil) == (other.clockOffset == nil)
            && (moment.clockOffset == nil || moment.server == other.server)
    }

    mutating func advance(to other: Moment) {
        guard other != moment else { return }
        let host = hostTurns.during(Self.span(moment.host, other.host))
        let server = serverTurns.during(Self.span(moment.server(), other.server()))
        // To sort all anew is less work than to move most.
        guard goesBy(other), host.count + server.count <= seats.count / 2 else {
            self = Listing(seats.map(\.row), at: other)
            return
        }
        let due = Dictionary(
            [host, server].joined().map { ($0.row.number, $0.row) }, uniquingKeysWith: { row, _ in row })
        // Each row is taken from where it stood at the one moment, and put where it stands at the other.
        due.values.forEach { displace($0) }
        moment = other
        due.values.forEach { place($0) }
    }

    /// All between two times, whichever is the later one.
    private static func span(_ one: Date, _ other: Date) -> ClosedRange<Date> {
        wide(min(one, other)...max(one, other))
    }

    private static func wide(_ times: ClosedRange<Date>) -> ClosedRange<Date> {
        times.lowerBound.addingTimeInterval(-hair)...times.upperBound.addingTimeInterval(hair)
    }

    /// The earliest moment, by the host's clock, at which a row may come to stand elsewhere; nil where none will.
    var nextTurn: Date? {
        let margin = -Self.hair / 2
        let host = hostTurns.first(after: moment.host.addingTimeInterval(margin))
        let server = serverTurns.first(after: moment.server().addingTimeInterval(margin)).map {
            $0.addingTimeInterval(-(moment.clockOffset ?? 0))
        }
        return [host, server].compactMap(\.self).min()?.addingTimeInterval(Self.hair)
    }

    /// The places of the entries of a part of the list.
    func places(of group: Standing.Group) -> Range<Int> {
        let start = entries.position { $0.standing.group >= group }
        return start..<max(start, entries.position { $0.standing.group > group })
    }

    // MARK: Ends

    /// The rows whose grants end after one time and not after another, both by the host's clock; the first one first.
    func ends(after start: Date, upTo end: Date) -> [Book.Row] {
        let ahead = moment.clockOffset ?? 0
        let server = start.addingTimeInterval(ahead)...end.addingTimeInterval(ahead)
        let turns = [hostTurns.during(Self.wide(start...end)), serverTurns.during(Self.wide(server))].joined()
        let rows = Dictionary(turns.map { ($0.row.number, $0.row) }, uniquingKeysWith: { row, _ in row }).values
        return rows.compactMap { row in turn(of: row).map { (at: $0, row: row) } }
            .filter { start < $0.at && $0.at <= end }
            .sorted { ($0.at, $0.row.number) < ($1.at, $1.row.number) }.map(\.row)
    }

    /// The first end after a time, by the host's clock, of the rows that are meant; nil where there is none.
    func firstEnd(after time: Date, where isMeant: (Book.Row) -> Bool) -> Date? {
        func first(_ turns: SortedRuns<Book.Turn>, after start: Date) -> Date? {
            let place = turns.position { $0.at > start.addingTimeInterval(-Self.hair) }
            for entry in turns[place...] where isMeant(entry.row) {
                if let end = turn(of: entry.row), end > time { return end }
            }
            return nil
        }
        let server = time.addingTimeInterval(moment.clockOffset ?? 0)
        return [first(hostTurns, after: time), first(serverTurns, after: server)].compactMap(\.self).min()
    }

    /// When a row's grant ends, by the host's clock and a hair late, so that it has ended then by every reckoning.
    private func turn(of row: Book.Row) -> Date? { row.end(at: moment)?.addingTimeInterval(Self.hair) }

    // MARK: What is shown of a subject

    /// The places of the rows whose subjects are the same as one by an order in which these stand together.
    func places(of subject: BorrowSubject, by order: SubjectOrder.Comparison) -> Range<Int> {
        let start = seats.position { order($0.row.borrow.subject, subject) != .before }
        return start..<max(start, seats.position { order($0.row.borrow.subject, subject) == .after })
    }

    /// What is shown of subjects that are the same as one by such an order.
    ///
    /// It goes from subject to subject, and looks at nothing of what each has been before.
    func shown(of subject: BorrowSubject, by order: SubjectOrder.Comparison) -> [Book.Row] {
        let places = places(of: subject, by: order)
        var shown: [Book.Row] = []
        var end = places.upperBound
        while end > places.lowerBound {
            let last = seats[end - 1]
            if last.rank == .over { shown.append(last.row) }
            var place = end
            while place > places.lowerBound, seats[place - 1].rank == .held, seats[place - 1].sharesSubject(with: last)
            {
                place -= 1
                shown.append(seats[place].row)
            }
            let first = seats.position {
                SubjectOrder.subject($0.row.borrow.subject, last.row.borrow.subject) != .before
            }
            end = min(first, end - 1)
        }
        return shown
    }

    private mutating func place(_ row: Book.Row) {
        let seated = Book.Seated(row: row, rank: row.rank(at: moment))
        keepingNewest(of: row) { $0.seats.insert(seated) }
        if seated.rank == .held { show(row) }
    }

    private mutating func displace(_ row: Book.Row) {
        let seated = Book.Seated(row: row, rank: row.rank(at: moment))
        keepingNewest(of: row) { $0.seats.remove(seated) }
        if seated.rank == .held { hide(row) }
    }

    /// Changes what is on a seat; what is over shows only as the newest, and where nothing holds the seat.
    private mutating func keepingNewest(of row: Book.Row, _ change: (inout Self) -> Void) {
        let before = shownOver(of: row)
        change(&self)
        let after = shownOver(of: row)
        guard before !== after else { return }
        if let before { hide(before) }
        if let after { show(after) }
    }

    /// What shows of a subject that nothing holds.
    private func shownOver(of row: Book.Row) -> Book.Row? {
        let end = seats.position { SubjectOrder.subject(row.borrow.subject, $0.row.borrow.subject) == .before }
        guard end > 0, seats[end - 1].rank == .over,
            SubjectOrder.subject(seats[end - 1].row.borrow.subject, row.borrow.subject) == .same
        else { return nil }
        return seats[end - 1].row
    }

    private mutating func show(_ row: Book.Row) {
        guard let entry = row.entry(at: moment) else { return }
        entries.insert(entry)
        texts.add(row.borrow)
        accounts.add(row.borrow.accountName)
    }

    private mutating func hide(_ row: Book.Row) {
        guard let entry = row.entry(at: moment) else { return }
        entries.remove(entry)
        texts.remove(row.borrow)
        accounts.remove(row.borrow.accountName)
    }
}

extension SortedRuns<Book.Turn> {
    fileprivate func during(_ times: ClosedRange<Date>) -> Slice<Self> {
        self[position { $0.at >= times.lowerBound }..<position { $0.at > times.upperBound }]
    }

    /// The time of the first turn after another one.
    fileprivate func first(after time: Date) -> Date? {
        let place = position { $0.at > time }
        return place < count ? self[place].at : nil
    }
}
