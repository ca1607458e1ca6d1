public import FoundationEssentials
public import Licensing

/// What a ledger held at a moment, to be looked at while the ledger is away. Nothing is worked on by it.
public struct LedgerSnapshot: Hashable, Sendable {
    /// How many borrows one has at most; of more those that were made last.
    public static let limit = 5000

    /// The ledger's address.
    public let ledger: String
    /// When the ledger held that, by this host's clock.
    public private(set) var at: Date
    /// What there was a seat to release of then, in the order in which it was made.
    public private(set) var borrows: [Borrow]
    /// Receipts of these borrows, those of each in the order in which they came. Only what this host wrote itself is among them.
    public private(set) var receipts: [StoredReceipt]

    /// A snapshot of a ledger's whole reading.
    ///
    /// - Parameters:
    ///   - ledger: its address.
    ///   - borrows: what was read, in the order in which it was made; what holds no seat is left out.
    ///   - at: when it was read, by this host's clock.
    public init(of ledger: String, _ borrows: [Borrow], at: Date) {
        self.init(of: ledger, borrows, receipts: [], at: at)
        take(borrows, isWhole: true, at: at)
    }

    init(of ledger: String, _ borrows: [Borrow], receipts: [StoredReceipt], at: Date) {
        (self.ledger, self.borrows, self.receipts, self.at) = (ledger, borrows, receipts, at)
    }

    /// Takes over what was read of the ledger since. Of a borrow that is over no receipt stays.
    ///
    /// - Parameters:
    ///   - read: borrows as they stand, in the order in which they were made.
    ///   - isWhole: whether it is all there is, and not what has changed.
    ///   - at: when it was read, by this host's clock.
    public mutating func take(_ read: [Borrow], isWhole: Bool, at: Date) {
        self.at = at
        var all = isWhole ? [] : borrows
        var places: [OperationID: Int] = [:]
        for (place, borrow) in all.enumerated() { places[borrow.id] = place }
        for borrow in read {
            if let place = places[borrow.id] {
                all[place] = borrow
            } else {
                places[borrow.id] = all.count
                all.append(borrow)
            }
        }
        let moment = Moment(host: at)
        borrows = all.filter { $0.forgottenAt == nil && $0.isToRelease(at: moment) }.suffix(Self.limit)
        guard !receipts.isEmpty else { return }
        let kept = Set(borrows.map(\.id))
        receipts.removeAll { !kept.contains($0.borrow.id) }
    }

    /// Takes over a step that this host has written, with the receipt that it brought.
    ///
    /// - Parameters:
    ///   - entry: the step.
    ///   - at: when it was written, by this host's clock.
    public mutating func take(_ entry: LedgerEntry, at: Date) {
        take([entry.borrow], isWhole: false, at: self.at)
        self.at = at
        guard let receipt = entry.receipt, borrows.contains(where: { $0.id == entry.borrow.id }) else { return }
        receipts.append(StoredReceipt(receipt: receipt, operation: entry.borrow.operation.id, borrow: entry.borrow))
    }

    /// The receipts that a text means, as a ledger has them (``LedgerStore/receipts(of:limit:)``).
    ///
    /// - Parameters:
    ///   - text: an operation's id, a borrow's id or a product's short code.
    ///   - limit: how many at most.
    public func receipts(of text: String, limit: Int) -> [StoredReceipt] {
        let id = OperationID(rawValue: text)
        let own = receipts.filter { $0.operation == id }
        let others = receipts.reversed().filter { stored in
            stored.operation != id
                && (stored.borrow.id == id || stored.borrow.subject.product == text
                    || own.contains { $0.borrow.id == stored.borrow.id })
        }
        return Array((own + others).prefix(max(0, limit)))
    }
}
