internal import FoundationEssentials
internal import Licensing
internal import NIOCore

/// Finds out with which status a proxy refuses a tunnel, which the HTTP client does not tell.
///
/// It asks the proxy for the tunnel once more and hangs up: nothing goes through it.
enum ProxyProbe {
    /// The status; nil where none could be had.
    static func status(of proxy: ProxySettings, for server: ServerAddress, timeout: Double) async -> Int? {
        let request = request(to: proxy, for: server)
        return await Probe.ask(proxy.host, port: proxy.port, timeout: timeout) { StatusLineHandler(request, found: $0) }
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
