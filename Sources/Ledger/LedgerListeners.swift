internal import Synchronization

/// Those who listen to a ledger, whatever engine keeps it.
package final class LedgerListeners: Sendable {
    /// One of them.
    package typealias Listener = AsyncStream<LedgerAnnouncement>.Continuation

    private struct State {
        var latest = 0
        var all: [Int: Listener] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var isEmpty: Bool { state.withLock { $0.all.isEmpty } }

    /// What one more hears, until it listens no longer.
    ///
    /// - Parameter begin: begins what the listener is told by, and returns what ends that.
    package func stream(
        _ begin: (Listener) -> @Sendable () -> Void
    ) -> AsyncStream<LedgerAnnouncement> {
        // Enough for whoever listens now and then: what is dropped was followed by as many newer ones.
        let (stream, listener) = AsyncStream<LedgerAnnouncement>.makeStream(bufferingPolicy: .bufferingNewest(64))
        let number = state.withLock { state in
            state.latest += 1
            state.all[state.latest] = listener
            return state.latest
        }
        let end = begin(listener)
        listener.onTermination = { [weak self] _ in
            self?.remove(number)
            end()
        }
        return stream
    }

    private func remove(_ number: Int) { state.withLock { _ = $0.all.removeValue(forKey: number) } }

    /// Tells all of them.
    package func tell(_ announcement: LedgerAnnouncement) {
        for listener in state.withLock({ Array($0.all.values) }) { listener.yield(announcement) }
    }
}
