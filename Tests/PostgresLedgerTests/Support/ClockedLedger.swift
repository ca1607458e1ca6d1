import Foundation
import Ledger
import Licensing
import Synchronization
import TestKit

@testable import PostgresLedger

/// A ledger whose host and database both read the time of each step as it is written.
final class ClockedLedger: ForwardingLedger {
    private let host: HostClock
    private let ledger: PostgresLedger
    var base: any LedgerStore { ledger }

    init(_ cluster: PostgresCluster) async throws {
        let host = HostClock()
        // One who owns it may all that the cases do; what others may is a test of its own.
        let address = cluster.address(of: try await cluster.newLedgerDatabase())
        self.host = host
        ledger = PostgresLedger(address, by: Fixture.performer, now: { host.time.withLock { $0 } })
    }

    @discardableResult
    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        if host.time.withLock({ $0 }) != entry.at {
            host.time.withLock { $0 = entry.at }
            do {
                try await ledger.connection.perform { thread in
                    try thread.once(until: nil, patience: .zero) { session in
                        _ = try session.query(
                            "UPDATE public.clock SET at = $1::timestamptz", [.text(LedgerTime.text(entry.at))])
                    }
                }
            } catch {
                throw ledger.problem(error)
            }
        }
        return try await ledger.record(entry)
    }
}

/// A clock that reads what it is told.
private final class HostClock: Sendable {
    let time = Mutex(TestClock.start)
}
