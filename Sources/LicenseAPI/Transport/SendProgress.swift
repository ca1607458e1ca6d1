internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOFoundationCompat
internal import Synchronization

/// How far the sending of one request has come, so that a failure can be told from an unknown outcome.
final class SendProgress: Sendable {
    private let connected = Atomic(false)
    private let begun = Atomic(false)

    /// Whether the connection has been made, with its tunnel and TLS.
    var isConnected: Bool { connected.load(ordering: .acquiring) }

    /// Whether the whole request may have left this host: from then on, the server may carry it out.
    var hasBegun: Bool { begun.load(ordering: .acquiring) }

    func connect() { connected.store(true, ordering: .releasing) }

    func begin() { begun.store(true, ordering: .releasing) }
}

extension HTTPClientRequest.Body {
    /// A body whose first and only piece is noted when the connection, made by then, asks for it.
    static func observed(_ data: Data, by progress: SendProgress) -> HTTPClientRequest.Body {
        .stream(ObservedBody(data: data, progress: progress), length: .known(Int64(data.count)))
    }
}

private struct ObservedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    var data: Data
    var progress: SendProgress

    func makeAsyncIterator() -> Iterator { Iterator(data: data, progress: progress) }

    struct Iterator: AsyncIteratorProtocol {
        var data: Data?
        var progress: SendProgress

        mutating func next() async -> ByteBuffer? {
            guard let bytes = data else { return nil }
            data = nil
            progress.begin()
            return ByteBuffer(data: bytes)
        }
    }
}
