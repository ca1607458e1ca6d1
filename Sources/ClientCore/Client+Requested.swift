internal import FoundationEssentials
internal import Licensing

// From a person's wish to an intent.
extension Client.State {
    mutating func requested(
        _ request: Client.Request, key: Secret?, _ consent: Client.Consent, at: Date
    ) -> [Client.Effect] {
        switch request {
        case .query(let query): return queries.insert(query).inserted ? [.query(query)] : []
        case .readLedger: return loadLedger(at: at)
        case .borrow(let wish, let source):
            return identify(request, .borrow(wish, source, consent), .credentials(wish.credentials), at: at)
        case .extend(let id, let end, let credentials):
            return identifyBorrow(
                id, request, .extend(id, end, credentials, consent), credentials: credentials, key: key, at: at)
        case .activate(let wish, let source):
            return identify(request, .activate(wish, source), .credentials(wish.credentials), at: at)
        case .release(let id): return identifyBorrow(id, request, .release(id), key: key, at: at)
        case .check(let id): return identifyBorrow(id, request, .check(id), key: key, at: at)
        case .note(let id, let reason):
            return onBorrow(id, request, at: at) { $0.note($1, reason: reason, request, at: at) }
        case .forget(let id):
            return onBorrow(id, request, at: at) { $0.forget($1, request, at: at) }
        }
    }

    /// Goes on with a borrow that is in the ledger, unless something is under way on it already.
    private mutating func onBorrow(
        _ id: OperationID, _ request: Client.Request, at: Date,
        _ body: (inout Self, Borrow) -> [Client.Effect]
    ) -> [Client.Effect] {
        guard let borrow = borrow(id) else {
            return report(Problem(.borrowNotFound, message: "No borrow \(id) in the ledger.", time: at), request)
        }
        guard underway(on: id) == nil else {
            return report(.inProgress(ProblemFacts(borrow), at: at), request, borrow: borrow)
        }
        return body(&self, borrow)
    }

    /// Goes on with a borrow of which a request has to name the license, where it goes to where the borrow was made.
    private mutating func identifyBorrow(
        _ id: OperationID, _ request: Client.Request, _ aim: Client.Underway.Aim, credentials: Credentials? = nil,
        key: Secret?, at: Date
    ) -> [Client.Effect] {
        onBorrow(id, request, at: at) { state, borrow in
            if state.isElsewhere(borrow) {
                return state.report(.otherAccount(borrow, state.session, at: at), request, borrow: borrow)
            }
            if case .extend = aim, let problem = state.reasonNotToExtend(borrow, credentials, at: at) {
                return state.report(problem, request, borrow: borrow)
            }
            let subject =
                credentials.map(Client.Subject.credentials) ?? .borrow(borrow, key: key ?? state.keys[id])
            return state.identify(request, aim, subject, at: at)
        }
    }

    /// Why a borrow cannot be extended with what signs in: it is over, or that is missing; nil where it can.
    private func reasonNotToExtend(_ borrow: Borrow, _ credentials: Credentials?, at: Date) -> Problem? {
        guard borrow.mayHoldSeat(at: moment(at: at)) else { return .over(borrow, at: at) }
        if case .key = borrow.subject.license { return nil }
        return credentials == nil ? .notItsSignIn(borrow, at: at) : nil
    }

    private mutating func identify(
        _ request: Client.Request, _ aim: Client.Underway.Aim, _ subject: Client.Subject, at: Date
    ) -> [Client.Effect] {
        let id = beginOperation()
        underway[id] = Client.Underway(request: request, startedAt: at, step: .identifying(aim))
        return [.identify(id, subject)]
    }

    /// The license is known: writes the intent, unless something else on the same seat is under way or in doubt.
    mutating func intend(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        if isShuttingDown { return abandon(id, .notSent(ProblemFacts(), at: at)) }
        switch aim {
        case .borrow(let wish, let source, let consent):
            return intendBorrow(id, aim, wish, source, identified, consent, at: at)
        case .extend(let borrow, let end, let credentials, let consent):
            return intendExtension(id, aim, borrow, end, credentials, identified, consent, at: at)
        case .activate(let wish, let source): return intendActivation(id, wish, source, identified, at: at)
        case .release(let borrow): return intendOnBorrow(id, borrow, identified, at: at) { .release($0) }
        case .check(let borrow): return intendOnBorrow(id, borrow, identified, at: at) { .check($0) }
        }
    }

