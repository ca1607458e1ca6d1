internal import FoundationEssentials
internal import Licensing

extension Client.State {
    /// Takes over what the ledger holds, and settles what a process left open when it died.
    ///
    /// What this process is working on stays as it knows it: that is newer than what was read.
    mutating func ledgerLoaded(_ result: Result<Client.LoadedLedger, Problem>, at: Date) -> [Client.Effect] {
        switch result {
        case .failure(let problem):
            ledger = .failed(problem)
            report(problem)
            return []
        case .success(let loaded):
            ledger = .ready
            let busy = Set(underway.values.compactMap(\.borrow?.id))
            let kept = borrows.filter { busy.contains($0.id) }
            borrows = loaded.borrows.filter { !busy.contains($0.id) } + kept
            return loaded.borrows.filter { loaded.interrupted.contains($0.id) && !busy.contains($0.id) }
                .map { .keep(LedgerEntry(borrow: $0.interrupted(at: at), at: at)) }
        }
    }

    mutating func noted(_ id: OperationID, reason: String, at: Date) -> [Client.Effect] {
        guard var borrow = borrows.first(where: { $0.id == id }), borrow.doubt != nil else { return [] }
        borrow.move(to: .seen(reason: reason))
        return [.keep(LedgerEntry(borrow: borrow, at: at))]
    }

    mutating func forgotten(_ id: OperationID, at: Date) -> [Client.Effect] {
        guard var borrow = borrows.first(where: { $0.id == id }), !borrow.isHeld(at: serverTime(at: at)) else {
            return []
        }
        borrow.forgottenAt = at
        return [.keep(LedgerEntry(borrow: borrow, at: at))]
    }

    mutating func housekeepingRecorded(_ result: Result<Borrow, Problem>) -> [Client.Effect] {
        switch result {
        case .failure(let problem): report(problem)
        case .success(let borrow) where borrow.forgottenAt != nil: borrows.removeAll { $0.id == borrow.id }
        case .success(let borrow): upsert(borrow)
        }
        return []
    }
}

extension Borrow {
    /// As it stands once it is clear that its operation's process has died: refused where nothing had left, else unknown.
    func interrupted(at: Date) -> Borrow {
        var borrow = self
        let problem = Problem(
            .operationInterrupted, message: "The process that made it ended before the answer was written down.",
            time: at, facts: facts)
        switch operation.phase {
        case .intended: borrow.move(to: .refused(problem))
        case .sent: borrow.move(to: .unknown(problem))
        case .confirmed, .refused, .unknown, .seen: break
        }
        return borrow
    }
}
