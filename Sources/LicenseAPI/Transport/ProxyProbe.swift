internal import FoundationEssentials
internal import Licensing
internal import NIOCore
internal import NIOPosix

/// Finds out with which status a proxy refuses a tunnel, which the HTTP client does not tell.
///
/// It asks the proxy for the tunnel once more and hangs up: nothing goes through it.
enum ProxyProbe {
    /// The status; nil where none could be had.
    static func status(of proxy: ProxySettings, for server: ServerAddress, timeout: Double) async -> Int? {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let found = eventLoop.makePromise(of: Int?.self)
        let patience = TimeAmount.milliseconds(Int64(timeout * 1000))
        let alarm = eventLoop.scheduleTask(in: patience) { found.succeed(nil) }
        let request = request(to: proxy, for: server)
        let connection = ClientBootstrap(group: eventLoop)
            .connectTimeout(patience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StatusLineHandler(request, found: found))
                }
            }
            .connect(host: proxy.host, port: proxy.port)
        connection.whenSuccess { channel in channel.closeFuture.whenComplete { _ in found.succeed(nil) } }
        connection.whenFailure { _ in found.succeed(nil) }
        let status = try? await withTaskCancellationHandler {
            try await found.futureResult.get()
        } onCancel: {
            found.succeed(nil)
        }
        alarm.cancel()
        connection.whenSuccess { channel in channel.close(promise: nil) }
        return status ?? nil
    }

    private static func request(to proxy: ProxySettings, for server: ServerAddress) -> String {
        let host = server.host.bracketed
        var lines = ["CONNECT \(host):\(server.port) HTTP/1.1", "Host: \(host):\(server.port)"]
        if let credentials = proxy.credentials { lines.append("Proxy-Authorization: Basic \(credentials.exposed)") }
        return (lines + ["", ""]).joined(separator: "\r\n")
    }
}

/// Sends one request and reads the status from the first bytes that come back.
private final class StatusLineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private let found: EventLoopPromise<Int?>
    private var line = ""

    init(_ request: String, found: EventLoopPromise<Int?>) {
        self.request = request
        self.found = found
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        line += String(buffer: unwrapInboundIn(data)).prefix(100)
        let words = line.prefix { !$0.isNewline }.split(separator: " ")
        guard line.contains(where: \.isNewline) || line.count >= 100 else { return }
        let isStatus = words.count > 1 && words[0].hasPrefix("HTTP/")
        found.succeed(isStatus ? Int(words[1]).flatMap { (100..<1000).contains($0) ? $0 : nil } : nil)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
