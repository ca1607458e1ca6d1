internal import FoundationEssentials
internal import Licensing

/// Where a borrow belongs in a list at one moment: unknown first, then what is under way, then by the end, then what is over.
struct Standing: Equatable, Sendable {
    var group: Group
    var date = Date.distantPast

    /// A part of the list, in its order.
    enum Group: Int, Comparable {
        case unknown, underway, held, ended, released, other

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    /// Whether a seat is held, or may be.
    var isHeld: Bool { group <= .held }
}

extension Borrow {
    /// Where it belongs in a list; nil for a refused attempt that never held a seat, which is history.
    func standing(at moment: Moment) -> Standing? {
        guard !operation.phase.isSettled || mayHaveHeldSeat else { return nil }
        switch status(at: moment) {
        case .unknown: return Standing(group: .unknown, date: grant?.end ?? .distantPast)
        case .pending where grant == nil: return Standing(group: .underway)
        case .pending, .active: return Standing(group: .held, date: grant?.end ?? .distantPast)
        case .ended(let end), .seated(let end): return Standing(group: .ended, date: end)
        case .released(let date): return Standing(group: .released, date: date)
        case .refused, .activated, .deactivated: return Standing(group: .other)
        }
    }
}

extension Borrow {
    /// Whether it holds a seat, has held one or may have: it was granted, is or was in doubt, was released, or a check took one.
    private var mayHaveHeldSeat: Bool {
        if case .noted = operation.phase, ![.activate, .deactivate].contains(operation.kind) { return true }
        return grant != nil || doubt != nil || releasedAt != nil || checkTookSeat
    }
}

extension Book.Row {
    func rank(at moment: Moment) -> Book.Seated.Rank {
        borrow.standing(at: moment).map { $0.isHeld ? .held : .over } ?? .unlisted
    }

    func entry(at moment: Moment) -> Book.Entry? {
        borrow.standing(at: moment).map { Book.Entry(standing: $0, row: self) }
    }

    /// When it may come to stand elsewhere, by the host's clock and by that of the session's server.
    func turns(at moment: Moment) -> (host: [Book.Turn], server: [Book.Turn]) {
        var host: [Date] = []
        var server: [Date] = []
        if !borrow.operation.phase.isSettled { host = [borrow.operation.lease.earliest, borrow.operation.lease.until] }
        if let grant = endingGrant {
            if goesByServer(at: moment) { server = [grant.end] } else { host.append(hostEnd(of: grant)) }
        }
        return (host.map { Book.Turn(at: $0, row: self) }, server.map { Book.Turn(at: $0, row: self) })
    }

    /// When its grant ends or was withdrawn, by the host's clock; nil where there is none to end.
    func end(at moment: Moment) -> Date? {
        endingGrant.map { grant in
            guard goesByServer(at: moment) else { return hostEnd(of: grant) }
            return grant.end.addingTimeInterval(-(moment.clockOffset ?? 0))
        }
    }

    /// What was granted and not released.
    private var endingGrant: BorrowGrant? { self.borrow.releasedAt == nil ? self.borrow.grant : nil }

    /// Whether its end goes by the clock of the session's server.
    private func goesByServer(at moment: Moment) -> Bool {
        moment.clockOffset != nil && (moment.server.map { borrow.subject.isOf(server: $0) } ?? true)
    }

    private func hostEnd(of grant: BorrowGrant) -> Date { grant.end.addingTimeInterval(-(borrow.clockOffset ?? 0)) }
}

extension Book.Seated {
    func sharesSubject(with other: Self) -> Bool {
        SubjectOrder.subject(row.borrow.subject, other.row.borrow.subject) == .same
    }
}
