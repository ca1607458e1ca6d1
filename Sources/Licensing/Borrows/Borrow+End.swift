public import FoundationEssentials

extension Borrow {
    /// Until when it surely holds its seat, as far as the server has granted that; nil where it may not hold it.
    ///
    /// Where a borrow or a check is in doubt, what was granted before stands; where a release is, it may not.
    public func sureEnd(at moment: Moment) -> Date? {
        guard releasedAt == nil, let grant, !grant.isWithdrawn, grant.end > moment.server(for: self) else { return nil }
        switch status(at: moment) {
        case .active, .pending: return operation.kind == .release && !operation.phase.isSettled ? nil : grant.end
        case .unknown(let doubt): return doubt.facts.isOfRelease ? nil : grant.end
        case .seated, .ended, .released, .refused, .activated, .deactivated: return nil
        }
    }

    /// The end that it has and would lose to an earlier one; nil where another end takes nothing away, as far as is known.
    ///
    /// How long the longest borrow is only the server's grant tells.
    public func end(shortenedBy end: BorrowEnd, at moment: Moment) -> Date? {
        // A grant may tell fractions of a second, a request never does.
        guard case .at(let new) = end, let old = sureEnd(at: moment), old.timeIntervalSince(new) >= 1 else {
            return nil
        }
        return old
    }
}
