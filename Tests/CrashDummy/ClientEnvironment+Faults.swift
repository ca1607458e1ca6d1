internal import ClientCore
internal import Foundation
internal import Ledger
internal import Licensing

extension ClientEnvironment {
    /// The same surroundings, in which the process dies at a point.
    func dying(at fault: FaultPoint) -> ClientEnvironment {
        let world = self
        var copy = self
        copy.ledger = DyingLedger(base: ledger, fault: fault)
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
private struct DyingLedger: ForwardingLedger {
    let base: any LedgerStore
    let fault: FaultPoint

    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        let effect = FaultPoint.Effect(entry.borrow.operation.phase)
        fault.entering(effect)
        let line = try await base.record(entry)
        fault.leaving(effect)
        return line
    }

    func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        fault.entering(.load)
        let reading = try await base.borrows(selection, telling: told)
        fault.leaving(.load)
        return reading
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
