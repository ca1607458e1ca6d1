import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// A server on this host that speaks HTTP/2 over TLS and nothing else, and responds to every request alike.
enum HTTP2Server {
    /// Runs a server while the body runs.
    ///
    /// - Parameters:
    ///   - tls: its certificate; what it offers in the handshake is HTTP/2 alone.
    ///   - heads: the requests so far.
    ///   - connections: how many connections were made so far.
    static func run<Value: Sendable>(
        tls: TLSConfiguration, response: String, headers: [String: String],
        _ body: (
            _ port: Int, _ heads: @escaping @Sendable () -> [HTTPRequestHead],
            _ connections: @escaping @Sendable () -> Int
        ) async throws -> Value
    ) async throws -> Value {
        var tls = tls
        tls.applicationProtocols = ["h2"]
        let context = try NIOSSLContext(configuration: tls)
        let log = HeadLog()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                log.noteConnection()
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    _ = try pipeline.configureHTTP2Pipeline(
                        mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
                    ) { stream in
                        stream.eventLoop.makeCompletedFuture {
                            try stream.pipeline.syncOperations.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                            try stream.pipeline.syncOperations.addHandler(
                                ReplyHandler(response: response, headers: headers, log: log))
                        }
                    }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let value = try await body(channel.localAddress?.port ?? 0, { log.heads }, { log.connections })
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

private final class HeadLog: Sendable {
    private let list = Mutex<[HTTPRequestHead]>([])
    var heads: [HTTPRequestHead] { list.withLock { $0 } }
    func note(_ head: HTTPRequestHead) { list.withLock { $0.append(head) } }

    private let count = Mutex(0)
    var connections: Int { count.withLock { $0 } }
    func noteConnection() { count.withLock { $0 += 1 } }
}

private final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let response: String
    private let headers: [String: String]
    private let log: HeadLog

    init(response: String, headers: [String: String], log: HeadLog) {
        self.response = response
        self.headers = headers
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): log.note(head)
        case .body: break
        case .end:
            var head = HTTPResponseHead(version: .http2, status: .ok)
            head.headers.add(name: "content-type", value: "application/json")
            for (name, value) in headers { head.headers.add(name: name, value: value) }
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: response)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
