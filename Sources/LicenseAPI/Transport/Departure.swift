internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOFoundationCompat
internal import Synchronization

/// Whether a request may have left this host: from then on, the server may carry it out.
final class Departure: Sendable {
    private let happened = Atomic(false)

    var hasHappened: Bool { happened.load(ordering: .acquiring) }

    func happen() { happened.store(true, ordering: .releasing) }
}

extension HTTPClientRequest.Body {
    /// A body whose first and only piece is noted when the connection, made by then, asks for it.
    static func observed(_ data: Data, by departure: Departure) -> HTTPClientRequest.Body {
        .stream(ObservedBody(data: data, departure: departure), length: .known(Int64(data.count)))
    }
}

private struct ObservedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    var data: Data
    var departure: Departure

    func makeAsyncIterator() -> Iterator { Iterator(data: data, departure: departure) }

    struct Iterator: AsyncIteratorProtocol {
        var data: Data?
        var departure: Departure

        mutating func next() async -> ByteBuffer? {
            guard let bytes = data else { return nil }
            data = nil
            departure.happen()
            return ByteBuffer(data: bytes)
        }
    }
}
