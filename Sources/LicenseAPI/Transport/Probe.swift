internal import NIOCore
internal import NIOPosix

/// A connection that is made to find something out, and ends as soon as that is known.
enum Probe {
    /// What is found out; nil where nothing is, within the time or until the task is cancelled.
    ///
    /// - Parameters:
    ///   - timeout: for all of it, in seconds.
    ///   - handler: makes what speaks on the connection and tells what it finds.
    static func ask<Finding: Sendable>(
        _ host: String, port: Int, timeout: Double,
        by handler: @escaping @Sendable (EventLoopPromise<Finding?>) throws -> any ChannelHandler
    ) async -> Finding? {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let found = eventLoop.makePromise(of: Finding?.self)
        let patience = TimeAmount.milliseconds(Int64(timeout * 1000))
        let alarm = eventLoop.scheduleTask(in: patience) { found.succeed(nil) }
        let connection = ClientBootstrap(group: eventLoop)
            .connectTimeout(patience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler(found))
                }
            }
            .connect(host: host, port: port)
        connection.whenSuccess { channel in channel.closeFuture.whenComplete { _ in found.succeed(nil) } }
        connection.whenFailure { _ in found.succeed(nil) }
        let finding = try? await withTaskCancellationHandler {
            try await found.futureResult.get()
        } onCancel: {
            found.succeed(nil)
        }
        alarm.cancel()
        connection.whenSuccess { channel in channel.close(promise: nil) }
        return finding ?? nil
    }
}
