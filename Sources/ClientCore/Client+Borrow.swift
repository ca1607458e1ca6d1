internal import FoundationEssentials
internal import Licensing

extension Client.State {
    mutating func borrowSubmitted(
        _ request: BorrowRequest, source: SecretSource, ifInDoubt: Client.InDoubt, at: Date
    ) -> [Client.Effect] {
        let id = beginOperation()
        underway[id] = Client.Underway(
            request: .borrow(request), step: .identifying, source: source, startedAt: at, ifInDoubt: ifInDoubt)
        return [.identify(id, .credentials(request.credentials))]
    }

    /// The license is known: writes the intent, unless something else on the same seat is under way or in doubt.
    mutating func identifiedForBorrow(
        _ id: OperationID, _ request: BorrowRequest, at: Date
    ) -> [Client.Effect] {
        guard let reference = underway[id]?.identified?.reference else { return [] }
        let subject = BorrowSubject(
            server: session.server, product: request.product, license: reference, licenseID: request.licenseID,
            hardwareID: request.hardwareID)
        if isSeatTaken(subject, by: id) { return abandon(id, .inProgress(ProblemFacts(request), at: at)) }
        let sameSeat = borrows.filter { $0.mayShareSeat(with: subject) }
        let held = sameSeat.filter { $0.isHeld(at: serverTime(at: at)) }
        let previous = held.last { $0.subject == subject } ?? held.last
        if underway[id]?.ifInDoubt == .ask, let previous, let doubt = previous.doubt, previous.operation.phase.isSettled
        {
            underway[id]?.step = .asking(Client.Question(id: id, borrow: previous, doubt: doubt))
            return []
        }
        let operation = Operation(
            id: id, kind: .borrow(request.end), startedAt: at, performedBy: session.performer, phase: .intended)
        var borrow =
            previous
            ?? Borrow(
                id: id, subject: subject, secretSource: underway[id]?.source ?? .prompt, operation: operation)
        borrow.operation = operation
        // A new end is for the license that is held: a server that may pick would else hold a second seat.
        var request = request
        request.licenseID = request.licenseID ?? borrow.licenseNumber
        underway[id]?.request = .borrow(request)
        return record(id, borrow, step: .recordingIntent, known: sameSeat, at: at)
    }

    mutating func borrowFinished(
        _ id: OperationID, _ result: Result<Answer<BorrowGrant>, ServiceFailure>, at: Date
    ) -> [Client.Effect] {
        guard let running = underway[id], running.step == .awaitingAnswer,
            case .borrow(let request) = running.request, var borrow = running.borrow
        else { return [] }
        switch result {
        case .success(let answer):
            measured(answer.clockOffset)
            let sentAt = serverTime(at: borrow.operation.startedAt)
            if let mismatch = answer.value.mismatch(with: request, sentAt: sentAt, now: serverTime(at: at)) {
                return distrusted(id, borrow, mismatch, answer.receipt, at: at)
            }
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

extension Problem {
    static func inProgress(_ facts: ProblemFacts, at: Date) -> Problem {
        Problem(
            .operationInProgress, message: "An operation on this license and device is already under way.", time: at,
            facts: facts)
    }
}
