internal import FoundationEssentials
internal import Ledger
internal import Licensing

// Times of one clock as times of another. Whatever the License API's server says of time is by a third one, and stays.

extension Borrow {
    /// The same by a clock that is so many seconds ahead.
    func turned(by seconds: TimeInterval) -> Borrow {
        guard seconds != 0 else { return self }
        var borrow = self
        borrow.begunAt = begunAt?.turned(by: seconds)
        borrow.releasedAt = releasedAt?.turned(by: seconds)
        borrow.seatTakenAt = seatTakenAt?.turned(by: seconds)
        borrow.forgottenAt = forgottenAt?.turned(by: seconds)
        borrow.clockOffset = clockOffset.map { turnedOffset($0, by: seconds) }
        borrow.doubt = doubt?.turned(by: seconds)
        borrow.operation = operation.turned(by: seconds)
        return borrow
    }

    /// The same by a clock that is so many seconds ahead now, and was otherwise ahead as the borrow was stored.
    ///
    /// - Parameters:
    ///   - seconds: how far it was ahead then, which holds for all that is as it was stored.
    ///   - news: how far it is ahead now, which holds for the rest.
    ///   - stored: the borrow by that clock.
    func turned(by seconds: TimeInterval, news: TimeInterval, after stored: Borrow) -> Borrow {
        var borrow = turned(by: seconds)
        guard seconds != news else { return borrow }
        let new = turned(by: news)
        func renew(_ part: WritableKeyPath<Borrow, some Equatable>) {
            if borrow[keyPath: part] != stored[keyPath: part] { borrow[keyPath: part] = new[keyPath: part] }
        }
        renew(\.releasedAt)
        renew(\.seatTakenAt)
        renew(\.forgottenAt)
        renew(\.clockOffset)
        renew(\.doubt)
        renew(\.operation.phase)
        return borrow
    }
}

extension Licensing.Operation {
    fileprivate func turned(by seconds: TimeInterval) -> Licensing.Operation {
        var operation = self
        operation.startedAt = startedAt.turned(by: seconds)
        operation.lease = Lease(from: lease.from.turned(by: seconds), until: lease.until.turned(by: seconds))
        switch phase {
        case .refused(let problem): operation.phase = .refused(problem.turned(by: seconds))
        case .unknown(let problem): operation.phase = .unknown(problem.turned(by: seconds))
        case .intended, .sent, .confirmed, .noted: break
        }
        return operation
    }
}

extension Problem {
    fileprivate func turned(by seconds: TimeInterval) -> Problem {
        var problem = self
        problem.time = time.turned(by: seconds)
        problem.facts.seatsSeenAt = facts.seatsSeenAt?.turned(by: seconds)
        problem.facts.clockOffset = facts.clockOffset.map { turnedOffset($0, by: seconds) }
        return problem
    }
}

extension Date {
    /// As a ledger keeps it, so that it is the same again once it is turned back.
    func turned(by seconds: TimeInterval) -> Date { LedgerTime.kept(addingTimeInterval(seconds)) }
}

/// How far a server's clock is ahead of a clock that is so many seconds ahead of the one before; in whole milliseconds.
private func turnedOffset(_ offset: TimeInterval, by seconds: TimeInterval) -> TimeInterval {
    ((offset - seconds) * 1000).rounded() / 1000
}