    private mutating func intendBorrow(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ wish: BorrowRequest, _ source: SecretSource,
        _ identified: Client.Identified, _ consent: Client.Consent, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(
            server: session.server, product: wish.product, license: identified.reference, licenseID: wish.licenseID,
            bundleCode: wish.bundleCode, feature: wish.feature, hardwareID: wish.hardwareID)
        let exact = held(on: subject, at: at)
        // A doubt about a license of which no number is known is not settled by a yes to a number.
        let previous = exact.flatMap { wish.licenseID != nil && $0.licenseNumber == nil ? nil : $0 }
        if let previous, isElsewhere(previous) {
            return abandon(id, .otherAccount(previous, session, at: at), borrow: previous)
        }
        if let exact, asks(id, aim, about: exact, wish.end, identified, consent, at: at) { return [] }
        let borrow = begin(id, .borrow(wish.end), on: previous, subject, source, at: at)
        // A new end is for the license that is held: a server that may pick would else hold a second seat.
        var wish = wish
        wish.licenseID = wish.licenseID ?? borrow.licenseNumber
        wish.bundleCode = wish.bundleCode ?? borrow.subject.bundleCode
        return recordIntent(id, borrow, .borrow(wish), at: at)
    }

    /// Asks the operator about a borrow in doubt, or one that would end earlier, unless that was answered; returns whether it
    /// does.
    private mutating func asks(
        _ id: OperationID, _ aim: Client.Underway.Aim, about held: Borrow, _ end: BorrowEnd,
        _ identified: Client.Identified, _ consent: Client.Consent, at: Date
    ) -> Bool {
        guard let reason = consent.reasonToAsk(about: held, end: end, at: moment(at: at)) else { return false }
        underway[id]?.step = .asking(Client.Question(id: id, borrow: held, reason: reason), aim, identified)
        return true
    }

    /// A borrow's license is named: writes the intent to set a new end of it, as it stands by now.
    private mutating func intendExtension(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ borrowID: OperationID, _ end: BorrowEnd,
        _ credentials: Credentials?, _ identified: Client.Identified, _ consent: Client.Consent, at: Date
    ) -> [Client.Effect] {
        guard let stored = borrow(borrowID) else {
            let message = "Borrow \(borrowID) is not in the ledger any more."
            return abandon(id, Problem(.borrowNotFound, message: message, time: at, effect: .none))
        }
        let row = LedgerRules.lapsed(stored, at: at) ?? stored
        if let problem = reasonNotToExtend(row, credentials, at: at) { return abandon(id, problem, borrow: row) }
        // Anything else would borrow another license, and leave this one as it is.
        guard identified.reference == row.subject.license,
            let credentials = credentials ?? identified.identification?.asCredentials
        else { return abandon(id, .notItsSignIn(row, at: at), borrow: row) }
        if asks(id, aim, about: row, end, identified, consent, at: at) { return [] }
        let subject = row.subject
        let wish = BorrowRequest(
            product: subject.product, hardwareID: subject.hardwareID, credentials: credentials,
            licenseID: row.licenseNumber, bundleCode: subject.bundleCode, feature: subject.feature, end: end)
        let borrow = begin(id, .borrow(end), on: row, subject, row.secretSource, at: at)
        return recordIntent(id, borrow, .borrow(wish), at: at)
    }

    private mutating func intendActivation(
        _ id: OperationID, _ wish: ActivationRequest, _ source: SecretSource, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(
            server: session.server, product: wish.product, license: identified.reference, licenseID: wish.licenseID,
            bundleCode: wish.bundleCode, hardwareID: wish.hardwareID)
        let row = seat(subject, at: at).last { $0.subject == subject && !isElsewhere($0) }
        return recordIntent(id, begin(id, .activate, on: row, subject, source, at: at), .activate(wish), at: at)
    }

