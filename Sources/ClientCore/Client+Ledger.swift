internal import FoundationEssentials
internal import Licensing

extension Client.State {
    /// Asks for the ledger to be read. What is being read already may be older than what was just written, so it is read
    /// once more then.
    mutating func readLedger() -> [Client.Effect] {
        guard reading == .no else {
            reading = .again
            return []
        }
        reading = .once
        return [.loadLedger]
    }

    /// Takes over what the ledger holds, and settles what a process left open when it died.
    ///
    /// What this process is working on stays as it knows it: that is newer than what was read.
    mutating func ledgerLoaded(_ result: Result<Client.LoadedLedger, Problem>, at: Date) -> [Client.Effect] {
        let isOutdated = reading == .again
        reading = .no
        if isOutdated { return readLedger() }
        switch result {
        case .failure(let problem):
            ledger = .failed(problem)
            report(problem)
            return []
        case .success(let loaded):
            ledger = .ready
            take(loaded.borrows)
            return settleLeftovers(of: loaded, at: at)
        }
    }

    private mutating func take(_ loaded: [Borrow]) {
        let own = borrows.filter { isBusy($0.id) }
        let read = loaded.compactMap { borrow in
            isBusy(borrow.id) ? own.first { $0.id == borrow.id } : borrow
        }
        borrows = read + own.filter { borrow in !read.contains { $0.id == borrow.id } }
    }

    /// Whether this process is writing about a borrow, or waits for the server to answer about it.
    private func isBusy(_ borrow: OperationID) -> Bool {
        keeping.contains(borrow) || underway.values.contains { $0.borrow?.id == borrow && $0.step != .identifying }
    }

    /// Settles what nobody works on any more: operations of processes that have ended, and of this one where the ledger
    /// could not be written when they ended.
    private mutating func settleLeftovers(of loaded: Client.LoadedLedger, at: Date) -> [Client.Effect] {
        let open = loaded.borrows.filter { borrow in
            !borrow.operation.phase.isSettled && !isBusy(borrow.id)
                && (loaded.interrupted.contains(borrow.id) || isOwn(borrow.operation.id))
        }
        unwritten = unwritten.filter { id, _ in open.contains { $0.operation.id == id } }
        return open.flatMap { borrow in
            keep(unwritten[borrow.operation.id] ?? LedgerEntry(borrow: borrow.interrupted(at: at), at: at))
        }
    }

    mutating func noted(_ id: OperationID, reason: String, at: Date) -> [Client.Effect] {
        guard var borrow = borrows.first(where: { $0.id == id }), borrow.doubt != nil, !isBusy(id) else { return [] }
        borrow.move(to: .seen(reason: reason))
        return keep(LedgerEntry(borrow: borrow, at: at))
    }

    mutating func forgotten(_ id: OperationID, at: Date) -> [Client.Effect] {
        guard var borrow = borrows.first(where: { $0.id == id }), !borrow.isHeld(at: serverTime(at: at)), !isBusy(id)
        else { return [] }
        borrow.forgottenAt = at
        return keep(LedgerEntry(borrow: borrow, at: at))
    }

    private mutating func keep(_ entry: LedgerEntry) -> [Client.Effect] {
        keeping.insert(entry.borrow.id)
        return [.keep(entry)]
    }

    mutating func kept(_ borrow: Borrow, _ result: Result<Client.Written, Problem>) -> [Client.Effect] {
        guard keeping.remove(borrow.id) != nil else { return [] }
        switch result {
        case .success:
            unwritten[borrow.operation.id] = nil
            if borrow.forgottenAt == nil { upsert(borrow) } else { borrows.removeAll { $0.id == borrow.id } }
            return readLedger()
        case .failure(let problem) where problem.code == .ledgerStepRefused:
            // The ledger holds something newer. Where another process has settled a leftover first, that is as it should be.
            unwritten[borrow.operation.id] = nil
            if !borrow.isLeftover { report(problem) }
            return readLedger()
        case .failure(let problem):
            report(problem)
            return []
        }
    }
}

extension Borrow {
    /// As it stands once it is clear that its operation's process has died: refused where nothing had left, else unknown.
    func interrupted(at: Date) -> Borrow {
        var borrow = self
        func problem(_ code: ProblemCode, _ message: String) -> Problem {
            Problem(code, message: message, time: at, facts: facts)
        }
        switch operation.phase {
        case .intended:
            borrow.move(to: .refused(problem(.operationNotSent, "Its process ended before the request was sent.")))
        case .sent:
            borrow.move(
                to: .unknown(problem(.operationInterrupted, "Its process ended before the answer was written down.")))
        case .confirmed, .refused, .unknown, .seen: break
        }
        return borrow
    }

    /// Whether its operation was settled because its process had died.
    fileprivate var isLeftover: Bool {
        switch operation.phase {
        case .refused(let problem), .unknown(let problem):
            [.operationNotSent, .operationInterrupted].contains(problem.code)
        case .intended, .sent, .confirmed, .seen: false
        }
    }
}
