import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

/// A server that is no License API: it responds to every request in its own way.
enum OtherServer {
    typealias Response = Hummingbird.Response

    /// Says back to each request what it was sent, in the words of a voice, whoever asks for a token in those of another.
    static func echo(
        _ voice: @escaping @Sendable (String) -> Response, tokens: @escaping @Sendable (String) -> Response,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        try await serve(
            { request in
                let content = String(buffer: try await request.body.collect(upTo: 1 << 20))
                let path = request.uri.path
                let host = request.head.authority ?? ""
                if path.hasSuffix("/oauth_url") { return json(#"{"url":"http://\#(host)/token"}"#) }
                let head = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
                return (path == "/token" ? tokens : voice)("\(request.uri) \(head) \(content)")
            }, body)
    }

    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Serves on loopback while the body runs; the body gets its address.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - tls: what it shows where it speaks TLS; nil for plain HTTP.
    static func run(
        on port: Int = 0, tls: TLSConfiguration? = nil, _ respond: @escaping @Sendable () async throws -> Response,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        try await serve(
            on: port, tls: tls,
            { request in
                // A request of which only the head has come cannot be carried out, and its sender knows that.
                _ = try await request.body.collect(upTo: 1 << 20)
                return try await respond()
            }, body)
    }

    private static func serve(
        on port: Int = 0, tls: TLSConfiguration? = nil,
        _ respond: @escaping @Sendable (Request) async throws -> Response,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let wanted = port
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await respond(request) },
            server: try tls.map { try HTTPServerBuilder.tls(tlsConfiguration: $0) } ?? .http1(),
            configuration: .init(address: .hostname("127.0.0.1", port: wanted)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "other server") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in ports {
                try await body("\(tls == nil ? "http" : "https")://127.0.0.1:\(port)")
                return
            }
        }
    }

    /// Responds by the `Authorization` of a request.
    static func answering(
        _ respond: @escaping @Sendable (String) async throws -> Response,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        try await serve({ try await respond($0.headers[.authorization] ?? "") }, body)
    }

    /// A page for people, as a captive portal or a wrong address brings.
    @Sendable static func page() -> Response { page(status: .ok) }

    static func page(status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html"],
            body: .init(byteBuffer: ByteBuffer(string: "<html><body><h1>Welcome to the harbour</h1></body></html>")))
    }

    /// A page that a proxy shows while the server behind it is away.
    @Sendable static func unavailable() -> Response { page(status: .serviceUnavailable) }

    /// Never responds.
    @Sendable static func silence() async throws -> Response {
        let (never, continuation) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        continuation.finish()
        throw CancellationError()
    }
}
