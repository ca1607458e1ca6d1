internal import FoundationEssentials
internal import Licensing
internal import NIOHTTP1

extension HTTPLicenseService {
    /// Sends a call's request and brings its whole response.
    func send(_ call: Call, _ authorization: AuthorizationHeaders) async throws(ServiceFailure) -> HTTPResponse {
        if let rehearse {
            await rehearse(try sketch(call, authorization))
            throw failure(.operationNotSent, "A rehearsal sends nothing.", of: call)
        }
        let request = try request(call, authorization)
        let log = RequestLog(logger, call)
        log.sends()
        switch await transport.send(request, until: call.deadline) {
        case .success(let response):
            log.hears(response)
            return response
        case .failure(let fault):
            log.hearsNothing(fault)
            throw failure(fault, of: call)
        }
    }

    /// Writes a call's request: its headers, and its body or query.
    func request(
        _ call: Call, _ authorization: AuthorizationHeaders
    ) throws(ServiceFailure) -> HTTPTransport.Request {
        var headers = HTTPHeaders()
        if let date = authorization.date { headers.add(name: "Date", value: date) }
        if let value = authorization.value { headers.add(name: "Authorization", value: value) }
        headers.add(name: "Accept", value: "application/json")
        headers.add(name: "User-Agent", value: configuration.client.userAgent)

        let endpoint = call.endpoint
        var request = HTTPTransport.Request(
            method: .GET, address: call.address, target: endpoint.path, headers: headers, body: nil)
        switch (endpoint.method, endpoint.bodyForm) {
        case (.get, _):
            let query = call.fields.urlEncoded
            if !query.isEmpty { request.target += "?" + query }
        case (.post, .json):
            guard let body = try? call.fields.json() else {
                throw failure(.inputInvalid, "The request cannot be written.", of: call)
            }
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = body
        case (.post, .urlEncoded):
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = Data(call.fields.urlEncoded.utf8)
        }
        return request
    }
}
