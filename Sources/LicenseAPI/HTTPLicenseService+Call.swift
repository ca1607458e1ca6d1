internal import FoundationEssentials
internal import Licensing

extension HTTPLicenseService {
    /// Calls an endpoint whose response is JSON.
    func call<Wire: Decodable, Value>(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts, _ convert: (Wire) throws -> Value
    ) async throws(ServiceFailure) -> Response<Value> {
        try await perform(call(endpoint, fields, facts)) { body in
            try convert(try JSONDecoder().decode(Wire.self, from: body))
        }
    }

    /// Calls an endpoint whose response is a text, which is never read as JSON.
    func callForText(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts
    ) async throws(ServiceFailure) -> Response<String> {
        let call = call(endpoint, fields, facts)
        return try await perform(call) { body in
            call.redactor.redacted(String(decoding: body, as: UTF8.self))
        }
    }

    /// A call that begins now.
    func call(_ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts) -> Call {
        Call(
            endpoint: endpoint, fields: fields, facts: facts, address: server,
            deadline: .now.advanced(by: .seconds(callTimeout)),
            redactor: Redactor(
                configuration.authorization.secrets + configuration.transport.proxies.passwords + fields.secrets))
    }

    /// Makes a call, and repeats it after a refusal that only a wrong date or an old token caused.
    private func perform<Value>(
        _ call: Call, decode: (Data) throws -> Value
    ) async throws(ServiceFailure) -> Response<Value> {
        var call = call
        var correction = clock.correction
        var mayCorrectDate = true
        var mayRenewToken = true
        while true {
            let authorization = try await authorize(call, correction: correction)
            call.redactor.hide(authorization.secrets)
            do {
                return try await attempt(call, authorization, correction: correction, decode: decode)
            } catch {
                let problem = error.problem
                guard problem.effect == .none else { throw error }
                if problem.code == .dateHeaderDiff, let offset = error.clockOffset, mayCorrectDate {
                    mayCorrectDate = false
                    correction = offset
                } else if problem.isRefusedToken, let token = authorization.token, mayRenewToken {
                    mayRenewToken = false
                    await forget(token)
                } else {
                    throw error
                }
            }
        }
    }

    /// One request and what its response means.
    ///
    /// - Parameter correction: how far its date is ahead of this host's clock, in seconds.
    private func attempt<Value>(
        _ call: Call, _ authorization: AuthorizationHeaders, correction: TimeInterval, decode: (Data) throws -> Value
    ) async throws(ServiceFailure) -> Response<Value> {
        let sentAt = now()
        let response = try await send(call, authorization)
        let receivedAt = now()
        let reading = ResponseReader.read(
            response, of: call.endpoint, with: configuration.verifier, receivedAt: receivedAt, decode: decode)
        let offset = response.clockOffset(sentAt: sentAt, receivedAt: receivedAt)
            .flatMap {
                let duration = receivedAt.timeIntervalSince(sentAt)
                return clock.note($0, by: witness(reading, call, correction: correction, duration: duration))
            }

        switch reading {
        case .success(let value):
            let receipt = call.endpoint.isSigned ? receipt(call, response, receivedAt) : nil
            return Response(value: value, receipt: receipt, clockOffset: offset)
        case .failure(let fault):
            throw failure(fault, of: call, clockOffset: offset, after: response)
        }
    }

    /// What a response says of the server's clock.
    private func witness<Value>(
        _ reading: Result<Value, ResponseFault>, _ call: Call, correction: TimeInterval, duration: TimeInterval
    ) -> ServerClock.Witness {
        guard isOfTheAPI(reading, call) else { return .stranger }
        if case .failure(let fault) = reading, fault.effect == .none, Self.undated.contains(fault.code) {
            return .refusedDate
        }
        return .tookDate(correction: correction, duration: duration)
    }

    /// The refusals that come before a date is looked at, or because of it (reference, sections 2.2 and 2.3).
    private static let undated: Set<ProblemCode> = [
        .missingHeaders, .dateHeaderDiff, .authorizationInvalidHeaders, .authorizationMissingParams, .hmacRequired,
        .signatureMismatch, .invalidAPIKey, .revokedAPIKey, .readOnlyAPIKey, .invalidClient, .unauthorizedClient,
        .oauthTokenExpired, .oauthTokenMalformed,
    ]

    /// Whether a response is the API's own: signed by it, or one of its own forms from where nobody else can respond.
    private func isOfTheAPI<Value>(_ reading: Result<Value, ResponseFault>, _ call: Call) -> Bool {
        let isReachedSafely = server.isSecure || server.isLoopback
        switch reading {
        case .success: return call.endpoint.isSigned || isReachedSafely
        case .failure(let fault): return fault.isOfTheAPI && isReachedSafely
        }
    }

    private func receipt(_ call: Call, _ response: HTTPResponse, _ receivedAt: Date) -> Receipt? {
        guard let signature = response.signature, let request = try? call.fields.withoutSecrets.json() else {
            return nil
        }
        let body = call.redactor.redacted(json: response.body)
        return Receipt(
            request: call.redactor.redacted(String(decoding: request, as: UTF8.self)), body: body,
            isRedacted: body != response.body, digest: ResponseVerifier.digest(of: response.body), signature: signature,
            keyFingerprint: configuration.verifier.fingerprint, receivedAt: receivedAt)
    }
}

extension Problem {
    /// Whether the server refused the OAuth token and nothing else (reference, section 2.3).
    fileprivate var isRefusedToken: Bool { code == .oauthTokenExpired || code == .oauthTokenMalformed }
}
