import Ledger
import Licensing
import TestKit

/// A ledger whose borrows cannot be read before a test says so, whoever loses patience meanwhile.
struct StalledLedger: ForwardingLedger {
    let base: any LedgerStore = MemoryLedger(by: Fixture.performer, at: TestClock.start)
    private let gate = AsyncStream.makeStream(of: Void.self)

    /// Lets readings through.
    func release() { gate.continuation.finish() }

    func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        // In a task of its own, which nobody cancels, as a system call that hangs.
        await Task { for await _ in gate.stream {} }.value
        return try await base.borrows(selection, telling: told)
    }
}
