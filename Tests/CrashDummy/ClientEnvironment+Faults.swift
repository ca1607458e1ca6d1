internal import ClientCore
internal import Foundation
internal import Ledger
internal import Licensing

extension ClientEnvironment {
    /// The same surroundings, in which the process dies at a point.
    func dying(at fault: FaultPoint) -> ClientEnvironment {
        let world = self
        var copy = self
        copy.ledger = DyingLedger(ledger: ledger, fault: fault)
        copy.identify = { (subject) async throws(Problem) in
            fault.entering(.identify)
            let identified = try await world.identify(subject)
            fault.leaving(.identify)
            return identified
        }
        copy.send = { (call) async throws(ServiceFailure) in
            fault.entering(.request)
            let response = try await world.send(call)
            fault.leaving(.request)
            return response
        }
        return copy
    }

    /// The same surroundings, in which borrows are made and their responses are lost.
    func losingResponses() -> ClientEnvironment {
        let world = self
        var copy = self
        copy.send = { (call) async throws(ServiceFailure) in
            let response = try await world.send(call)
            guard case .borrow(let request) = call else { return response }
            throw ServiceFailure(
                Problem(
                    .transportLost, message: "lost on purpose", time: Date(), effect: .possible,
                    facts: ProblemFacts(request)))
        }
        return copy
    }
}

/// A ledger in whose readings and writings the process dies at a point.
private struct DyingLedger: LedgerStore {
    let ledger: any LedgerStore
    let fault: FaultPoint

    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        let effect = FaultPoint.Effect(entry.borrow.operation.phase)
        fault.entering(effect)
        let line = try await ledger.record(entry)
        fault.leaving(effect)
        return line
    }

    func borrows(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        fault.entering(.load)
        let reading = try await ledger.borrows(selection)
        fault.leaving(.load)
        return reading
    }

    func changes(after line: Int64) async throws(Problem) -> LedgerReading { try await ledger.changes(after: line) }
    func announcements() -> AsyncStream<LedgerAnnouncement> { ledger.announcements() }
    func fingerprint(of secret: Secret) async throws(Problem) -> String { try await ledger.fingerprint(of: secret) }
    func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] {
        try await ledger.history(limit: limit, product: product)
    }
    func trail(after line: Int64, limit: Int) async throws(Problem) -> [TrailEntry] {
        try await ledger.trail(after: line, limit: limit)
    }
    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await ledger.receipts(of: text, limit: limit)
    }
    func verifyTrail(anchor: TrailReport.Anchor?) async throws(Problem) -> TrailReport {
        try await ledger.verifyTrail(anchor: anchor)
    }
    func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        try await ledger.prune(before: cutoff, by: performer, at: at, isRehearsal: isRehearsal)
    }
}

extension FaultPoint.Effect {
    /// The write of a step.
    fileprivate init(_ phase: OperationPhase) {
        switch phase {
        case .intended: self = .intent
        case .sent: self = .sending
        case .confirmed, .refused, .unknown, .noted: self = .outcome
        }
    }
}
