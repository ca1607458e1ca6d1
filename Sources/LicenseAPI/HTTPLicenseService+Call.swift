internal import FoundationEssentials
internal import Licensing
internal import Logging
internal import NIOHTTP1

extension HTTPLicenseService {
    /// Calls an endpoint whose answer is JSON.
    func call<Wire: Decodable, Value>(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts, _ convert: (Wire) -> Value
    ) async throws(ServiceFailure) -> Answer<Value> {
        try await call(endpoint, fields, facts) { body in
            convert(try JSONDecoder().decode(Wire.self, from: body))
        }
    }

    /// Calls an endpoint whose answer is a text, which is never read as JSON.
    func callForText(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts
    ) async throws(ServiceFailure) -> Answer<String> {
        try await call(endpoint, fields, facts) { body in String(decoding: body, as: UTF8.self) }
    }

    /// Calls an endpoint, and repeats the call after a refusal that only a wrong date or an old token caused.
    private func call<Value>(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts, decode: (Data) throws -> Value
    ) async throws(ServiceFailure) -> Answer<Value> {
        var correction = clock.correction
        var mayCorrectDate = true
        var mayRenewToken = true
        while true {
            let authorization = try await authorize(correction: correction, facts)
            do {
                return try await attempt(endpoint, fields, facts, authorization, decode: decode)
            } catch {
                guard error.effect == .none else { throw error }
                if error.problem.code == .dateHeaderDiff, let offset = error.clockOffset, mayCorrectDate {
                    mayCorrectDate = false
                    correction = offset
                } else if error.problem.isRefusedToken, let token = authorization.token, mayRenewToken {
                    mayRenewToken = false
                    await forget(token)
                } else {
                    throw error
                }
            }
        }
    }

    /// One request and what its answer means.
    private func attempt<Value>(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts, _ authorization: AuthorizationHeaders,
        decode: (Data) throws -> Value
    ) async throws(ServiceFailure) -> Answer<Value> {
        let sentAt = now()
        let request = try request(endpoint, fields, facts, authorization)
        let answer = try await send(request, endpoint, facts)
        let receivedAt = now()
        let offset = answer.clockOffset(sentAt: sentAt, receivedAt: receivedAt)
        if let offset { clock.note(offset) }

        switch AnswerReader.read(answer, of: endpoint, with: configuration.verifier, decode: decode) {
        case .success(let value):
            let receipt = endpoint.isSigned ? receipt(fields, answer, receivedAt) : nil
            return Answer(value: value, receipt: receipt, clockOffset: offset)
        case .failure(let fault):
            throw failure(fault, endpoint, facts, clockOffset: offset)
        }
    }

    /// Sends a request and brings its whole answer.
    func send(
        _ request: HTTPTransport.Request, _ endpoint: Endpoint, _ facts: ProblemFacts
    ) async throws(ServiceFailure) -> HTTPAnswer {
        switch await transport.send(request) {
        case .success(let answer):
            logger.debug(
                "answered",
                metadata: [
                    "endpoint": "\(endpoint.path)", "status": "\(answer.status)", "bytes": "\(answer.body.count)",
                ])
            return answer
        case .failure(let fault):
            logger.debug(
                "not answered", metadata: ["endpoint": "\(endpoint.path)", "code": "\(fault.code.rawValue)"])
            throw failure(fault, endpoint, facts)
        }
    }

    private func receipt(_ fields: RequestFields, _ answer: HTTPAnswer, _ receivedAt: Date) -> Receipt? {
        guard let signature = answer.signature, let request = try? fields.withoutSecrets.json() else { return nil }
        return Receipt(
            request: String(decoding: request, as: UTF8.self), body: answer.body, signature: signature,
            keyFingerprint: configuration.verifier.fingerprint, receivedAt: receivedAt)
    }
}

extension Problem {
    /// Whether the server refused the OAuth token and nothing else (reference, section 2.3).
    fileprivate var isRefusedToken: Bool { code == .oauthTokenExpired || code == .oauthTokenMalformed }
}
