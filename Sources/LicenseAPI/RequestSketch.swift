internal import FoundationEssentials
internal import Licensing
internal import NIOHTTP1

/// A request as it would go out, for a person to read: a variable stands for each secret, and for the signature.
public struct RequestSketch: Hashable, Sendable {
    /// One header of it.
    public struct Header: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The HTTP method.
    public var method: String
    /// The whole address, with the query of a GET.
    public var url: String
    /// The headers in their order, but for those that the connection adds (`Host`, `Content-Length`).
    public var headers: [Header]
    /// The body's text, byte for byte but for the secrets; nil where there is none.
    public var body: String?

    public init(method: String, url: String, headers: [Header], body: String?) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension HTTPLicenseService {
    /// The same service, which sends nothing: each call is told as a request, and fails without effect as `operation_not_sent`.
    ///
    /// The request is written by what writes those that are sent. An OAuth token is not fetched for it.
    public func rehearsing(_ tell: @escaping @Sendable (RequestSketch) async -> Void) -> HTTPLicenseService {
        var copy = self
        copy.rehearse = tell
        return copy
    }

    /// A call's request, without its secrets.
    func sketch(_ call: Call, _ authorization: AuthorizationHeaders) throws(ServiceFailure) -> RequestSketch {
        var open = call
        open.fields = call.fields.withVariables
        let request = try request(open, authorization)
        // What is secret may have been typed in another place, too.
        return RequestSketch(
            method: request.method.rawValue, url: call.redactor.redacted(request.address.text + request.target),
            headers: request.headers.map { .init(name: $0.name, value: $0.value) },
            body: request.body.map { call.redactor.redacted(String(decoding: $0, as: UTF8.self)) })
    }
}