    /// The license of a borrow in the ledger is named: writes the intent, about the borrow as it stands by now.
    private mutating func intendOnBorrow(
        _ id: OperationID, _ borrowID: OperationID, _ identified: Client.Identified, at: Date,
        _ call: (LicenseTarget) -> Client.Call
    ) -> [Client.Effect] {
        guard let identification = identified.identification, let row = borrow(borrowID) else {
            let message = "Borrow \(borrowID) can be named to the server no longer."
            return abandon(id, Problem(.borrowNotFound, message: message, time: at, effect: .none))
        }
        let now = moment(at: at)
        if !row.mayHoldSeat(at: now), book.borrows(sharing: row).contains(where: { $0.mayHoldSeat(at: now) }) {
            let message = "Borrow \(row.id) is over, and a newer one holds the seat."
            return abandon(id, Problem(.borrowNotFound, message: message, time: at, facts: ProblemFacts(row)))
        }
        if case .licenseKey(let key) = identification { keys[row.id] = key }
        let target = LicenseTarget(
            product: row.subject.product, hardwareID: row.subject.hardwareID, identification: identification,
            licenseID: row.licenseNumber, bundleCode: row.subject.bundleCode, feature: row.subject.feature)
        let call = call(target)
        let borrow = begin(id, call.kind, on: row, row.subject, row.secretSource, at: at)
        return recordIntent(id, borrow, call, at: at)
    }

    /// The borrow that holds the seat of a subject, or may: what borrows that sets a new end of it.
    func held(on subject: BorrowSubject, at: Date) -> Borrow? {
        let held = seat(subject, at: at).filter { $0.mayHoldSeat(at: moment(at: at)) }
        return held.last { $0.subject == subject } ?? held.last
    }

    /// The borrows that may be about the same seat, as they stand once what has lapsed is settled.
    private func seat(_ subject: BorrowSubject, at: Date) -> [Borrow] {
        book.borrows(sharing: subject).map { LedgerRules.lapsed($0, at: at) ?? $0 }
    }

    /// A row with a new operation on it: the one at hand, as it stands by now, or a new one.
    private func begin(
        _ id: OperationID, _ kind: Operation.Kind, on row: Borrow?, _ subject: BorrowSubject, _ source: SecretSource,
        at: Date
    ) -> Borrow {
        let operation = Operation(
            id: id, kind: kind, startedAt: at, startedBy: session.performer, lease: lease(at: at), phase: .intended)
        guard var borrow = row.map({ LedgerRules.lapsed($0, at: at) ?? $0 }) else {
            return Borrow(
                id: id, subject: subject, account: session.account, begunAt: at, secretSource: source,
                operation: operation)
        }
        borrow.operation = operation
        return borrow
    }

    func lease(at: Date) -> Lease { Lease(from: at, until: at.addingTimeInterval(session.leaseSeconds)) }

    private mutating func recordIntent(
        _ id: OperationID, _ borrow: Borrow, _ call: Client.Call, at: Date
    ) -> [Client.Effect] {
        let same = book.borrows(sharing: borrow)
        let isOwnBusy = underway.contains { $0.key != id && $0.value.borrow?.sharesSeat(with: borrow) == true }
        if isOwnBusy || same.contains(where: { $0.isPending(at: at) }) {
            return abandon(id, .inProgress(ProblemFacts(borrow), at: at), borrow: borrow)
        }
        underway[id]?.step = .recordingIntent(borrow, call)
        let entry = LedgerEntry(
            borrow: borrow, performer: session.performer, at: at, known: Set(same.map(\.operation.id)))
        return [.record(id, entry)]
    }
}

extension LicenseIdentification {
    /// What a borrow signs in with, where that is no more than what names the license.
    fileprivate var asCredentials: Credentials? {
        switch self {
        case .licenseKey(let key): .licenseKey(key)
        case .username: nil
        }
    }
}

extension Borrow {
    /// Whether both may be about the same seat.
    func sharesSeat(with other: Borrow) -> Bool { LedgerRules.mayShareSeat(self, with: other) }

    /// Whether somebody's operation on it is under way.
    fileprivate func isPending(at: Date) -> Bool {
        !operation.phase.isSettled && LedgerRules.lapsed(self, at: at) == nil
    }
}

extension Client.Call {
    /// The kind of operation that it carries out.
    var kind: Licensing.Operation.Kind {
        switch self {
        case .borrow(let request): .borrow(request.end)
        case .activate: .activate
        case .release: .release
        case .check: .check
        }
    }
}
