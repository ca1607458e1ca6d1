public import Ledger
public import Licensing

extension LedgerStore {
    /// The lines that follow a number, oldest first, without what stands beside them.
    public func trail(after line: Int64, limit: Int) async throws(Problem) -> [TrailEntry] {
        try await handOn(after: line, limit: limit).map(\.entry)
    }
}
