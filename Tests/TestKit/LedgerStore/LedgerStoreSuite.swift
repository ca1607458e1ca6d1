public import Ledger
public import Testing

/// What every store of a ledger has to do, whatever its engine: one test a case, to be run over each of them.
///
/// ```swift
/// @Test("what every store does", arguments: LedgerStoreSuite.cases)
/// func store(each: LedgerStoreSuite.Case) async throws { try await each.run { try makeMyLedger() } }
/// ```
public enum LedgerStoreSuite {
    /// Makes an empty store, begun at the start of the tests' clock.
    public typealias Factory = @Sendable () async throws -> any LedgerStore

    /// One test.
    public struct Case: Sendable, CustomTestStringConvertible {
        /// What it shows.
        public let testDescription: String
        let test: @Sendable (any LedgerStore) async throws -> Void

        init(_ testDescription: String, _ test: @escaping @Sendable (any LedgerStore) async throws -> Void) {
            self.testDescription = testDescription
            self.test = test
        }

        /// Runs it over a store of its own.
        public func run(over make: Factory) async throws { try await test(make()) }
    }

    /// All of them.
    public static let cases = steps + rivals + deactivations + readings + receipts + verification + pruning
}
