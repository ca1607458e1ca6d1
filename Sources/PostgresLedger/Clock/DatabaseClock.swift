internal import FoundationEssentials
internal import Synchronization

/// The database's clock, as far as a host can tell: by how much it is ahead of the host's own.
///
/// All times of a ledger in a database are by that one clock. Hosts whose clocks disagree turn what they write on its way in, and what
/// they read on its way out (`turned(by:)`). Clocks that agree to ``tolerance`` count as equal, so that usually nothing is turned.
final class DatabaseClock: Sendable {
    private struct State {
        var offset: TimeInterval = 0
        /// By how much it was ahead as all was read last; nil where that never was.
        var offsetOfReading: TimeInterval?
    }

    /// How far two clocks, and two looks at one, may differ and count as equal, in seconds.
    static let tolerance: TimeInterval = 2

    private let host: @Sendable () -> Date
    private let state = Mutex(State())

    /// - Parameter host: this host's clock.
    init(host: @escaping @Sendable () -> Date) { self.host = host }

    /// How many seconds it is ahead of this host's, in whole milliseconds: what was turned one way is then turned back exactly.
    var offset: TimeInterval { state.withLock { $0.offset } }

    /// Reads it, and notes how far it is ahead.
    ///
    /// It was read at some moment between question and answer. An answer that took long, or during which the host's clock was set, says
    /// no more than that, and what was known is only given up where it does not fit.
    ///
    /// - Parameter ask: asks the database.
    func read<Failure>(_ ask: () throws(Failure) -> Date) throws(Failure) -> Date {
        let before = host()
        let server = try ask()
        let bounds = [server.timeIntervalSince(before), server.timeIntervalSince(host())].sorted()
        func fits(_ offset: TimeInterval) -> Bool {
            bounds[0] - Self.tolerance <= offset && offset <= bounds[1] + Self.tolerance
        }
        state.withLock { state in
            guard !fits(state.offset) else { return }
            state.offset = fits(0) ? 0 : ((bounds[0] + bounds[1]) / 2 * 1000).rounded() / 1000
        }
        return server
    }

    /// Notes that all was read, and turned by an offset.
    func noteReading(by offset: TimeInterval) { state.withLock { $0.offsetOfReading = offset } }

    /// Whether one of the clocks was set since all was read last, so that what was read then would be turned otherwise now.
    var hasMovedSinceReading: Bool {
        state.withLock { state in state.offsetOfReading.map { $0 != state.offset } ?? false }
    }
}
