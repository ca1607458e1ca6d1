import Hummingbird
import Logging
import NIOCore

/// A server that is no License API: it answers every request in its own way.
enum OtherServer {
    /// Serves on loopback while the body runs; the body gets its address.
    static func run(
        _ answer: @escaping @Sendable () async throws -> Response,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { _, _ in try await answer() },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "other server") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in ports {
                try await body("http://127.0.0.1:\(port)")
                return
            }
        }
    }

    /// A page for people, as a captive portal or a wrong address brings.
    @Sendable static func page() -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/html"],
            body: .init(byteBuffer: ByteBuffer(string: "<html><body><h1>Welcome to the harbour</h1></body></html>")))
    }

    /// Never answers.
    @Sendable static func silence() async throws -> Response {
        let (never, continuation) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        continuation.finish()
        throw CancellationError()
    }
}
