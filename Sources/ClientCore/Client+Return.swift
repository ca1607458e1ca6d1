internal import FoundationEssentials
internal import Licensing

// What is done about a borrow that is in the ledger: giving it back, and looking whether it is there.
extension Client.State {
    mutating func requested(
        _ request: Client.Underway.Request, on borrowID: OperationID, key: Secret?, at: Date
    ) -> [Client.Effect] {
        guard let borrow = borrows.first(where: { $0.id == borrowID }) else {
            report(Problem(.borrowNotFound, message: "No borrow \(borrowID) in the ledger.", time: at))
            return []
        }
        guard underway(on: borrowID) == nil else {
            report(.inProgress(borrow.facts, at: at))
            return []
        }
        let id = beginOperation()
        underway[id] = Client.Underway(
            request: request, step: .identifying, source: borrow.secretSource, startedAt: at, borrow: borrow)
        return [.identify(id, .borrow(borrow, key: key ?? keys[borrowID]))]
    }

    /// The license is named: writes the intent, about the borrow as it stands by now.
    mutating func identifiedForKnownBorrow(_ id: OperationID, _ kind: Operation.Kind, at: Date) -> [Client.Effect] {
        guard let running = underway[id] else { return [] }
        guard let identification = running.identified?.identification,
            var borrow = borrows.first(where: { $0.id == running.borrow?.id })
        else {
            return abandon(id, Problem(.borrowNotFound, message: "It can be named to the server no longer.", time: at))
        }
        var subject = borrow.subject
        subject.licenseID = borrow.licenseNumber
        if isSeatTaken(subject, by: id) { return abandon(id, .inProgress(borrow.facts, at: at)) }
        let sameSeat = borrows.filter { $0.mayShareSeat(with: subject) }
        let now = serverTime(at: at)
        if !borrow.isHeld(at: now), sameSeat.contains(where: { $0.isHeld(at: now) }) {
            let message = "Borrow \(borrow.id) is over, and a newer one holds the seat."
            return abandon(id, Problem(.borrowNotFound, message: message, time: at, facts: borrow.facts))
        }
        if case .licenseKey(let key) = identification { keys[borrow.id] = key }
        borrow.operation = Operation(
            id: id, kind: kind, startedAt: at, performedBy: session.performer, phase: .intended)
        return record(id, borrow, step: .recordingIntent, known: sameSeat, at: at)
    }

    mutating func releaseFinished(
        _ id: OperationID, _ result: Result<Answer<String>, ServiceFailure>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .awaitingAnswer, running.request == .release,
            var borrow = running.borrow
        else { return [] }
        switch result {
        case .success(let answer):
            measured(answer.clockOffset)
        case .failure(let failure) where failure.problem.code == .floatingNotAvailable && failure.effect == .none:
            // The server holds no seat for this device: there was nothing left to give back (reference, section 4.1).
            measured(failure.clockOffset)
        case .failure(let failure):
            return failed(id, borrow, failure, at: at)
        }
        borrow.returnedAt = at
        borrow.move(to: .confirmed)
        return record(id, borrow, step: .recordingOutcome, at: at)
    }

    mutating func checkFinished(
        _ id: OperationID, _ result: Result<Answer<License>, ServiceFailure>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .awaitingAnswer, running.request == .check,
            var borrow = running.borrow
        else { return [] }
        switch result {
        case .success(let answer):
            measured(answer.clockOffset)
            if let mismatch = answer.value.mismatch(with: borrow) {
                return distrusted(id, borrow, mismatch, answer.receipt, at: at)
            }
            borrow.looked(answer.value, now: serverTime(at: at))
            underway[id]?.found = answer.value
            return record(id, borrow, receipt: answer.receipt, step: .recordingOutcome, at: at)
        case .failure(let failure):
            return failed(id, borrow, failure, at: at)
        }
    }
}

extension Borrow {
    /// Takes over what the server says of it.
    fileprivate mutating func looked(_ license: License, now: Date) {
        if let end = license.borrowedUntil, end > now {
            grant = BorrowGrant(
                end: end, maxBorrowHours: license.maxBorrowHours ?? grant?.maxBorrowHours ?? 0,
                deviceID: license.deviceID ?? grant?.deviceID ?? 0, licenseID: license.id)
            returnedAt = nil
        } else if let granted = grant {
            grant?.end = min(granted.end, operation.startedAt)
        }
        move(to: .confirmed)
    }

    /// The facts that it holds, for a problem about it.
    var facts: ProblemFacts {
        var facts = ProblemFacts()
        facts.product = subject.product
        facts.hardwareID = subject.hardwareID
        facts.license = subject.license.label
        facts.licenseID = licenseNumber
        facts.maxBorrowHours = grant?.maxBorrowHours
        facts.server = subject.server
        facts.endpoint = operation.kind.endpoint
        return facts
    }
}
