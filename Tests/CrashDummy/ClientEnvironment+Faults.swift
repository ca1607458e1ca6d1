internal import ClientCore
internal import Foundation
internal import Licensing

extension ClientEnvironment {
    /// The same surroundings, in which the process dies at a point.
    func dying(at fault: FaultPoint) -> ClientEnvironment {
        let world = self
        var copy = self
        copy.loadLedger = { () async throws(Problem) in
            fault.entering(.load)
            let loaded = try await world.loadLedger()
            fault.leaving(.load)
            return loaded
        }
        copy.identify = { (subject) async throws(Problem) in
            fault.entering(.identify)
            let identified = try await world.identify(subject)
            fault.leaving(.identify)
            return identified
        }
        copy.record = { (entry) async throws(Problem) in
            let effect = FaultPoint.Effect(entry.borrow.operation.phase)
            fault.entering(effect)
            try await world.record(entry)
            fault.leaving(effect)
        }
        copy.borrow = { (request) async throws(ServiceFailure) in
            fault.entering(.request)
            let answer = try await world.borrow(request)
            fault.leaving(.request)
            return answer
        }
        copy.release = { (target) async throws(ServiceFailure) in
            fault.entering(.request)
            let answer = try await world.release(target)
            fault.leaving(.request)
            return answer
        }
        copy.check = { (target) async throws(ServiceFailure) in
            fault.entering(.request)
            let answer = try await world.check(target)
            fault.leaving(.request)
            return answer
        }
        return copy
    }

    /// The same surroundings, in which borrows are made and their answers are lost.
    func losingAnswers() -> ClientEnvironment {
        let world = self
        var copy = self
        copy.borrow = { (request) async throws(ServiceFailure) in
            _ = try await world.borrow(request)
            throw ServiceFailure(
                Problem(.transportLost, message: "lost on purpose", time: Date(), facts: ProblemFacts(request)),
                effect: .unknown)
        }
        return copy
    }
}

extension FaultPoint.Effect {
    /// The write of a step.
    fileprivate init(_ phase: OperationPhase) {
        switch phase {
        case .intended: self = .intent
        case .sent: self = .sending
        case .confirmed, .refused, .unknown, .seen: self = .outcome
        }
    }
}
