import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

#if canImport(CNIOLinux)
    // Declares `linger`, the type of the socket option of that name.
    import CNIOLinux
#endif

/// A server on this host that responds to each request with bytes of the test's choice, or not at all.
final class ScriptedServer: Sendable {
    /// What came in.
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: HTTPHeaders
        var body: String

        /// The address's path, without the query.
        var path: String { String(target.prefix { $0 != "?" }) }
    }

    /// What to do about it.
    enum Reply: Sendable {
        /// Write these bytes and close.
        case bytes([UInt8])
        /// Write these bytes and keep the connection open.
        case partial([UInt8])
        /// Never respond.
        case silence
        /// Break the connection off, as a crashing host would.
        case reset
    }

    private let channel: any Channel
    private let log: RequestLog

    private init(channel: any Channel, log: RequestLog) {
        self.channel = channel
        self.log = log
    }

    /// Runs a server while the body runs.
    ///
    /// - Parameter tls: how it speaks TLS; nil for plain HTTP.
    static func run<Value: Sendable>(
        tls: TLSConfiguration? = nil,
        _ script: @escaping @Sendable (Request) -> Reply,
        _ body: (ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let log = RequestLog()
        let tls = try tls.map(NIOSSLContext.init(configuration:))
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try channel.pipeline.syncOperations.addHandler(ScriptHandler(script: script, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptedServer(channel: channel, log: log)
        do {
            let value = try await body(server)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// The base address to give to a client.
    var address: String { "http://127.0.0.1:\(port)" }

    /// The requests so far, in order.
    var requests: [Request] { log.requests }

    /// Each request as it comes, from the first on.
    var arrivals: AsyncStream<Request> { log.arrivals }
}

/// The requests that a server has seen.
private final class RequestLog: Sendable {
    private let list = Mutex<[ScriptedServer.Request]>([])
    let arrivals: AsyncStream<ScriptedServer.Request>
    private let continuation: AsyncStream<ScriptedServer.Request>.Continuation

    init() { (arrivals, continuation) = AsyncStream.makeStream() }

    var requests: [ScriptedServer.Request] { list.withLock { $0 } }

    func note(_ request: ScriptedServer.Request) {
        list.withLock { $0.append(request) }
        continuation.yield(request)
    }
}

private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let script: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply
    private let log: RequestLog
    private var request: ScriptedServer.Request?

    init(script: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply, log: RequestLog) {
        self.script = script
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = ScriptedServer.Request(
                method: head.method.rawValue, target: head.uri, headers: head.headers, body: "")
        case .body(let bytes):
            request?.body += String(buffer: bytes)
        case .end:
            guard let request else { return }
            log.note(request)
            reply(script(request), context)
        }
    }

    /// What is no HTTP is told so in plain text, as servers do to whoever speaks TLS to them.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let refusal = ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        context.writeAndFlush(wrapOutboundOut(refusal), promise: nil)
        context.close(promise: nil)
    }

    private func reply(_ reply: ScriptedServer.Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .bytes(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            context.close(promise: nil)
        case .partial(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .silence:
            break
        case .reset:
            let channel = context.channel
            // Closing with a linger time of zero sends a reset instead of an orderly end.
            let linger = (channel as? any SocketOptionProvider)?.setSoLinger(.init(l_onoff: 1, l_linger: 0))
            linger?.whenComplete { _ in channel.close(promise: nil) }
        }
    }
}

extension ScriptedServer.Reply {
    /// A whole HTTP response.
    static func response(
        _ status: Int, _ body: String, type: String = "application/json", headers: [String: String] = [:]
    ) -> Self {
        response(status, Array(body.utf8), type: type, headers: headers)
    }

    /// A whole HTTP response.
    static func response(
        _ status: Int, _ body: [UInt8], type: String = "application/json", headers: [String: String] = [:],
        declaredLength: Int? = nil
    ) -> Self {
        var lines = ["HTTP/1.1 \(status) Status", "Content-Type: \(type)"]
        lines.append("Content-Length: \(declaredLength ?? body.count)")
        lines += headers.map { "\($0.key): \($0.value)" } + ["", ""]
        return .bytes(Array(lines.joined(separator: "\r\n").utf8) + body)
    }

    /// A response signed with the tests' key.
    static func signed(_ body: String, headers: [String: String] = [:]) throws -> Self {
        let signature = try TestKey.signature(body)
        return response(200, body, headers: headers.merging(["LicenseSignature": signature]) { $1 })
    }
}
