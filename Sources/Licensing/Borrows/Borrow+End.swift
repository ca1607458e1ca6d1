public import FoundationEssentials

extension Borrow {
    /// Until when it surely holds its seat, as far as the server has granted that; nil where it may not hold it.
    ///
    /// Where a borrow is in doubt or under way, that is the earlier one of what was sure before and what is asked for; where a
    /// check is, what was sure stands; where a release is, it may not.
    public func sureEnd(at moment: Moment) -> Date? {
        if let lapsed = LedgerRules.lapsed(self, at: moment.host) { return lapsed.sureEnd(at: moment) }
        let now = moment.server(for: self)
        guard releasedAt == nil, let grant, !grant.isWithdrawn, grant.end > now else { return nil }
        func ifAhead(_ end: Date?) -> Date? { end.flatMap { $0 > now ? $0 : nil } }
        switch statusAsWritten(at: moment) {
        case .active: return grant.end
        case .pending:
            guard operation.kind != .release, let sure = doubt == nil ? grant.end : sureUntil else { return nil }
            if case .borrow(.at(let asked)) = operation.kind { return ifAhead(min(asked, sure)) }
            return ifAhead(sure)
        case .unknown: return ifAhead(sureUntil)
        case .seated, .ended, .released, .refused, .activated, .deactivated: return nil
        }
    }

    /// The end that was asked for, as long as it is not known which one was granted; nil where that is known, or none was asked for.
    ///
    /// A doubt keeps it, whatever was tried after that.
    public var askedEnd: BorrowEnd? {
        if case .borrow(let end) = operation.kind {
            switch operation.phase {
            case .intended, .sent, .unknown: return end
            case .confirmed, .refused, .noted: break
            }
        }
        guard let facts = doubt?.facts, facts.isOfSeat, !facts.isOfRelease else { return nil }
        return facts.requestedEnd
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
