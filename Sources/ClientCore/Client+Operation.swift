internal import FoundationEssentials
internal import Licensing

// The steps that all operations have in common.
extension Client.State {
    mutating func identified(
        _ id: OperationID, _ result: Result<Client.Identified, Problem>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .identifying else { return [] }
        switch result {
        case .failure(let problem):
            return abandon(id, problem)
        case .success(let identified):
            underway[id]?.identified = identified
        }
        switch running.request {
        case .borrow(let request): return identifiedForBorrow(id, request, at: at)
        case .release: return identifiedForKnownBorrow(id, .release, at: at)
        case .check: return identifiedForKnownBorrow(id, .check, at: at)
        }
    }

    /// Whether another operation of this process is about the same seat.
    func isSeatTaken(_ subject: BorrowSubject, by id: OperationID) -> Bool {
        underway.contains { $0.key != id && $0.value.borrow?.mayShareSeat(with: subject) == true }
    }

    /// Asks for a step to be written, and remembers what is being written.
    ///
    /// - Parameter known: for an intent: what this client knows about the same seat.
    mutating func record(
        _ id: OperationID, _ borrow: Borrow, receipt: Receipt? = nil, step: Client.Underway.Step,
        known: [Borrow]? = nil, at: Date
    ) -> [Client.Effect] {
        let entry = LedgerEntry(
            borrow: borrow, receipt: receipt, at: at, known: known.map { Set($0.map(\.operation.id)) })
        underway[id]?.borrow = borrow
        underway[id]?.step = step
        underway[id]?.entry = entry
        return [.record(entry)]
    }

    mutating func recorded(_ id: OperationID, _ result: Result<Client.Written, Problem>, at: Date) -> [Client.Effect] {
        guard let running = underway[id], var borrow = running.borrow else { return [] }
        switch (running.step, result) {
        case (.recordingIntent, .success):
            upsert(borrow)
            if case .borrow(let request) = running.request, case .licenseKey(let key) = request.credentials {
                keys[borrow.id] = key
            }
            borrow.move(to: .sent)
            return record(id, borrow, step: .recordingSending, at: at)
        case (.recordingSending, .success):
            upsert(borrow)
            underway[id]?.step = .awaitingAnswer
            return send(id, running, borrow)
        case (.recordingOutcome, .success):
            settle(id, running, borrow)
            return readLedger()
        case (.recordingIntent, .failure(let problem)), (.recordingSending, .failure(let problem)):
            // Nothing has left this host, and nothing will: a borrow without a memory is not made.
            return abandon(id, problem) + readLedger()
        case (.recordingOutcome, .failure(let problem)):
            // The server has answered and the disk has not: what is shown stays what is on disk, and the outcome is
            // written as soon as the disk takes it.
            unwritten[id] = running.entry
            return abandon(id, .outcomeNotWritten(borrow, problem, at: at)) + readLedger()
        case (.identifying, _), (.asking, _), (.awaitingAnswer, _):
            return []
        }
    }

    private func send(_ id: OperationID, _ running: Client.Underway, _ borrow: Borrow) -> [Client.Effect] {
        if case .borrow(let request) = running.request { return [.borrow(id, request)] }
        guard let identification = running.identified?.identification else { return [] }
        let target = LicenseTarget(
            product: borrow.subject.product, hardwareID: borrow.subject.hardwareID, identification: identification,
            licenseID: borrow.licenseNumber)
        return running.request == .check ? [.check(id, target)] : [.release(id, target)]
    }

    /// The answer was a failure: refused where nothing happened, unknown where something may have.
    mutating func failed(
        _ id: OperationID, _ borrow: Borrow, _ failure: ServiceFailure, receipt: Receipt? = nil, at: Date
    ) -> [Client.Effect] {
        measured(failure.clockOffset)
        var borrow = borrow
        let problem = enriched(failure.problem, borrow)
        borrow.move(to: failure.effect == .none ? .refused(problem) : .unknown(problem))
        return record(id, borrow, receipt: receipt, step: .recordingOutcome, at: at)
    }

    /// The outcome is on disk: now it may be seen.
    private mutating func settle(_ id: OperationID, _ running: Client.Underway, _ borrow: Borrow) {
        underway[id] = nil
        upsert(borrow)
        switch (borrow.operation.phase, borrow.operation.kind) {
        case (.refused(let problem), _), (.unknown(let problem), _): report(problem)
        case (_, .borrow): lastOutcome = .borrowed(borrow)
        case (_, .release):
            keys[borrow.id] = nil
            lastOutcome = .returned(borrow)
        case (_, .check):
            if let license = running.found { lastOutcome = .looked(borrow, license) }
        }
        if borrow.operation.phase == .confirmed { problems.removeAll { $0.isAbout(borrow.subject) } }
    }

    mutating func cancelRequested(_ id: OperationID) -> [Client.Effect] {
        switch underway[id]?.step {
        case .awaitingAnswer: [.cancel(id)]
        case .asking: questionDeclined(id)
        case .identifying, .recordingIntent, .recordingSending, .recordingOutcome, nil: []
        }
    }

    /// Ends an operation of which nothing more is to come.
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

extension Problem {
    /// The server has answered, and the ledger would not take it.
    fileprivate static func outcomeNotWritten(_ borrow: Borrow, _ problem: Problem, at: Date) -> Problem {
        let answer =
            switch (borrow.operation.phase, borrow.operation.kind) {
            case (.refused, _): "the server said no"
            case (.unknown, _): "no answer to rely on"
            case (_, .borrow): "the server said yes" + (borrow.grant.map { ", until \(UTC.format($0.end))" } ?? "")
            case (_, .release): "the server said yes"
            case (_, .check): "the server answered the look"
            }
        var facts = borrow.facts
        facts.path = problem.facts.path
        return Problem(.outcomeNotWritten, message: "\(answer), then: \(problem.message)", time: at, facts: facts)
    }
}

extension Problem {
    /// Whether it is about the same license, so that the server's yes settles it.
    fileprivate func isAbout(_ subject: BorrowSubject) -> Bool {
        facts.product == subject.product && facts.license == subject.license.label
    }
}
