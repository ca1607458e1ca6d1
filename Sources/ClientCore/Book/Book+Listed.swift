public import FoundationEssentials
public import Licensing

// What a list shows at the moment that the book was advanced to.
extension Book {
    /// The borrows that a list shows, in its order: of unknown outcome, under way, held by their end, and what is over.
    ///
    /// Of what is over it shows the borrow that was made last, where nothing of its subject is held or may be. Refused attempts
    /// that never held a seat are history.
    public var listed: Listed { Listed(entries: listing.entries) }

    /// Borrows as a list shows them.
    public struct Listed: RandomAccessCollection, Hashable, Sendable {
        let entries: SortedRuns<Entry>

        public func hash(into hasher: inout Hasher) { hasher.combine(entries.count) }

        public var startIndex: Int { 0 }
        public var endIndex: Int { entries.count }
        public subscript(position: Int) -> Borrow { entries[position].row.borrow }
    }

    /// The moment at which the borrows are listed.
    public var moment: Moment { listing.moment }

    /// The position of a borrow in ``listed``; nil where the list does not show it.
    public func listedPosition(of id: OperationID) -> Int? {
        guard let row = row(id), let entry = row.entry(at: moment) else { return nil }
        let place = listing.entries.position { !$0.isBefore(entry) }
        guard place < listing.entries.count, listing.entries[place].row === row else { return nil }
        return place
    }

    /// How many of the listed borrows hold a seat, or may; they come first.
    public var heldCount: Int { listing.entries.position { !$0.standing.isHeld } }

    /// The earliest time, by this host's clock, at which a listed borrow may come to stand elsewhere; nil where none will.
    ///
    /// It comes a millisecond late rather than early. Time left is for whoever shows it to count down.
    public var nextChange: Date? { listing.nextTurn }

    /// Whether a listed borrow is of another device than this one.
    public func listsOtherDevices(than device: HardwareID?) -> Bool {
        listing.texts.devices.holdsOther(than: device?.rawValue)
    }

    /// Whether a listed borrow is of another account than the one that is called so.
    public func listsOtherAccounts(than name: String) -> Bool { listing.accounts.holdsOther(than: name) }

    /// The products of all borrows, each once, sorted.
    public var knownProducts: [String] { products.texts }

    /// The devices of all borrows, each once, sorted.
    public var knownDevices: [HardwareID] { devices.texts.map { HardwareID(rawValue: $0) } }
}
