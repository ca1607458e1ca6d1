public import FoundationEssentials

extension Borrow {
    /// Until when it surely holds its seat, as far as the server has granted that; nil where it may not hold it.
    ///
    /// Where a borrow is in doubt or under way, that is the earlier one of what was granted before and what is asked for; where a
    /// check is, what was granted stands; where a release is, it may not.
    public func sureEnd(at moment: Moment) -> Date? {
        guard releasedAt == nil, let grant, !grant.isWithdrawn, grant.end > moment.server(for: self) else { return nil }
        switch status(at: moment) {
        case .active: return operation.kind == .release && !operation.phase.isSettled ? nil : grant.end
        case .pending: return operation.kind == .release ? nil : earlierEnd(than: grant.end, at: moment)
        case .unknown(let doubt): return doubt.facts.isOfRelease ? nil : earlierEnd(than: grant.end, at: moment)
        case .seated, .ended, .released, .refused, .activated, .deactivated: return nil
        }
    }

    /// An end, or an earlier one that the last operation asks for; nil where that may be over.
    private func earlierEnd(than end: Date, at moment: Moment) -> Date? {
        guard case .borrow(.at(let asked)) = operation.kind, asked < end else { return end }
        return asked > moment.server(for: self) ? asked : nil
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
