internal import FoundationEssentials
internal import Ledger
internal import Licensing

extension LedgerEntry {
    /// The step by the database's clock, as the rules are asked about it and as it is written: taken at this moment of it, with the
    /// lease that its operation has from now on.
    ///
    /// A client asks for a lease of so many seconds, and its own copy of it is by its own clock. What counts is when the step was
    /// written: a lease begins with the intent, begins anew as the request is about to leave, and is nobody's to change otherwise.
    ///
    /// - Parameters:
    ///   - now: what the database's clock reads, after the wait for whoever else was writing.
    ///   - offset: how far that is ahead of the clock of the entry's host.
    ///   - stored: the borrow as it stands in the database.
    func granted(at now: Date, offset: TimeInterval, after stored: Borrow?) -> LedgerEntry {
        var entry = self
        entry.at = now
        entry.borrow = borrow.turned(by: offset)
        let operation = borrow.operation
        let known = stored.flatMap { $0.operation.id == operation.id ? $0.operation : nil }
        if !operation.phase.isSettled, known?.phase.name != operation.phase.name {
            entry.borrow.operation.lease = Lease(
                from: now.addingTimeInterval(operation.lease.from.timeIntervalSince(at)),
                until: now.addingTimeInterval(operation.lease.until.timeIntervalSince(at)))
        } else if let known {
            entry.borrow.operation.lease = known.lease
        }
        return entry.kept
    }
}
