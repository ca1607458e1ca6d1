internal import Foundation
internal import NIOCore
internal import NIOPosix
@testable internal import Sandbox

/// A client that sends what it is given, HTTP or not.
enum RawClient {
    /// Sends a text, and returns what comes until the sandbox closes the connection.
    ///
    /// - Parameter closesOutput: whether the client closes its side as soon as it has sent all.
    static func send(_ text: String, to running: RunningSandbox, closesOutput: Bool = false) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: running.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            if closesOutput { outbound.finish() }
            var received = ByteBuffer()
            for try await part in inbound { received.writeImmutableBuffer(part) }
            return String(buffer: received)
        }
    }
}
