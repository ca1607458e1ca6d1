internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
@testable internal import Sandbox

/// A request on its way, as a proxy sees it.
struct RawRequest: Sendable {
    var method: HTTPMethod
    var uri: String
    var headers: HTTPHeaders
    var body: Data

    /// Changes a member of a JSON body; nil takes it out.
    mutating func set(_ name: String, _ value: JSON?) {
        guard case .object(var members)? = JSON(body) else { return }
        members[name] = value
        body = JSON.object(members).data
    }

    /// Puts a text in place of another in a header.
    mutating func replace(_ text: String, with other: String, in name: String) {
        guard let value = headers.first(name: name) else { return }
        headers.replaceOrAdd(name: name, value: value.replacingOccurrences(of: text, with: other))
    }
}

/// A proxy between a client and a sandbox that changes each request, as a broken one would.
enum TamperingProxy {
    typealias Change = @Sendable (inout RawRequest) -> Void

    /// Listens while the body runs, which is given its address.
    static func run(
        before server: String, _ change: @escaping Change, _ body: (String) async throws -> Void
    ) async throws {
        let proxy = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: server, change: change))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body("http://127.0.0.1:\(proxy.localAddress?.port ?? 0)")
        } catch {
            try? await proxy.close()
            throw error
        }
        try await proxy.close()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: String
        private let change: Change
        private var request: RawRequest?

        init(server: String, change: @escaping Change) {
            self.server = server
            self.change = change
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                request = RawRequest(method: head.method, uri: head.uri, headers: head.headers, body: Data())
            case .body(let part):
                request?.body.append(contentsOf: part.readableBytesView)
            case .end:
                if let request { forward(request, context.channel) }
            }
        }

        private func forward(_ original: RawRequest, _ channel: any Channel) {
            var request = original
            change(&request)
            for name in ["Content-Length", "Transfer-Encoding", "Host"] { request.headers.remove(name: name) }
            let response = channel.eventLoop.makeCompletedFuture {
                try HTTPClient.Request(
                    url: server + request.uri, method: request.method, headers: request.headers,
                    body: request.body.isEmpty ? nil : .data(request.body))
            }.flatMap { HTTPClient.shared.execute(request: $0) }
            response.whenComplete { result in
                guard case .success(let response) = result else { return channel.close(promise: nil) }
                let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers)
                channel.write(HTTPServerResponsePart.head(head), promise: nil)
                if let body = response.body {
                    channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil)
                }
                channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
            }
        }
    }
}
