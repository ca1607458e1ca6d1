public import FoundationEssentials

/// One moment on two clocks, so that a host's time is never compared with a server's.
public struct Moment: Hashable, Sendable {
    /// What this host's clock reads.
    public var host: Date
    /// How far the server's clock is ahead of this host's, in seconds; nil where no response has told yet.
    public var clockOffset: TimeInterval?
    /// The server whose clock that is; nil for any.
    public var server: String?

    public init(host: Date, clockOffset: TimeInterval? = nil, server: String? = nil) {
        self.host = host
        self.clockOffset = clockOffset
        self.server = server
    }

    /// What the server's clock reads, as far as that is known.
    ///
    /// Where no response of the borrow's own server has told, it is reckoned by the offset that was measured when that server
    /// last responded about the borrow; where that is unknown too, the clocks are taken to agree.
    public func server(for borrow: Borrow? = nil) -> Date {
        let isItsClock = server.flatMap { borrow?.subject.isOf(server: $0) } ?? true
        return host.addingTimeInterval((isItsClock ? clockOffset : nil) ?? borrow?.clockOffset ?? 0)
    }
}

/// What a ``Borrow`` amounts to at one moment.
public enum BorrowStatus: Hashable, Sendable {
    /// An operation on it is under way, until a moment (by this host's clock) at the latest.
    case pending(until: Date)
    /// Granted, and its end (by the server's clock) lies ahead.
    case active(until: Date)
    /// Not borrowed, or no more; but a check took a seat for the device at that time, which lasts until a release or the license's
    /// floating time-out.
    case seated(since: Date)
    /// Granted, and its end has passed: the seat is free.
    case ended(at: Date)
    /// Released, and the server said so.
    case released(at: Date)
    /// The outcome of an operation is not known: a seat may be held.
    case unknown(Problem)
    /// Never granted.
    case refused(Problem)
    /// The device was activated for the license, and nothing was borrowed.
    case activated(at: Date)
    /// The device was taken off the license, and nothing had been borrowed before.
    case deactivated(at: Date)
}

extension Borrow {
    /// What it amounts to.
    ///
    /// An operation whose lease has lapsed counts as ``LedgerRules/lapsed(_:at:)`` says, whether or not that is written
    /// down yet.
    public func status(at moment: Moment) -> BorrowStatus {
        // Nearly each of them is as it was written, and is not copied to be asked.
        LedgerRules.lapsed(self, at: moment.host)?.statusAsWritten(at: moment) ?? statusAsWritten(at: moment)
    }

    /// The same where it counts whether an operation has ended, and not whether its lease has lapsed.
    func statusAsWritten(at moment: Moment) -> BorrowStatus {
        operation.phase.isSettled ? settledStatus(at: moment) : .pending(until: operation.lease.until)
    }

    /// The same with the outcome of an operation whose lease has lapsed, whether or not that is written down yet.
    public func asItStands(at moment: Moment) -> Borrow { asItStands(at: moment.host) }

    /// The same at a moment of this host's clock: leases are by that alone.
    public func asItStands(at now: Date) -> Borrow { LedgerRules.lapsed(self, at: now) ?? self }

    /// Whether the outcome of an operation on it is not known.
    public func isInDoubt(at moment: Moment) -> Bool {
        if case .unknown = status(at: moment) { true } else { false }
    }

    /// Whether the borrow holds its seat, or may: granted and not ended, under way, or of unknown outcome.
    ///
    /// A seat that a check took is no borrow's: nobody knows when it ends.
    public func mayHoldSeat(at moment: Moment) -> Bool {
        switch status(at: moment) {
        case .active, .unknown, .pending: true
        case .seated, .ended, .released, .refused, .activated, .deactivated: false
        }
    }

    /// Whether a release is of use: a seat is held, or may be, by the borrow or since a check took it.
    public func isToRelease(at moment: Moment) -> Bool {
        switch status(at: moment) {
        case .active, .unknown, .pending, .seated: true
        case .ended, .released, .refused, .activated, .deactivated: false
        }
    }

    /// Whether a deactivation would take its seat away, as far as is known: it is granted and not over, or that is in doubt.
    ///
    /// What only a deactivation has left open stands in the way of none.
    func isHeldAgainstDeactivation(at moment: Moment) -> Bool {
        let borrow = asItStands(at: moment)
        if let doubt = borrow.doubt { return !doubt.facts.isOfDeactivation }
        return borrow.isBorrowed(at: moment)
    }

    private func settledStatus(at moment: Moment) -> BorrowStatus {
        if let doubt { return .unknown(doubt) }
        if let releasedAt { return .released(at: releasedAt) }
        if let seatTakenAt { return .seated(since: seatTakenAt) }
        if let grant {
            // Whichever clock its end was read from, it is over.
            if grant.isWithdrawn { return .ended(at: grant.end) }
            return grant.end > moment.server(for: self) ? .active(until: grant.end) : .ended(at: grant.end)
        }
        switch operation.phase {
        case .refused(let problem): return .refused(problem)
        case .unknown(let problem): return .unknown(problem)
        case .confirmed where operation.kind == .activate: return .activated(at: operation.startedAt)
        case .confirmed where operation.kind == .deactivate: return .deactivated(at: operation.startedAt)
        // A note on an activation does not say that the device is activated.
        case .intended, .sent, .confirmed, .noted: return .ended(at: operation.startedAt)
        }
    }
}
