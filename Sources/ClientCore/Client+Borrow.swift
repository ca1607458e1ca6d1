internal import FoundationEssentials
internal import Licensing

extension Client.State {
    mutating func borrowSubmitted(_ request: BorrowRequest, source: SecretSource, at: Date) -> [Client.Effect] {
        let id = beginOperation()
        underway[id] = Client.Underway(request: .borrow(request), step: .identifying, source: source, startedAt: at)
        return [.identify(id, .credentials(request.credentials))]
    }

    /// The license is known: writes the intent, unless something else on the same license and device is under way.
    mutating func identifiedForBorrow(
        _ id: OperationID, _ request: BorrowRequest, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(
            server: session.server, product: request.product, license: identified.reference,
            licenseID: request.licenseID, hardwareID: request.hardwareID)
        let held = borrows.last { $0.isHeld(at: serverTime(at: at)) && $0.subject.covers(subject) }
        if underway.contains(where: { $0.key != id && $0.value.borrow?.subject.covers(subject) == true }) {
            return abandon(id, .inProgress(ProblemFacts(request), at: at))
        }
        let operation = Operation(
            id: id, kind: .borrow(request.end), startedAt: at, performedBy: session.performer, phase: .intended)
        var borrow =
            held
            ?? Borrow(
                id: id, subject: subject, secretSource: underway[id]?.source ?? .prompt, operation: operation)
        borrow.operation = operation
        if case .licenseKey(let key) = request.credentials { keys[borrow.id] = key }
        return record(id, borrow, step: .recordingIntent, at: at)
    }

    mutating func borrowFinished(
        _ id: OperationID, _ result: Result<Answer<BorrowGrant>, ServiceFailure>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .awaitingAnswer, var borrow = running.borrow else {
            return []
        }
        switch result {
        case .success(let answer):
            measured(answer.clockOffset)
            borrow.grant = answer.value
            borrow.returnedAt = nil
            borrow.move(to: .confirmed)
            return record(id, borrow, receipt: answer.receipt, step: .recordingOutcome, at: at)
        case .failure(let failure):
            return failed(id, borrow, failure, at: at)
        }
    }
}

extension Borrow {
    /// Whether it holds a seat, or may hold one: granted and not ended, or of unknown outcome.
    func isHeld(at now: Date) -> Bool {
        switch status(at: now) {
        case .active, .unknown, .pending: true
        case .ended, .returned, .refused: false
        }
    }
}

extension BorrowSubject {
    /// Whether the other one may be the same seat: equal, but that a license number left open may be any.
    func covers(_ other: BorrowSubject) -> Bool {
        server == other.server && product == other.product && license == other.license
            && hardwareID == other.hardwareID
            && (licenseID == other.licenseID || licenseID == nil || other.licenseID == nil)
    }
}

extension Problem {
    static func inProgress(_ facts: ProblemFacts, at: Date) -> Problem {
        Problem(
            .operationInProgress, message: "An operation on this license and device is already under way.", time: at,
            facts: facts)
    }
}
