internal import FoundationEssentials
internal import Licensing

extension HTTPLicenseService {
    /// The headers for a call's next request; fetches an OAuth token first where there is none at hand.
    ///
    /// - Parameter correction: seconds to add to this host's clock.
    /// - Throws: a failure without effect, because the request at hand has not left.
    func authorize(_ call: Call, correction: TimeInterval) async throws(ServiceFailure) -> AuthorizationHeaders {
        if rehearse != nil {
            // A token would have to be fetched, and a signature is as good as a key for a while.
            return AuthorizationHeaders(
                date: DateHeader.format(now() + correction), value: configuration.authorization.sketch)
        }
        switch configuration.authorization {
        case .apiKey(let signer):
            let date = DateHeader.format(now() + correction)
            return AuthorizationHeaders(
                date: date, value: signer.authorization(dateHeader: date),
                signature: Secret(signer.signature(dateHeader: date)))
        case .oauth(let client):
            let token = try await token(of: client, for: call)
            let date = DateHeader.format(now() + correction)
            return AuthorizationHeaders(date: date, value: "Bearer \(token.exposed)", token: token)
        }
    }

    /// Forgets an OAuth token that the server refused.
    func forget(_ token: Secret) async {
        if case .oauth(let client) = configuration.authorization { await client.forget(token) }
    }

    private func token(of client: OAuthClient, for call: Call) async throws(ServiceFailure) -> Secret {
        if let token = await client.token(at: now()) { return token }
        let address = try await tokenAddress(of: client, for: call)
        let endpoint = Endpoint(method: .post, path: address.path, hasEffect: false, bodyForm: .urlEncoded)
        let fields = RequestFields.token(clientID: client.clientID, clientSecret: client.clientSecret)
        let call = call.asking(endpoint, fields, at: address.root)
        let response = try await send(call, .none)
        switch ResponseReader.readToken(response, of: endpoint, receivedAt: now()) {
        case .success(let response):
            let expiresAt = now() + (response.expiresIn ?? 0)
            let token = OAuthClient.Token(text: Secret(response.accessToken), expiresAt: expiresAt)
            await client.keep(token)
            return token.text
        case .failure(let fault):
            throw failure(fault, of: call, after: response)
        }
    }

    /// Where to ask for a token: the configured address, or the one that the License API names.
    ///
    /// The response that names it is not signed, so the same rule against plain HTTP protects the client's secret.
    private func tokenAddress(
        of client: OAuthClient, for call: Call
    ) async throws(ServiceFailure) -> ServerAddress {
        var text = client.tokenURL
        var source = "oauth_token_url"
        if text == nil {
            source = "the address for tokens that the server names"
            let call = call.asking(.oauthURL, .oauthURL, at: server)
            let response = try await send(call, .none)
            let reading = ResponseReader.read(
                response, of: .oauthURL, with: configuration.verifier, receivedAt: now()
            ) { body in
                try JSONDecoder().decode(AddressResponse.self, from: body).url
            }
            switch reading {
            case .success(let url): text = url
            case .failure(let fault): throw failure(fault, of: call, after: response)
            }
        }
        do {
            return try ServerAddress(
                text ?? "", allowsInsecureHTTP: configuration.transport.allowsInsecureHTTP, now: now())
        } catch {
            var call = call
            call.facts.name = source
            // What a server names cannot be mended in this host's configuration.
            let isItsFault = client.tokenURL == nil && error.code == .configInvalid
            throw failure(
                isItsFault ? .responseMismatched : error.code, "\(source): \(error.message)", of: call)
        }
    }
}

extension ResponseReader {
    /// Reads the response to a token request, whose errors have a shape of their own (reference, section 2.3).
    static func readToken(
        _ response: HTTPResponse, of endpoint: Endpoint, receivedAt: Date
    ) -> Result<TokenResponse, ResponseFault> {
        if (400..<500).contains(response.status),
            let error = try? JSONDecoder().decode(TokenErrorResponse.self, from: response.body)
        {
            return .failure(
                ResponseFault(
                    code: ProblemCode(server: error.error), serverCode: error.error, status: response.status,
                    message: error.errorDescription ?? "", effect: .none))
        }
        if let fault = fault(in: response, of: endpoint, receivedAt: receivedAt) { return .failure(fault) }
        guard let token = try? JSONDecoder().decode(TokenResponse.self, from: response.body) else {
            return .failure(
                ResponseFault(code: .responseNotJSON, status: response.status, message: response.summary, effect: .none)
            )
        }
        guard Secret(token.accessToken).fitsHeader else {
            let message = "The token holds characters that no header can hold."
            return .failure(
                ResponseFault(code: .responseMismatched, status: response.status, message: message, effect: .none))
        }
        return .success(token)
    }
}
