public import Ledger
internal import Licensing

extension PostgresLedger {
    /// Tells what the database notifies of: other connections' lines, and that it was lost and is there again. Those who cannot read
    /// meanwhile hear of that, too, so that the reading that follows says why.
    public func announcements() -> AsyncStream<LedgerAnnouncement> {
        listeners.stream { [self] listener in
            do throws(PostgresFault) {
                try connection.put { [self] thread in begin(telling: listener, on: thread) }
            } catch {
                end(listener, error)
            }
            return { [listeners, connection] in
                try? connection.put { thread in if listeners.isEmpty { thread.stopListening() } }
            }
        }
    }

    private func begin(telling listener: LedgerListeners.Listener, on thread: ConnectionThread) {
        do throws(PostgresFault) {
            try thread.listen { [listeners] in listeners.tell(.changed) }
            // Whatever was written before this is read by who hears it.
            listener.yield(.changed)
        } catch {
            if error.code == .ledgerUnreachable || error.code == .ledgerCrowded {
                // It is looked for until it is there.
                listener.yield(.changed)
            } else {
                end(listener, error)
            }
        }
    }

    private func end(_ listener: LedgerListeners.Listener, _ fault: PostgresFault) {
        listener.yield(.unavailable(problem(fault)))
        listener.finish()
    }
}
