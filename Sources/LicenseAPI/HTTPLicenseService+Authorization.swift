internal import FoundationEssentials
internal import Licensing

extension HTTPLicenseService {
    /// The headers for the next request; fetches an OAuth token first where there is none at hand.
    ///
    /// - Parameter correction: seconds to add to this host's clock.
    /// - Throws: a failure without effect, because the request at hand has not left.
    func authorize(
        correction: TimeInterval, _ facts: ProblemFacts
    ) async throws(ServiceFailure) -> AuthorizationHeaders {
        switch configuration.authorization {
        case .apiKey(let signer):
            let date = DateHeader.format(now() + correction)
            return AuthorizationHeaders(date: date, value: signer.authorization(dateHeader: date))
        case .oauth(let client):
            let token = try await token(of: client, facts)
            let date = DateHeader.format(now() + correction)
            return AuthorizationHeaders(date: date, value: "Bearer \(token.exposed)", token: token)
        }
    }

    /// Forgets an OAuth token that the server refused.
    func forget(_ token: Secret) async {
        if case .oauth(let client) = configuration.authorization { await client.forget(token) }
    }

    private func token(of client: OAuthClient, _ facts: ProblemFacts) async throws(ServiceFailure) -> Secret {
        if let token = await client.token(at: now()) { return token }
        let url = try await tokenURL(of: client, facts)
        let endpoint = Endpoint(method: .post, path: url.path, hasEffect: false, bodyForm: .urlEncoded)
        let fields = RequestFields.token(clientID: client.clientID, clientSecret: client.clientSecret)
        let request = try request(endpoint, fields, facts, .none, url: url.text)
        let answer = try await send(request, endpoint, facts)
        switch AnswerReader.readToken(answer) {
        case .success(let answer):
            let expiresAt = now() + (answer.expiresIn ?? 0)
            let token = OAuthClient.Token(text: Secret(answer.accessToken), expiresAt: expiresAt)
            await client.keep(token)
            return token.text
        case .failure(let fault):
            throw failure(fault, endpoint, facts)
        }
    }

    /// Where to ask for a token: the configured address, or the one that the License API names.
    ///
    /// The answer that names it is not signed, so the same rule against plain HTTP protects the client's secret.
    private func tokenURL(
        of client: OAuthClient, _ facts: ProblemFacts
    ) async throws(ServiceFailure) -> (text: String, path: String) {
        var text = client.tokenURL
        if text == nil {
            let request = try request(.oauthURL, .oauthURL, facts, .none)
            let answer = try await send(request, .oauthURL, facts)
            let reading = AnswerReader.read(answer, of: .oauthURL, with: configuration.verifier) { body in
                try JSONDecoder().decode(AddressAnswer.self, from: body).url
            }
            switch reading {
            case .success(let url): text = url
            case .failure(let fault): throw failure(fault, .oauthURL, facts)
            }
        }
        do {
            let address = try ServerAddress(
                text ?? "", allowsInsecureHTTP: configuration.transport.allowsInsecureHTTP, now: now())
            return (address.text, URLComponents(string: address.text)?.path ?? "")
        } catch {
            var problem = error
            problem.facts.name = "token address"
            throw ServiceFailure(problem, effect: .none)
        }
    }
}

extension AnswerReader {
    /// Reads the answer to a token request, whose errors have a shape of their own (reference, section 2.3).
    static func readToken(_ answer: HTTPAnswer) -> Result<TokenAnswer, AnswerFault> {
        if (400..<500).contains(answer.status),
            let error = try? JSONDecoder().decode(TokenErrorAnswer.self, from: answer.body)
        {
            return .failure(
                AnswerFault(
                    code: ProblemCode(rawValue: error.error), status: answer.status,
                    message: error.errorDescription ?? "", effect: .none))
        }
        if let fault = fault(in: answer) { return .failure(fault) }
        guard let token = try? JSONDecoder().decode(TokenAnswer.self, from: answer.body) else {
            return .failure(
                AnswerFault(code: .answerNotJSON, status: answer.status, message: answer.summary, effect: .none))
        }
        return .success(token)
    }
}
