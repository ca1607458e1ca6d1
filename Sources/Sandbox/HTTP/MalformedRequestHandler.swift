internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Gives the API's shape to the response to what is not HTTP, or has more headers than the limit.
///
/// Such a request never gets as far as the ``Responder``: the server responds with a bare 400. That response is known by
/// its lack of a `Date`, which all others have.
final class MalformedRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), head.headerFields[.date] == nil else {
            return context.write(data, promise: promise)
        }
        let response = APIResponse.malformed
        head.headerFields[.contentType] = response.contentType
        head.headerFields[.contentLength] = String(response.body.count)
        context.write(wrapOutboundOut(.head(head)), promise: promise)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: response.body))), promise: nil)
    }
}
