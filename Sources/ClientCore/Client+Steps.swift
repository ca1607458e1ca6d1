internal import FoundationEssentials
internal import Licensing

// The life of a request, from step to step.
extension Client.State {
    /// Takes one step of what is under way.
    ///
    /// News that do not follow from where it stands, of what has ended above all, change nothing: no other place ignores
    /// them.
    mutating func advance(_ id: OperationID, _ event: Client.Event) -> [Client.Effect] {
        guard let running = underway[id] else { return [] }
        switch (running.step, event) {
        case (.identifying, .identified(_, .failure(let problem), _)): return abandon(id, problem)
        case (.identifying(let aim), .identified(_, .success(let identified), let at)):
            return intend(id, aim, identified, at: at)

        case (.asking(let question, let aim, let identified), .questionConfirmed(_, let at)):
            // As the state is now: what was in doubt may have been settled by others meanwhile.
            return intend(id, aim.afterYes(to: question), identified, at: at)
        case (.asking, .questionDeclined), (.asking, .cancelRequested):
            underway[id] = nil
            return []

        case (.waiting(_, let borrow, let aim, let identified), .waitOver(_, isCancelled: false, let at)):
            return waited(id, borrow, aim, identified, at: at)
        case (.waiting(let end, let borrow, _, _), .waitOver(_, isCancelled: true, let at)):
            return abandon(id, .cancelledUnsent(borrow, waitingUntil: end, at: at))
        case (.waiting, .cancelRequested):
            return [.cancel(id)]

        case (.recordingIntent(let borrow, let call), .recorded(_, .success(let written), let at)):
            return intended(id, borrow, call, written, at: at)
        case (.recordingIntent, .recorded(_, .failure(let problem), let at)):
            // Nothing has left this host, and nothing will: a borrow without a memory is not made.
            underway[id] = nil
            // The row is told as it stands on disk, where it stands there at all.
            let onDisk = inTheWay(problem) ?? running.borrow.flatMap { borrow($0.id) }
            return report(problem, running.request, unbegun: id, borrow: onDisk) + readChanges(at: at)

        case (.recordingSending(_, let borrow, let call), .recorded(_, .success(let written), let at)):
            onDisk(borrow, written)
            // Somebody else may have taken its place since its lease lapsed.
            if isShuttingDown || borrow.operation.lease.hasLapsed(at: at) {
                return withdraw(id, borrow, .notSent(ProblemFacts(borrow), at: at), at: at)
            }
            underway[id]?.step = .awaitingResponse(borrow)
            underway[id]?.sentAt = at
            return [.send(id, call)]
        case (.recordingSending(let borrow, _, _), .recorded(_, .failure(let problem), let at)):
            return withdraw(id, borrow, problem, at: at)

        case (.awaitingResponse(let borrow), .responded(_, let result, let at)):
            return responded(id, running.request, borrow, result, at: at)
        case (.awaitingResponse, .cancelRequested):
            return [.cancel(id)]

        case (.recordingOutcome(let outcome), .recorded(_, .success(let written), let at)):
            return settle(id, running.request, outcome, written) + readChanges(at: at)
        case (.recordingOutcome(let outcome), .recorded(_, .failure(let problem), let at)):
            return notWritten(id, running.request, outcome, problem, at: at)
        case (.holdingOutcome(let outcome), .recordingDue):
            underway[id]?.step = .recordingOutcome(outcome)
            return [.record(id, outcome.entry)]
        case (.recordingOutcome(var outcome), .recordingDue):
            outcome.isDueAgain = true
            underway[id]?.step = .recordingOutcome(outcome)
            return []

        default:
            return []
        }
    }

    /// The intent is on disk: next is that it leaves.
    private mutating func intended(
        _ id: OperationID, _ borrow: Borrow, _ call: Client.Call, _ written: Client.Written, at: Date
    ) -> [Client.Effect] {
        onDisk(borrow, written)
        if let key = call.licenseKey { keys[borrow.id] = key }
        if isShuttingDown { return withdraw(id, borrow, .notSent(ProblemFacts(borrow), at: at), at: at) }
        var sent = borrow
        sent.move(to: .sent)
        sent.operation.lease = lease(at: at)
        underway[id]?.step = .recordingSending(intended: borrow, sent: sent, call)
        return [.record(id, LedgerEntry(borrow: sent, performer: session.performer, at: at))]
    }

    /// Nothing was sent, and nothing will be: that is told, and the intent is taken back.
    private mutating func withdraw(
        _ id: OperationID, _ borrow: Borrow, _ problem: Problem, at: Date
    ) -> [Client.Effect] {
        guard let request = underway[id]?.request else { return [] }
        var borrow = borrow
        borrow.move(to: .refused(problem))
        return report(problem, request, operation: id, borrow: borrow) + conclude(id, borrow, .withdrawn, at: at)
    }

    /// Ends a request that has become no operation.
    ///
    /// - Parameter borrow: the borrow that it is about, or that is in its way, as it stands on disk.
    mutating func abandon(_ id: OperationID, _ problem: Problem, borrow: Borrow? = nil) -> [Client.Effect] {
        guard let running = underway.removeValue(forKey: id) else { return [] }
        return report(problem, running.request, unbegun: id, borrow: borrow)
    }

    /// The first of the borrows that keep a request from being begun.
    func inTheWay(_ problem: Problem) -> Borrow? { problem.facts.obstacles.first.flatMap { borrow($0.borrow) } }

    /// Nothing new is sent any more; what waits for the server is cancelled, and what waits for the disk is tried again.
    mutating func shutdownRequested() -> [Client.Effect] {
        isShuttingDown = true
        let ids = underway.keys.sorted { $0.rawValue < $1.rawValue }
        return ids.flatMap { advance($0, .cancelRequested($0)) + advance($0, .recordingDue($0)) }
    }
}
