internal import FoundationEssentials
internal import Licensing

extension HTTPLicenseService {
    /// The failure of a call whose response is of no use. Every word of a server passes through here.
    func failure(
        _ fault: ResponseFault, of call: Call, clockOffset: TimeInterval? = nil, after response: HTTPResponse? = nil
    ) -> ServiceFailure {
        let redactor = call.redactor
        var facts = call.facts
        facts.server = call.address.text
        facts.endpoint = redactor.redacted(call.endpoint.path)
        facts.clockOffset = clockOffset ?? clock.lastOffset
        facts.retryAfter = fault.retryAfter
        // A code that is known says nothing but itself, even where a password happens to be a part of its name. Of another
        // the secrets are blotted out before it is put into a code's characters: then they would not be found.
        let isKnown = ProblemCode.known.contains(fault.code)
        let spelled = redactor.redacted(fault.serverCode ?? fault.code.rawValue)
        let code = isKnown ? fault.code : ProblemCode(server: spelled)
        let problem = Problem(
            code, status: fault.status, message: redactor.redacted(json: fault.message), time: now(),
            effect: call.endpoint.hasEffect ? fault.effect : .none, facts: facts)
        let exchange = Exchange(
            requestID: call.id,
            command: redactor.redacted(call.curl(configuration.authorization)),
            reply: response.map { reply($0, redactor) })
        return ServiceFailure(problem, clockOffset: clockOffset, exchange: exchange)
    }

    private func reply(_ response: HTTPResponse, _ redactor: Redactor) -> Exchange.Reply {
        // Nobody reads more of it than this, and a secret may stand across the end of what is kept.
        let start = response.body.prefix(4 * Exchange.Reply.limit)
        return Exchange.Reply(
            status: response.status, contentType: response.contentType.map { redactor.redacted($0) },
            body: String(decoding: redactor.redacted(json: start), as: UTF8.self), size: response.body.count)
    }

    /// The failure of a call that brought no response.
    func failure(_ fault: TransportFailure, of call: Call) -> ServiceFailure {
        var call = call
        call.facts.timeout = fault.timeout
        call.facts.tlsFault = fault.tlsFault
        call.facts.proxyStatus = fault.proxyStatus
        if fault.code == .transportTLS { call.facts.path = configuration.transport.certificateAuthorityFile }
        return failure(ResponseFault(code: fault.code, message: fault.message, effect: fault.effect), of: call)
    }

    /// The failure of a call that was not made.
    func failure(_ code: ProblemCode, _ message: String, of call: Call) -> ServiceFailure {
        var failure = failure(ResponseFault(code: code, message: message, effect: .none), of: call)
        failure.exchange = nil
        return failure
    }
}
