internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import LicenseAPI
internal import Licensing
internal import NIOCore

/// Turns what comes over a connection into an ``APIRequest``, and an ``APIResponse`` into what goes back.
///
/// It stands on Hummingbird's server and not on its `Application`, because that writes its own `Date` over the one of the
/// sandbox's clock.
struct Responder: Sendable {
    let backend: Backend
    let key: SigningKey
    let clock: any SandboxClock
    /// The largest request body that is read, in bytes.
    let bodyLimit: Int

    /// Responds to one request, or throws to break the connection.
    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let faults = await backend.takeFaults(path: request.uri.path)
        try await faults.beforeEffect(channel)
        let response: APIResponse
        if let canned = faults.cannedResponse {
            response = canned
        } else {
            do {
                let body = try await request.body.collect(upTo: bodyLimit)
                response = await backend.respond(
                    to: apiRequest(request, body: Data(body.readableBytesView), channel))
            } catch is NIOTooManyBytesError {
                response = .tooLarge(limit: bodyLimit)
            }
        }
        try await send(response, faults: faults + response.faults, writer: writer, channel: channel)
    }

    private func apiRequest(_ request: Request, body: Data, _ channel: any Channel) -> APIRequest {
        APIRequest(
            method: request.method, path: request.uri.path, query: request.uri.query ?? "", headers: request.headers,
            authority: request.head.authority, body: body, isLocal: channel.remoteAddress?.isLoopback ?? false,
            now: clock.now)
    }

    private func send(
        _ response: APIResponse, faults: [Faults.Fault], writer: consuming ResponseWriter, channel: any Channel
    ) async throws {
        try await faults.afterEffect(channel)
        let body = faults.body(in: response)
        var headers = HTTPFields()
        headers[.contentType] = response.contentType
        headers[.contentLength] = String(body.count)
        headers[.date] = DateHeader.format(clock.now + faults.skew)
        if response.status == .tooManyRequests { headers[.retryAfter] = faults.retryAfter }
        if faults.contains(.redirect) { headers[.location] = "https://elsewhere.invalid/" }
        if response.isSigned { headers[.licenseSignature] = try faults.signature(of: body, by: key) }
        let head = HTTPResponse(status: response.status, headerFields: headers)
        guard faults.contains(.truncatedBody) else {
            return try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        var half = try await writer.writeHead(head)
        try await half.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
        try await Faults.breakConnection(channel)
    }
}

extension HTTPField.Name {
    /// The header that carries a response's signature.
    static let licenseSignature: HTTPField.Name = {
        guard let name = HTTPField.Name("LicenseSignature") else {
            preconditionFailure("LicenseSignature is a valid name for a header")
        }
        return name
    }()
}

extension SocketAddress {
    fileprivate var isLoopback: Bool {
        guard let ipAddress else { return false }
        return ipAddress == "::1" || ipAddress.hasPrefix("127.") || ipAddress.hasPrefix("::ffff:127.")
    }
}
