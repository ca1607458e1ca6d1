internal import FoundationEssentials

// What a step says of the seat of other rows.
extension LedgerRules {
    /// That it is not known whether a seat is held, for the rows that know their license's number: a release on their device that
    /// named none was carried out, or may have been, and the server picked the license. A key opens one license, which it is then.
    static func seatsInQuestion(
        after entry: LedgerEntry, _ stored: Borrow, _ holdings: Holdings
    ) -> [LedgerEntry] {
        let (step, moment) = (entry.borrow, Moment(host: entry.at))
        guard stored.operation.phase == .sent, step.operation.kind == .release, step.licenseNumber == nil else {
            return []
        }
        switch step.operation.phase {
        case .confirmed, .unknown: break
        case .intended, .sent, .refused, .noted: return []
        }
        let isByKey = if case .key = step.subject.license { true } else { false }
        let held = (holdings.license + holdings.otherSignIns).filter {
            $0.id != step.id && $0.licenseNumber != nil && $0.doubt == nil && sharesSeat($0, step)
                && $0.operation.phase.isSettled && $0.isToRelease(at: moment)
        }
        return held.map {
            settlement(of: isByKey ? $0.told(by: step) : $0.questioned(by: step, at: entry.at), by: entry)
        }
    }

    /// What a step says of its seat, for the rows by which another sign-in has opened that: it is borrowed until a new end, or free, or
    /// that is in doubt.
    ///
    /// Not what comes late, from whoever was taken for dead: by then another sign-in may have gone on with the seat.
    static func seatsOpenedApart(
        after entry: LedgerEntry, _ stored: Borrow, _ holdings: Holdings
    ) -> [LedgerEntry] {
        let (step, moment) = (entry.borrow, Moment(host: entry.at))
        guard stored.operation.phase == .sent else { return [] }
        let held = holdings.otherSignIns.filter {
            areOpenedApart($0, step) && $0.subject.feature == step.subject.feature && $0.operation.phase.isSettled
                && $0.isToRelease(at: moment)
        }
        return held.compactMap { other in
            let told = other.told(by: step)
            return told == other ? nil : settlement(of: told, by: entry)
        }
    }

    /// That a seat which another row's check took is so no more, where a step says that it was borrowed or returned, or is gone with
    /// the activation, and it is sure to be that one.
    static func seatsLost(by entry: LedgerEntry, _ holdings: Holdings) -> [LedgerEntry] {
        let step = entry.borrow
        guard step.operation.phase == .confirmed, step.endsSeatOfCheck else { return [] }
        let isByKey = if case .key = step.subject.license { true } else { false }
        let seated = holdings.license.filter {
            $0.id != step.id && $0.checkTookSeat && $0.operation.phase.isSettled
                && (step.isTakenOff ? mayShareLicense($0, with: step) : mayShareSeat($0, with: step))
                && (isByKey || $0.licenseNumber == step.licenseNumber)
        }
        return seated.map { settlement(of: $0.withoutSeatOfCheck(by: step), by: entry) }
    }
}
