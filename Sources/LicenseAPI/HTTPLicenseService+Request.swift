internal import FoundationEssentials
internal import Licensing
internal import NIOHTTP1

/// The headers that date and authorize one request.
struct AuthorizationHeaders: Sendable {
    var date: String?
    var value: String?
    /// The OAuth token in it, to be forgotten when the server refuses it.
    var token: Secret?

    /// For the one endpoint that wants neither.
    static let none = AuthorizationHeaders()
}

extension HTTPLicenseService {
    /// Writes a request: the address of an endpoint on the server, its headers, and its body or query.
    func request(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts, _ authorization: AuthorizationHeaders
    ) throws(ServiceFailure) -> HTTPTransport.Request {
        try request(endpoint, fields, facts, authorization, url: server.text + endpoint.path)
    }

    /// The same for any address.
    func request(
        _ endpoint: Endpoint, _ fields: RequestFields, _ facts: ProblemFacts, _ authorization: AuthorizationHeaders,
        url: String
    ) throws(ServiceFailure) -> HTTPTransport.Request {
        var headers = HTTPHeaders()
        if let date = authorization.date { headers.add(name: "Date", value: date) }
        if let value = authorization.value { headers.add(name: "Authorization", value: value) }
        headers.add(name: "Accept", value: "application/json")
        headers.add(name: "User-Agent", value: configuration.client.userAgent)

        switch (endpoint.method, endpoint.bodyForm) {
        case (.get, _):
            let query = fields.urlEncoded
            return HTTPTransport.Request(
                method: .GET, url: query.isEmpty ? url : url + "?" + query, headers: headers, body: nil)
        case (.post, .json):
            headers.add(name: "Content-Type", value: "application/json")
            guard let body = try? fields.json() else {
                let fault = AnswerFault(code: .inputInvalid, message: "the request cannot be written", effect: .none)
                throw failure(fault, endpoint, facts)
            }
            return HTTPTransport.Request(method: .POST, url: url, headers: headers, body: body)
        case (.post, .urlEncoded):
            headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            return HTTPTransport.Request(method: .POST, url: url, headers: headers, body: Data(fields.urlEncoded.utf8))
        }
    }
}
