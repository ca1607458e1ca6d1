import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A proxy on this host that makes the tunnels that it is asked for, whatever name they are for, to one port of this host.
enum TunnelProxy {
    /// Runs a proxy while the body runs.
    static func run<Value: Sendable>(
        to port: Int, _ body: (_ address: String, _ targets: @escaping @Sendable () -> [String]) async throws -> Value
    ) async throws -> Value {
        let log = TargetLog()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
                    try channel.pipeline.syncOperations.addHandler(decoder)
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectHandler(decoder: decoder, port: port, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let value = try await body("http://127.0.0.1:\(channel.localAddress?.port ?? 0)") { log.targets }
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

/// What a proxy was asked for.
private final class TargetLog: Sendable {
    private let list = Mutex<[String]>([])
    var targets: [String] { list.withLock { $0 } }
    func note(_ target: String) { list.withLock { $0.append(target) } }
}

/// Responds to one CONNECT, and then passes bytes on in both directions.
private final class ConnectHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
    private let port: Int
    private let log: TargetLog

    init(decoder: ByteToMessageHandler<HTTPRequestDecoder>, port: Int, log: TargetLog) {
        self.decoder = decoder
        self.port = port
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        log.note("\(head.method.rawValue) \(head.uri)")
        let channel = context.channel
        ClientBootstrap(group: context.eventLoop).connect(host: "127.0.0.1", port: port)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let peer): self.join(channel, peer)
                case .failure: channel.close(promise: nil)
                }
            }
    }

    private func join(_ channel: any Channel, _ peer: any Channel) {
        let pipeline = channel.pipeline.syncOperations
        pipeline.removeHandler(decoder).assumeIsolated().flatMap { pipeline.removeHandler(self) }
            .whenSuccess {
                try? pipeline.addHandler(PassOn(to: peer))
                try? peer.pipeline.syncOperations.addHandler(PassOn(to: channel))
                channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"), promise: nil)
            }
    }
}

/// Passes all bytes on to another channel.
private final class PassOn: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel

    init(to peer: any Channel) { self.peer = peer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        peer.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
