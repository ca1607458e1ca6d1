internal import GRDB
public import Ledger
public import Licensing

extension SQLiteLedger {
    /// Looks for damage in the whole file: pages and indexes, rows that refer to rows that are gone, and the trail.
    ///
    /// It takes time in proportion to the file's size.
    ///
    /// - Parameter progress: hears how far the second half is, the trail.
    /// - Throws: `ledger_corrupt`, with SQLite's first findings as the message; `ledger_altered` as ``verifyTrail(anchor:)``.
    public func check(progress: @escaping Portions = { _, _ in }) async throws(Problem) -> TrailReport {
        try await read(orIfNone: ()) { database in
            try Self.checkPages(database, "integrity_check")
            if let violation = try database.foreignKeyViolations().next() {
                let words = "A row of \(violation.originTable) refers to a row that is not there."
                throw LedgerFault(.ledgerCorrupt, words)
            }
        }
        return try await verifyTrail(anchor: nil, progress: progress)
    }

    /// Looks for damaged pages, and not at what stands in them: a part of what ``check(progress:)`` does, in a fraction of its time.
    ///
    /// - Throws: `ledger_corrupt`, with SQLite's first findings as the message.
    public func checkPages() async throws(Problem) {
        try await read(orIfNone: ()) { database in try Self.checkPages(database, "quick_check") }
    }

    private static func checkPages(_ database: Database, _ pragma: String) throws {
        let findings = try String.fetchAll(database, sql: "PRAGMA \(pragma)(3)")
        guard findings != ["ok"] else { return }
        let words = findings.flatMap { $0.split(separator: "\n") }.joined(separator: "; ")
        throw LedgerFault(.ledgerCorrupt, words)
    }
}
