internal import FoundationEssentials
internal import Licensing

extension Client.State {
    mutating func returnRequested(_ borrowID: OperationID, key: Secret?, at: Date) -> [Client.Effect] {
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
            request: .release(key: key), step: .identifying, source: borrow.secretSource, startedAt: at, borrow: borrow)
        return [.identify(id, .borrow(borrow, key: key ?? keys[borrowID]))]
    }

    /// The license is named: writes the intent to give it back.
    mutating func identifiedForRelease(
        _ id: OperationID, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        guard var borrow = underway[id]?.borrow else { return [] }
        underway[id]?.identification = identified.identification
        if case .licenseKey(let key) = identified.identification { keys[borrow.id] = key }
        borrow.operation = Operation(
            id: id, kind: .release, startedAt: at, performedBy: session.performer, phase: .intended)
        return record(id, borrow, step: .recordingIntent, at: at)
    }

    mutating func releaseFinished(
        _ id: OperationID, _ result: Result<Answer<String>, ServiceFailure>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .awaitingAnswer, var borrow = running.borrow else {
            return []
        }
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
}

extension Borrow {
    /// The facts that it holds, for a problem about it.
    var facts: ProblemFacts {
        var facts = ProblemFacts()
        facts.product = subject.product
        facts.hardwareID = subject.hardwareID
        facts.license = subject.license.label
        facts.licenseID = subject.licenseID ?? grant?.licenseID
        facts.maxBorrowHours = grant?.maxBorrowHours
        facts.server = subject.server
        return facts
    }
}
