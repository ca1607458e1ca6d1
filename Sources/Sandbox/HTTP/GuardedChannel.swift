internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// HTTP/1.1 connections that may be let go of before they are handled.
///
/// A connection that comes in just while the server stops is dropped unhandled, and NIO stops the process for a channel
/// that nobody has finished: apple/swift-nio#2637, and #2813 for a graceful shutdown. So each connection here finishes
/// its channel when it is dropped.
struct GuardedChannel: ServerChildChannel {
    typealias Value = Connection

    let channel: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        self.channel.setup(channel: channel, logger: logger).map(Connection.init)
    }

    func handle(value: Connection, logger: Logger) async {
        await channel.handle(value: value.take(), logger: logger)
    }

    /// A connection and whether anybody took it.
    final class Connection: ServerChildChannelValue {
        private let value: HTTP1Channel.Value
        private let isTaken = Atomic(false)

        init(_ value: HTTP1Channel.Value) { self.value = value }

        /// The channel to a connection, where it is configured.
        var channel: any Channel { value.channel }

        /// Hands the connection over, to be closed by whoever takes it.
        func take() -> HTTP1Channel.Value {
            isTaken.store(true, ordering: .releasing)
            return value
        }

        // What finishes a channel is asynchronous and a deinit is not, hence the task: it holds the channel, not this.
        deinit {
            guard !isTaken.load(ordering: .acquiring) else { return }
            let value = value
            Task { try? await value.executeThenClose { _, _ in } }
        }
    }
}
