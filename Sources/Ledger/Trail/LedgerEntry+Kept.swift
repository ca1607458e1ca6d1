public import Licensing

extension LedgerEntry {
    /// The step as it reads back once it is written: its times to the millisecond.
    ///
    /// A store asks `LedgerRules` about this, so that what they compare with what it holds is equal where
    /// nothing was changed.
    public var kept: LedgerEntry {
        var entry = self
        entry.at = LedgerTime.kept(at)
        if let receipt { entry.receipt?.receivedAt = LedgerTime.kept(receipt.receivedAt) }
        if let document = JSONDocument(borrow.json.utf8), let fields = try? JSONFields(document.root),
            let borrow = try? Borrow(fields)
        {
            entry.borrow = borrow
        }
        return entry
    }
}
