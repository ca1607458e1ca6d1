internal import FoundationEssentials
internal import Licensing

// The steps that a borrow and a release have in common.
extension Client.State {
    mutating func identified(
        _ id: OperationID, _ result: Result<Client.Identified, Problem>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .identifying else { return [] }
        switch (result, running.request) {
        case (.failure(let problem), _): return abandon(id, problem)
        case (.success(let identified), .borrow(let request)):
            return identifiedForBorrow(id, request, identified, at: at)
        case (.success(let identified), .release): return identifiedForRelease(id, identified, at: at)
        }
    }

    /// Asks for a step to be written, and remembers what is being written.
    mutating func record(
        _ id: OperationID, _ borrow: Borrow, receipt: Receipt? = nil, step: Client.Underway.Step, at: Date
    ) -> [Client.Effect] {
        underway[id]?.borrow = borrow
        underway[id]?.step = step
        return [.record(LedgerEntry(borrow: borrow, receipt: receipt, at: at))]
    }

    mutating func recorded(_ id: OperationID, _ result: Result<Client.Written, Problem>, at: Date) -> [Client.Effect] {
        guard let running = underway[id], var borrow = running.borrow else { return [] }
        switch (running.step, result) {
        case (.recordingIntent, .success):
            upsert(borrow)
            borrow.move(to: .sent)
            return record(id, borrow, step: .recordingSending, at: at)
        case (.recordingSending, .success):
            upsert(borrow)
            underway[id]?.step = .awaitingAnswer
            return send(id, running, borrow)
        case (.recordingOutcome, .success):
            return settle(id, borrow)
        case (.recordingIntent, .failure(let problem)):
            // Nothing has left this host, and nothing will: a borrow without a memory is not made.
            return abandon(id, problem)
        case (.recordingSending, .failure(let problem)):
            borrow.move(to: .refused(problem))
            upsert(borrow)
            return abandon(id, problem)
        case (.recordingOutcome, .failure(let problem)):
            // The server has answered and the disk has not: the outcome is shown, and so is that it may be forgotten.
            let effects = settle(id, borrow)
            report(problem)
            return effects
        case (.identifying, _), (.awaitingAnswer, _):
            return []
        }
    }

    private func send(_ id: OperationID, _ running: Client.Underway, _ borrow: Borrow) -> [Client.Effect] {
        switch running.request {
        case .borrow(let request): return [.borrow(id, request)]
        case .release:
            guard let identification = running.identification else { return [] }
            let target = LicenseTarget(
                product: borrow.subject.product, hardwareID: borrow.subject.hardwareID,
                identification: identification, licenseID: borrow.subject.licenseID ?? borrow.grant?.licenseID)
            return [.release(id, target)]
        }
    }

    /// The answer was a failure: refused where nothing happened, unknown where something may have.
    mutating func failed(
        _ id: OperationID, _ borrow: Borrow, _ failure: ServiceFailure, at: Date
    ) -> [Client.Effect] {
        measured(failure.clockOffset)
        var borrow = borrow
        let problem = enriched(failure.problem, borrow)
        borrow.move(to: failure.effect == .none ? .refused(problem) : .unknown(problem))
        return record(id, borrow, step: .recordingOutcome, at: at)
    }

    /// The outcome is on disk: now it may be seen.
    private mutating func settle(_ id: OperationID, _ borrow: Borrow) -> [Client.Effect] {
        underway[id] = nil
        upsert(borrow)
        switch (borrow.operation.phase, borrow.operation.kind) {
        case (.refused(let problem), _), (.unknown(let problem), _): report(problem)
        case (_, .borrow): lastOutcome = .borrowed(borrow)
        case (_, .release):
            keys[borrow.id] = nil
            lastOutcome = .returned(borrow)
        }
        return []
    }

    /// Ends an operation of which nothing has left this host.
    mutating func abandon(_ id: OperationID, _ problem: Problem) -> [Client.Effect] {
        underway[id] = nil
        report(problem)
        return []
    }

    /// Adds what this client knows to what the call knew, so that the causes can be told apart.
    private func enriched(_ problem: Problem, _ borrow: Borrow) -> Problem {
        var problem = problem
        let known = license(of: borrow)
        problem.facts.server = problem.facts.server ?? session.server
        problem.facts.clockOffset = problem.facts.clockOffset ?? clockOffset
        problem.facts.maxBorrowHours =
            problem.facts.maxBorrowHours ?? borrow.grant?.maxBorrowHours ?? known?.maxBorrowHours
        problem.facts.licenseValidUntil = problem.facts.licenseValidUntil ?? known?.validUntil
        problem.facts.seats = problem.facts.seats ?? known?.seats
        let other = borrows.last {
            $0.subject.server == borrow.subject.server && $0.subject.license == borrow.subject.license
                && $0.subject.product == borrow.subject.product && $0.subject.hardwareID != borrow.subject.hardwareID
                && $0.grant != nil
        }
        problem.facts.knownHardwareID = problem.facts.knownHardwareID ?? other?.subject.hardwareID
        return problem
    }

    private func license(of borrow: Borrow) -> License? {
        guard let list = licenses, list.product == borrow.subject.product, .user(list.user) == borrow.subject.license
        else { return nil }
        return list.licenses.first { $0.id == borrow.subject.licenseID }
            ?? (list.licenses.count == 1 ? list.licenses[0] : nil)
    }
}
