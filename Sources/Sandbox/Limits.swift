internal import HummingbirdCore
internal import Synchronization

/// How much of a host a sandbox takes at most, whatever its clients do.
public struct Limits: Hashable, Sendable {
    /// Connections at once; further ones wait until one is closed.
    ///
    /// The server takes up to four at a time from the host, so that there may be three more for a while.
    public var connections = 256
    /// Bytes of all headers of a request; more are refused with 400.
    public var headerBytes = 16 * 1024
    /// Bytes of a request's body; more are refused with 413.
    public var bodyBytes = 64 * 1024
    /// Seconds after which a connection is closed that sends nothing and waits for nothing.
    public var idleSeconds = 60

    /// The limits of a sandbox that was told nothing.
    public init() {}
}

/// Counts the connections, and lets no more in than the limit.
struct CountedConnections: AvailableConnectionsDelegate {
    let limit: Int
    let count: ConnectionCount

    mutating func connectionOpened() { count.add(1) }
    mutating func connectionClosed() { count.add(-1) }
    func isAcceptingNewConnections() -> Bool { count.value < limit }
}

/// How many connections there are, and how many there were at most.
final class ConnectionCount: Sendable {
    private let open = Atomic(0)
    private let most = Atomic(0)

    var value: Int { open.load(ordering: .relaxed) }
    var peak: Int { most.load(ordering: .relaxed) }

    func add(_ number: Int) {
        let count = open.add(number, ordering: .relaxed).newValue
        most.max(count, ordering: .relaxed)
    }
}
