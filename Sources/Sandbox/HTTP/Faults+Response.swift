internal import FoundationEssentials
internal import HTTPTypes
internal import Licensing
internal import NIOCore

/// How the faults of one call are carried out.
extension [Faults.Fault] {
    /// What goes wrong before anything happens on the server.
    func beforeEffect(_ channel: any Channel) async throws {
        for case .latency(let seconds) in self { try await Faults.wait(seconds, channel) }
        if contains(.hangBeforeEffect) { try await Faults.hang(channel) }
        if contains(.closeBeforeEffect) { try await Faults.breakConnection(channel) }
    }

    /// What goes wrong in place of a response.
    func afterEffect(_ channel: any Channel) async throws {
        if contains(.hangAfterEffect) { try await Faults.hang(channel) }
        if contains(.closeAfterEffect) { try await Faults.breakConnection(channel) }
    }

    /// The response to give without a look at the request, if there is one.
    var cannedResponse: APIResponse? {
        for fault in self {
            switch fault {
            case .htmlResponse(let status):
                let page = "<!DOCTYPE html><html><body><h1>This page was made by a proxy</h1></body></html>"
                return APIResponse(status: .init(code: status), contentType: "text/html", body: Data(page.utf8))
            case .gatewayResponse(let status):
                return APIResponse(
                    status: .init(code: status), contentType: "text/plain", body: Data("the gateway failed".utf8))
            case .redirect:
                return APIResponse(status: .temporaryRedirect, contentType: "text/plain", body: Data())
            case .internalError:
                return .refused(Refusal(.internalError))
            case .refusal(let code, let status):
                return .refused(Refusal(code).with(status: status))
            case .tooManyRequests:
                var refusal = Refusal(.init(rawValue: "too_many_requests"), "Too many requests")
                refusal.status = .tooManyRequests
                return .refused(refusal)
            default:
                continue
            }
        }
        return nil
    }

    /// Seconds to send in `Retry-After`.
    var retryAfter: String? {
        for case .tooManyRequests(let seconds) in self { return String(seconds) }
        return nil
    }

    /// Seconds by which `Date` is ahead.
    var skew: TimeInterval {
        for case .skewedDate(let seconds) in self { return seconds }
        return 0
    }

    /// The body to send in place of the response's own.
    func body(in response: APIResponse) -> Data {
        for case .oversizedBody(let bytes) in self { return Data(repeating: UInt8(ascii: "x"), count: bytes) }
        if contains(.notJSON) { return Data("this is not JSON".utf8) }
        return response.body
    }

    /// The signature to send: right, wrong or none.
    func signature(of body: Data, by key: SigningKey) throws -> String? {
        if contains(.missingSignature) { return nil }
        return try key.signature(of: contains(.wrongSignature) ? body + Data(" ".utf8) : body)
    }
}

extension Faults {
    /// Thrown after a connection was broken on purpose, so that nothing more is written to it.
    struct Broken: Error {}

    /// Closes the connection as a crash would.
    static func breakConnection(_ channel: any Channel) async throws {
        try? await channel.close()
        throw Broken()
    }

    /// Waits for a time, or until the client gives up.
    static func wait(_ seconds: Double, _ channel: any Channel) async throws {
        let closure = try await InputClosureHandler.closure(of: channel)
        let end = AsyncStream<Bool>.makeStream()
        let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) {
            end.continuation.yield(true)
        }
        closure.whenComplete { _ in end.continuation.finish() }
        let isOver = await end.stream.first { _ in true } ?? false
        timer.cancel()
        guard isOver else { return try await breakConnection(channel) }
    }

    /// Waits until the client gives up or the sandbox stops.
    static func hang(_ channel: any Channel) async throws {
        let closure = try await InputClosureHandler.closure(of: channel)
        let end = AsyncStream<Void>.makeStream()
        closure.whenComplete { _ in end.continuation.finish() }
        for await _ in end.stream {}
        try await breakConnection(channel)
    }
}
