internal import FoundationEssentials
internal import Licensing

extension HTTPLicenseService {
    /// The failure of a call whose answer is of no use.
    func failure(
        _ fault: AnswerFault, _ endpoint: Endpoint, _ facts: ProblemFacts, clockOffset: TimeInterval? = nil
    ) -> ServiceFailure {
        var facts = facts
        facts.server = server.text
        facts.endpoint = endpoint.path
        facts.clockOffset = clockOffset ?? clock.lastOffset
        let problem = Problem(fault.code, status: fault.status, message: fault.message, time: now(), facts: facts)
        return ServiceFailure(problem, effect: endpoint.hasEffect ? fault.effect : .none, clockOffset: clockOffset)
    }

    /// The failure of a call that brought no answer.
    func failure(_ fault: TransportFailure, _ endpoint: Endpoint, _ facts: ProblemFacts) -> ServiceFailure {
        var facts = facts
        facts.timeout = fault.timeout
        facts.tlsFault = fault.tlsFault
        let effect: ServiceFailure.Effect = fault.mayHaveArrived ? .unknown : .none
        return failure(
            AnswerFault(code: fault.code, status: nil, message: fault.message, effect: effect), endpoint, facts)
    }
}
