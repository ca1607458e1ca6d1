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
    /// A clock may be set between two steps of an operation. Its maker goes by what it had before: so what is known stays as it was
    /// turned then, and only what the step itself brings is turned by the clocks as they are now.
    ///
    /// - Parameters:
    ///   - now: what the database's clock reads, after the wait for whoever else was writing.
    ///   - offset: how far that is ahead of the clock of the entry's host.
    ///   - stored: the borrow as it stands in the database.
    func granted(at now: Date, offset: TimeInterval, after stored: Borrow?) -> LedgerEntry {
        var entry = self
        entry.at = now
        if let receipt { entry.receipt?.receivedAt = receipt.receivedAt.turned(by: offset) }
        let operation = borrow.operation
        guard let stored, stored.operation.id == operation.id else {
            entry.borrow = borrow.turned(by: offset)
            if !operation.phase.isSettled { entry.borrow.operation.lease = lease(from: now) }
            return entry.kept
        }
        entry.borrow = borrow.turned(by: operation.offset(of: stored.operation), news: offset, after: stored)
        let isRenewed = !operation.phase.isSettled && operation.phase.name != stored.operation.phase.name
        entry.borrow.operation.lease = isRenewed ? lease(from: now) : stored.operation.lease
        return entry.kept
    }

    /// The lease that its operation asks for, from a moment of the database's clock on.
    private func lease(from now: Date) -> Lease {
        let lease = borrow.operation.lease
        return Lease(
            from: now.addingTimeInterval(lease.from.timeIntervalSince(at)),
            until: now.addingTimeInterval(lease.until.timeIntervalSince(at)))
    }

    /// The steps that the rules ask for. What they refuse is told by the clock of the entry's host, its words included.
    ///
    /// - Parameters:
    ///   - holdings: what the database holds.
    ///   - offset: how far its clock is ahead of the host's.
    func steps(given holdings: LedgerRules.Holdings, offset: TimeInterval) throws(Problem) -> [LedgerEntry] {
        do {
            return try LedgerRules.steps(for: self, given: holdings)
        } catch {
            // Words have their times in them, so they are made once more, of times that are turned back.
            var entry = self
            (entry.at, entry.borrow) = (at.turned(by: -offset), borrow.turned(by: -offset))
            _ = try LedgerRules.steps(for: entry, given: holdings.turned(by: -offset))
            throw error
        }
    }
}

extension Licensing.Operation {
    /// By how many seconds it was turned as it was written, to the millisecond.
    fileprivate func offset(of stored: Licensing.Operation) -> TimeInterval {
        (stored.startedAt.timeIntervalSince(startedAt) * 1000).rounded() / 1000
    }
}

extension LedgerRules.Holdings {
    /// The same by a clock that is so many seconds ahead.
    fileprivate func turned(by seconds: TimeInterval) -> LedgerRules.Holdings {
        LedgerRules.Holdings(
            borrow: borrow?.turned(by: seconds), knowsOperation: knowsOperation,
            license: license.map { $0.turned(by: seconds) }, otherSignIns: otherSignIns.map { $0.turned(by: seconds) })
    }
}
