internal import NIOCore

/// Tells when a client has closed its side of a connection.
///
/// A client that has gone looks the same as one that has only finished to send, until something is written to it. So a
/// request that hangs or waits on purpose takes either as its end, and all others are responded to.
final class InputClosureHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private var promise: EventLoopPromise<Void>?

    /// Done once the client has closed its side, or the connection is gone.
    private(set) var closure: EventLoopFuture<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: Void.self)
        self.promise = promise
        closure = promise.futureResult
    }

    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { finish() }
        context.fireUserInboundEventTriggered(event)
    }

    /// Done once the client of a channel has closed its side, or the connection is gone.
    static func closure(of channel: any Channel) async throws -> EventLoopFuture<Void> {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: InputClosureHandler.self).closure ?? channel.closeFuture
        }.get()
    }

    private func finish() {
        promise?.succeed()
        promise = nil
    }
}
