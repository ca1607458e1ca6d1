public import FoundationEssentials

// What may follow what in the life of one operation.
extension LedgerRules {
    /// For how long an operation may claim a seat at most, in seconds: else one that died would lock it for good.
    public static let longestLease: TimeInterval = 86_400

    /// Whether the operation of a borrow may go on to another phase. It begins as `intended`.
    static func allows(_ borrow: Borrow, _ new: OperationPhase) -> Bool {
        switch (borrow.operation.phase, new) {
        case (.intended, .sent), (.intended, .refused), (.sent, .confirmed), (.sent, .refused), (.sent, .unknown): true
        // A refusal, or the yes to an activation, settles its own operation and not the doubt that an earlier one left.
        case (.confirmed, .noted), (.refused, .noted): borrow.doubt != nil
        case (.unknown, .noted): true
        // What its maker heard after all, although somebody has taken it for dead: nothing newer stands on the row.
        case (.unknown(let problem), .confirmed), (.unknown(let problem), .refused), (.unknown(let problem), .unknown),
            (.refused(let problem), .confirmed), (.refused(let problem), .unknown):
            problem.code == .operationInterrupted && borrow.toldBy == nil
        default: false
        }
    }

    static func next(_ entry: LedgerEntry, _ stored: Borrow) throws(Problem) -> [LedgerEntry] {
        let (old, new) = (stored.operation, entry.borrow.operation)
        guard (old.kind, old.startedAt, old.startedBy) == (new.kind, new.startedAt, new.startedBy) else {
            throw refusal(entry, .ledgerStepRefused, "Operation \(new.id) was begun with another intent.")
        }
        // What a person does ends what has lapsed; any other step is its maker's own, late as it may be.
        if let lapsed = lapsed(stored, at: entry.at), entry.isByPerson(after: stored) {
            try check(entry, after: lapsed)
            return [settlement(of: lapsed, by: entry), entry]
        }
        try check(entry, after: stored)
        return [entry]
    }

    /// Holds a step against the borrow that it follows.
    private static func check(_ entry: LedgerEntry, after old: Borrow) throws(Problem) {
        let (new, phase) = (entry.borrow, entry.borrow.operation.phase)
        let operation = "Operation \(new.operation.id)"
        var expected = old
        if old.operation.phase.name == phase.name {
            // A step whose writer was not told that it was written is written again, and is the same.
            if old.forgottenAt == nil, let forgottenAt = new.forgottenAt {
                guard !old.mayHoldSeat(at: Moment(host: entry.at)) else {
                    throw refusal(entry, .ledgerStepRefused, "Borrow \(new.id) holds a seat, or may.")
                }
                expected.forgottenAt = forgottenAt
            }
            guard new == expected else {
                throw refusal(entry, .ledgerStepRefused, "\(operation) is \(phase.name) already, otherwise.")
            }
            return
        }
        guard allows(old, phase) else {
            let message = "\(operation) cannot go from \(old.operation.phase.name) to \(phase.name)."
            throw refusal(entry, .ledgerStepRefused, message)
        }
        expected.clockOffset = new.clockOffset
        expected.move(to: phase)
        switch phase {
        case .sent:
            // Somebody else may take its place from now on, so nothing leaves this host any more.
            guard lapsed(old, at: entry.at) == nil else {
                throw refusal(entry, .ledgerStepRefused, "\(operation) was not sent before its lease lapsed.")
            }
            expected.operation.lease = new.operation.lease
            try checkLease(entry)
        // Only the server's yes changes more than the phase and what follows from it.
        case .confirmed:
            (expected.subject, expected.account, expected.secretSource) = (new.subject, new.account, new.secretSource)
            (expected.grant, expected.releasedAt) = (new.grant, new.releasedAt)
            expected.seatTakenAt = new.seatTakenAt
        // Whoever was told that the request was not written as sent, although it was, knows only the lease of before.
        case .refused: expected.operation.lease = new.operation.lease
        case .intended, .unknown, .noted: break
        }
        guard new == expected else {
            throw refusal(entry, .ledgerStepRefused, "\(operation) changes more than its phase, \(phase.name), may.")
        }
    }

    static func checkLease(_ entry: LedgerEntry) throws(Problem) {
        let lease = entry.borrow.operation.lease
        guard lease.until.timeIntervalSince(lease.from) <= longestLease else {
            let message = "The lease of operation \(entry.borrow.operation.id) is longer than a day."
            throw refusal(entry, .ledgerStepRefused, message)
        }
    }
}

extension LedgerEntry {
    /// Whether it is what a person does about a borrow: a note, or taking it off the list.
    fileprivate func isByPerson(after stored: Borrow) -> Bool {
        if case .noted = borrow.operation.phase { true } else { borrow.forgottenAt != stored.forgottenAt }
    }
}
