internal import FoundationEssentials
internal import Synchronization

/// The database's clock, as far as a host can tell: by how much it is ahead of the host's own.
///
/// All times of a ledger in a database are by that one clock. Hosts whose clocks disagree turn what they write on its way in, and what
/// they read on its way out (`turned(by:)`). Clocks that agree to ``tolerance`` count as equal, so that usually nothing is turned.
final class ServerClock: Sendable {
    private struct State {
        var offset: TimeInterval = 0
        var isKnown = false
        var hasMoved = false
    }

    /// How far two clocks, and two looks at one, may differ and count as equal, in seconds.
    static let tolerance: TimeInterval = 2

    private let host: @Sendable () -> Date
    private let state = Mutex(State())

    /// - Parameter host: this host's clock.
    init(host: @escaping @Sendable () -> Date) { self.host = host }

    /// How many seconds it is ahead of this host's, in whole milliseconds: what was turned one way is then turned back exactly.
    var offset: TimeInterval { state.withLock { $0.offset } }

    /// Notes what it has just read.
    func note(_ server: Date) {
        let measured = server.timeIntervalSince(host())
        state.withLock { state in
            defer { state.isKnown = true }
            guard abs(measured - state.offset) > Self.tolerance else { return }
            state.offset = abs(measured) > Self.tolerance ? (measured * 1000).rounded() / 1000 : 0
            // Whatever was read before this was turned otherwise.
            state.hasMoved = state.hasMoved || state.isKnown
        }
    }

    /// Whether one of the clocks was set since this was asked last.
    func takeMove() -> Bool {
        state.withLock { state in
            defer { state.hasMoved = false }
            return state.hasMoved
        }
    }
}
