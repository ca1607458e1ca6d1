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
        case .checkLicense(let target, let source):
            return identify(request, .checkLicense(target, source), .license(target.identification), at: at)
        case .deactivate(let id): return identifyBorrow(id, request, .deactivate(id), key: key, at: at)
        case .deactivateLicense(let target, let source):
            return identify(request, .deactivateLicense(target, source), .license(target.identification), at: at)
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
            return report(.inProgress(ProblemFacts(borrow), on: nil, at: at), request, borrow: borrow)
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

    private mutating func identify(
        _ request: Client.Request, _ aim: Client.Underway.Aim, _ subject: Client.Subject, at: Date
    ) -> [Client.Effect] {
        let id = beginOperation()
        underway[id] = Client.Underway(request: request, startedAt: at, step: .identifying(aim))
        return [.identify(id, subject)]
    }

    /// The license is known: writes the intent, unless something else on the same seat is under way or in doubt. What was sent to that
    /// seat and brought no response has to be over at the server first.
    mutating func intend(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        if isShuttingDown { return abandon(id, .notSent(ProblemFacts(), at: at)) }
        let effects = form(id, aim, identified, at: at)
        guard case .recordingIntent(let borrow, _)? = underway[id]?.step,
            let wait = wait(before: borrow, of: id, at: at)
        else { return effects }
        underway[id]?.awaited.formUnion(wait.operations)
        underway[id]?.step = .waiting(until: wait.end, borrow, aim, identified)
        return [.wait(id, seconds: Int(wait.end.timeIntervalSince(at).rounded(.up)))]
    }

    /// What was waited for is over at the server: goes on, unless others have worked on the seat meanwhile. It was wanted of what was
    /// known before that.
    mutating func waited(
        _ id: OperationID, _ borrow: Borrow, _ aim: Client.Underway.Aim, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        let news = seat(of: borrow).first { underway[id]?.awaited.contains($0.operation.id) == false }
        guard let news else { return intend(id, aim, identified, at: at) }
        let message = "Operation \(news.operation.id) came in between."
        let problem = Problem(
            .operationOvertaken, message: message, time: at, effect: .none, facts: ProblemFacts(borrow))
        return abandon(id, problem, borrow: news)
    }

    /// The rows whose operations may not be under way beside one, as they stand now.
    private func seat(of borrow: Borrow) -> [Borrow] {
        let rows = [self.borrow(borrow.id)].compactMap(\.self) + book.borrows(besides: borrow)
        return rows.filter { LedgerRules.excludes($0, borrow) }
    }

    /// Until when one has to wait for operations without a response, with all that are on the seat; nil where there are none, or it has
    /// done so.
    ///
    /// Each is waited for once: a clock that was set back prolongs nothing.
    private func wait(
        before borrow: Borrow, of id: OperationID, at: Date
    ) -> (operations: Set<OperationID>, end: Date)? {
        let seat = seat(of: borrow)
        let unheard = seat.filter { underway[id]?.awaited.contains($0.operation.id) == false }
        let ends = unheard.compactMap { row in
            row.unheardSince.map { min($0, at).addingTimeInterval(session.settleAfterSeconds) }
        }
        guard let end = ends.max(), end > at else { return nil }
        return (Set(seat.map(\.operation.id)), end)
    }

    /// Forms the intent of an operation.
    private mutating func form(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        switch aim {
        case .borrow(let wish, let source, let consent):
            return intendBorrow(id, aim, wish, source, identified, consent, at: at)
        case .extend(let borrow, let end, let credentials, let consent):
            return intendExtension(id, aim, borrow, end, credentials, identified, consent, at: at)
        case .activate(let wish, let source): return intendActivation(id, wish, source, identified, at: at)
        case .release(let borrow): return intendOnBorrow(id, borrow, identified, at: at) { .release($0) }
        case .check(let borrow): return intendOnBorrow(id, borrow, identified, at: at) { .check($0) }
        case .checkLicense(let target, let source): return intendCheck(id, target, source, identified, at: at)
        case .deactivate(let borrow): return intendDeactivation(id, of: borrow, identified, at: at)
        case .deactivateLicense(let target, let source):
            return intendDeactivation(id, target, source, identified, at: at)
        }
    }

    /// The license of a borrow in the ledger is named: writes the intent, about the borrow as it stands by now.
    private mutating func intendOnBorrow(
        _ id: OperationID, _ borrowID: OperationID, _ identified: Client.Identified, at: Date,
        _ call: (LicenseTarget) -> Client.Call
    ) -> [Client.Effect] {
        guard let identification = identified.identification, let row = borrow(borrowID) else {
            return abandon(id, .unnamed(borrowID, at: at))
        }
        let now = moment(at: at)
        if !row.mayHoldSeat(at: now), let holder = book.borrows(sharing: row).last(where: { $0.mayHoldSeat(at: now) }) {
            let message = "Borrow \(row.id) is over, and another one holds the seat, or may: \(holder.id)."
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

    /// The borrow that holds a subject's seat or may, the exact one before others: what borrows that sets a new end of it.
    func held(on subject: BorrowSubject, at: Date) -> Borrow? {
        holder(of: subject, among: book.borrows(sharing: subject), at: at)
    }

    /// The one that holds a subject's seat or may, of borrows that may be about it.
    func holder(of subject: BorrowSubject, among borrows: [Borrow], at: Date) -> Borrow? {
        let held = borrows.map { $0.asItStands(at: at) }.filter { $0.mayHoldSeat(at: moment(at: at)) }
        return held.last { $0.subject.identity == subject.identity } ?? held.last
    }

    /// The borrow whose check took a subject's seat, where this account may go on with it: who borrows that seat does so on its row. A
    /// key opens one license, whether or not its number was named.
    func seated(on subject: BorrowSubject, at: Date) -> Borrow? {
        let now = moment(at: at)
        let isByKey = if case .key = subject.license { true } else { false }
        return seat(subject, at: at).last { row in
            guard case .seated = row.status(at: now), !isElsewhere(row) else { return false }
            return isByKey || row.subject.identity == subject.identity
        }
    }

    /// The borrows that may be about the same seat, as they stand once what has lapsed is settled.
    func seat(_ subject: BorrowSubject, at: Date) -> [Borrow] {
        book.borrows(sharing: subject).map { $0.asItStands(at: at) }
    }

    /// A row with a new operation on it: the one at hand, as it stands by now, or a new one where there is none, or that is
    /// finished.
    func begin(
        _ id: OperationID, _ kind: Operation.Kind, on row: Borrow?, _ subject: BorrowSubject, _ source: SecretSource,
        at: Date
    ) -> Borrow {
        let operation = Operation(
            id: id, kind: kind, startedAt: at, startedBy: session.performer, lease: lease(at: at), phase: .intended)
        guard var borrow = row?.asItStands(at: at), !borrow.isFinished(at: moment(at: at))
        else {
            return Borrow(
                id: id, subject: row?.furtherSubject ?? subject, account: session.account, begunAt: at,
                secretSource: source,
                operation: operation)
        }
        borrow.operation = operation
        return borrow
    }

    func lease(at: Date) -> Lease { Lease(from: at, until: at.addingTimeInterval(session.leaseSeconds)) }

    mutating func recordIntent(
        _ id: OperationID, _ borrow: Borrow, _ call: Client.Call, at: Date
    ) -> [Client.Effect] {
        if let problem = call.reasonNotToWrite(borrow.subject, at: at) { return abandon(id, problem) }
        let license = book.borrows(besides: borrow)
        let running = underway.filter { $0.key != id }.compactMap(\.value.borrow)
        let rival = self.rival(of: borrow, among: license, at: at)
        if rival != nil || running.contains(where: { LedgerRules.excludes($0, borrow) }) {
            let problem = Problem.inProgress(ProblemFacts(borrow), on: rival, at: at)
            return abandon(id, problem, borrow: self.borrow(borrow.id))
        }
        if case .deactivate = call, let problem = LedgerRules.reasonNotToDeactivate(license, at: at) {
            return abandon(id, problem, borrow: inTheWay(problem))
        }
        underway[id]?.step = .recordingIntent(borrow, call)
        let entry = LedgerEntry(
            borrow: borrow, performer: session.performer, at: at,
            known: Set(license.map(\.operation.id)))
        return [.record(id, entry)]
    }
}

extension Borrow {
    /// What a further borrow of its seat is about: of several licenses of a user the one that this was of. A key opens one alone.
    var furtherSubject: BorrowSubject {
        var further = subject
        if case .key = subject.license { return further }
        further.licenseID = licenseNumber
        return further
    }

    /// Whether somebody's operation on it is under way.
    func isPending(at: Date) -> Bool {
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
        case .deactivate: .deactivate
        }
    }

    /// The license key that names the license, where the same key may be needed again for what it leaves.
    var licenseKey: Secret? {
        switch self {
        case .borrow(let request): if case .licenseKey(let key) = request.credentials { key } else { nil }
        case .release(let target), .check(let target), .deactivate(let target):
            if case .licenseKey(let key) = target.identification { key } else { nil }
        case .activate: nil
        }
    }
}
