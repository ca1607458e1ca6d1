public import Ledger
internal import Licensing
internal import Synchronization

extension PostgresLedger {
    /// Tells what the database notifies of: other connections' lines, and that it was lost and is there again. Those who cannot read
    /// meanwhile hear of that, too, so that the reading that follows says why.
    public func announcements() -> AsyncStream<LedgerAnnouncement> {
        let (stream, continuation) = AsyncStream<LedgerAnnouncement>.makeStream(bufferingPolicy: .bufferingNewest(64))
        let number = listeners.add(continuation)
        let (listeners, connection) = (listeners, connection)
        continuation.onTermination = { _ in
            listeners.remove(number)
            connection.put { thread in if listeners.isEmpty { thread.stopListening() } }
        }
        connection.put { [self] thread in
            do throws(PostgresFault) {
                try thread.listen { listeners.tell(.changed) }
                // Whatever was written before this is read by who hears it.
                continuation.yield(.changed)
            } catch {
                if error.code == .ledgerUnreachable || error.code == .ledgerCrowded {
                    // It is looked for until it is there.
                    continuation.yield(.changed)
                } else {
                    continuation.yield(.unavailable(problem(error)))
                    continuation.finish()
                }
            }
        }
        return stream
    }
}

/// Those who listen to a ledger.
final class PostgresListeners: Sendable {
    private struct State {
        var latest = 0
        var all: [Int: AsyncStream<LedgerAnnouncement>.Continuation] = [:]
    }

    private let state = Mutex(State())

    var isEmpty: Bool { state.withLock { $0.all.isEmpty } }

    func add(_ listener: AsyncStream<LedgerAnnouncement>.Continuation) -> Int {
        state.withLock { state in
            state.latest += 1
            state.all[state.latest] = listener
            return state.latest
        }
    }

    func remove(_ number: Int) { state.withLock { _ = $0.all.removeValue(forKey: number) } }

    /// Tells all of them.
    func tell(_ announcement: LedgerAnnouncement) {
        for listener in state.withLock({ Array($0.all.values) }) { listener.yield(announcement) }
    }
}
