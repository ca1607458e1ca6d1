public import FoundationEssentials
public import Licensing

/// The borrows that are known, in the order in which they were made; and beside that by id, by seat, by license, and as a
/// list shows them.
///
/// Whatever is asked of it or changed in it looks at few rows, however many there are. A copy shares what neither changes,
/// so it costs little to keep the book as it was and to compare it with what became of it.
public struct Book: Sendable {
    /// The rows in the order in which they were made; all else here follows from them and the moment.
    private(set) var rows = SortedRuns<Made>()
    private var names = SortedRuns<Named>()
    private(set) var grants = SortedRuns<Granted>()
    private(set) var products = Tally()
    private(set) var devices = Tally()
    /// The sum of the rows' digests.
    private var digest = 0
    /// What a list shows at a moment.
    var listing: Listing

    /// A book without borrows, listed as at a moment; ``advance(to:)`` tells the time.
    public init(at moment: Moment = Moment(host: .distantPast)) { listing = Listing(at: moment) }

    /// A book of borrows that come in the order in which they were made.
    public init(_ borrows: some Sequence<Borrow>, at moment: Moment = Moment(host: .distantPast)) {
        self.init(borrows.enumerated().map { Row($1, number: $0) }, at: moment)
    }

    private init(_ rows: [Row], at moment: Moment) {
        self.rows = SortedRuns(rows.map { Made(row: $0) })
        names = SortedRuns(rows.map { Named(row: $0) })
        grants = SortedRuns(rows.filter(\.isGranted).map { Granted(row: $0) })
        products = Tally(rows.map(\.borrow.subject.product))
        devices = Tally(rows.map(\.borrow.subject.hardwareID.rawValue))
        digest = rows.reduce(0) { $0 &+ $1.digest }
        listing = Listing(rows, at: moment)
    }

    /// The borrow of an id, if there is one.
    public subscript(id: OperationID) -> Borrow? { row(id)?.borrow }

    func row(_ id: OperationID) -> Row? {
        let place = names.position { $0.row.borrow.id.rawValue >= id.rawValue }
        guard place < names.count, names[place].row.borrow.id == id else { return nil }
        return names[place].row
    }

    /// Takes over a borrow as it stands now, as the one that was made last where it is new.
    public mutating func put(_ borrow: Borrow) {
        let old = row(borrow.id)
        if let old { drop(old) }
        add(Row(borrow, number: old?.number ?? (rows.last?.row.number ?? -1) + 1))
    }

    /// Takes over new borrows that were made before another one, or last.
    mutating func insert(_ borrows: [Borrow], before id: OperationID?) {
        guard let first = id.flatMap(row) else { return borrows.forEach { put($0) } }
        guard !borrows.isEmpty else { return }
        // What was made after them is little: it was made since the ledger was read last.
        let later = rows[rows.position { $0.row.number >= first.number }...].map(\.row)
        later.forEach { drop($0) }
        (borrows + later.map(\.borrow)).forEach { put($0) }
    }

    /// Takes a borrow out.
    public mutating func remove(_ id: OperationID) {
        if let row = row(id) { drop(row) }
    }

    /// Takes over borrows in the order in which they were made, in the place of all.
    public mutating func replace(with borrows: some Sequence<Borrow>) { self = Book(borrows, at: listing.moment) }

    /// Lists the borrows as they stand at another moment.
    ///
    /// It looks at those that have come to stand elsewhere since, or before where a clock was set back. Only as it becomes
    /// known, once, how far the server's clock is ahead, it looks at all.
    public mutating func advance(to moment: Moment) { listing.advance(to: moment) }

    private mutating func add(_ row: Row) {
        rows.insert(Made(row: row))
        names.insert(Named(row: row))
        if row.isGranted { grants.insert(Granted(row: row)) }
        products.add(row.borrow.subject.product)
        devices.add(row.borrow.subject.hardwareID.rawValue)
        digest &+= row.digest
        listing.add(row)
    }

    private mutating func drop(_ row: Row) {
        listing.drop(row)
        rows.remove(Made(row: row))
        names.remove(Named(row: row))
        if row.isGranted { grants.remove(Granted(row: row)) }
        products.remove(row.borrow.subject.product)
        devices.remove(row.borrow.subject.hardwareID.rawValue)
        digest &-= row.digest
    }
}

extension Book: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { rows.count }
    public subscript(position: Int) -> Borrow { rows[position].row.borrow }
}

extension Book: Hashable {
    /// Whether both hold the same borrows in the same order, and list them at the same moment.
    public static func == (one: Book, other: Book) -> Bool {
        one.digest == other.digest && one.listing.moment == other.listing.moment && one.rows == other.rows
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(digest)
        hasher.combine(listing.moment)
    }
}

extension Book.Row {
    fileprivate var isGranted: Bool { self.borrow.grant != nil }
}
