import Licensing

/// A ledger that follows the rules of the real one and remembers every version of every borrow.
struct ModelDisk: Hashable {
    private(set) var borrows: [Borrow] = []
    /// All that was ever written, by hash: a world is compared with thousands of others.
    private var trail: Set<Int> = []
    private var operations: Set<OperationID> = []

    /// Writes an entry; returns why it would not, where it would not.
    mutating func write(_ entry: LedgerEntry) -> ProblemCode? {
        let borrow = entry.borrow
        let stored = borrows.first { $0.id == borrow.id }
        if operations.contains(borrow.operation.id) {
            guard let stored, stored.operation.id == borrow.operation.id, Self.allows(stored, borrow) else {
                return .ledgerStepRefused
            }
        } else {
            if let code = refusesIntent(entry, stored) { return code }
        }
        if let index = borrows.firstIndex(where: { $0.id == borrow.id }) {
            borrows[index] = borrow
        } else {
            borrows.append(borrow)
        }
        trail.insert(borrow.hashValue)
        operations.insert(borrow.operation.id)
        return nil
    }

    /// Whether a borrow was ever written just so.
    func hasHeld(_ borrow: Borrow) -> Bool { trail.contains(borrow.hashValue) }

    private func refusesIntent(_ entry: LedgerEntry, _ stored: Borrow?) -> ProblemCode? {
        var subject = entry.borrow.subject
        subject.licenseID = entry.borrow.licenseNumber
        let sameSeat = borrows.filter { $0.mayShareSeat(with: subject) }
        if sameSeat.contains(where: { !$0.operation.phase.isSettled }) { return .operationInProgress }
        guard entry.borrow.operation.phase == .intended else { return .ledgerStepRefused }
        if var stored {
            stored.operation = entry.borrow.operation
            if stored != entry.borrow { return .operationOvertaken }
        }
        if let known = entry.known,
            sameSeat.contains(where: { $0.forgottenAt == nil && !known.contains($0.operation.id) })
        {
            return .operationOvertaken
        }
        return nil
    }

    private static func allows(_ old: Borrow, _ new: Borrow) -> Bool {
        switch (old.operation.phase, new.operation.phase) {
        case (.intended, .sent), (.intended, .refused), (.sent, .confirmed), (.sent, .refused), (.sent, .unknown),
            (.unknown, .seen), (.refused, .seen):
            true
        case (let old, let new): old == new
        }
    }

    /// What a client reads: all that is not forgotten, and whose operations nobody is left to end.
    func loaded(isAlive: (OperationID) -> Bool) -> (borrows: [Borrow], interrupted: Set<OperationID>) {
        let shown = borrows.filter { $0.forgottenAt == nil }
        let dead = shown.filter { !$0.operation.phase.isSettled && !isAlive($0.operation.id) }
        return (shown, Set(dead.map(\.id)))
    }
}
