internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import LicenseAPI
internal import Licensing
internal import NIOCore

/// Turns what comes over a connection into a ``Call``, and a ``Reply`` into what goes back.
///
/// It stands on Hummingbird's server and not on its `Application`, because that writes its own `Date` over the one of the
/// sandbox's clock.
struct Responder: Sendable {
    let backend: Backend
    let key: SigningKey
    let clock: any SandboxClock
    /// The largest request body that is read, in bytes.
    let bodyLimit: Int

    /// Answers one request, or throws to break the connection.
    func respond(to request: Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let faults = await backend.takeFaults(path: request.uri.path)
        try await faults.beforeEffect(channel)
        let reply: Reply
        if let excuse = faults.excuse {
            reply = excuse
        } else if let body = try? await request.body.collect(upTo: bodyLimit) {
            reply = await backend.answer(call(request, body: Data(body.readableBytesView), channel))
        } else {
            var refusal = Refusal(.validationError, "The request body is larger than \(bodyLimit) bytes")
            refusal.status = .contentTooLarge
            reply = .refused(refusal)
        }
        try await send(reply, faults: faults + reply.faults, writer: writer, channel: channel)
    }

    private func call(_ request: Request, body: Data, _ channel: any Channel) -> Call {
        Call(
            method: request.method, path: request.uri.path, query: request.uri.query ?? "", headers: request.headers,
            authority: request.head.authority, body: body, isLocal: channel.remoteAddress?.isLoopback ?? false,
            now: clock.now)
    }

    private func send(
        _ reply: Reply, faults: [Faults.Fault], writer: consuming ResponseWriter, channel: any Channel
    ) async throws {
        try await faults.afterEffect(channel)
        let body = faults.body(in: reply)
        var headers = HTTPFields()
        headers[.contentType] = reply.contentType
        headers[.contentLength] = String(body.count)
        headers[.date] = DateHeader.format(clock.now + faults.skew)
        if reply.status == .tooManyRequests { headers[.retryAfter] = faults.retryAfter }
        if faults.contains(.redirect) { headers[.location] = "https://elsewhere.invalid/" }
        if reply.isSigned { headers[.licenseSignature] = try faults.signature(of: body, by: key) }
        let head = HTTPResponse(status: reply.status, headerFields: headers)
        guard faults.contains(.truncatedBody) else {
            return try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        var half = try await writer.writeHead(head)
        try await half.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
        try await Faults.breakOff(channel)
    }
}

extension HTTPField.Name {
    /// The header that carries an answer's signature.
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
