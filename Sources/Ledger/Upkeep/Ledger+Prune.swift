public import FoundationEssentials
internal import GRDB
public import Licensing

/// What a prune removed, or would remove.
public struct PruneReport: Hashable, Sendable {
    /// The last line that goes; nil where none does.
    public var through: Int64?
    /// How many lines, receipts and borrows go.
    public var lines = 0
    public var receipts = 0
    public var borrows = 0
    /// The borrow that keeps older lines in place because it holds a seat or may; nil where none does.
    public var keptFor: OperationID?
}

extension Ledger {
    /// Removes the oldest part of the trail, and the receipts and borrows that only it told of.
    ///
    /// The trail is cut in one place, so that what is kept still follows line from line: before the first line that is
    /// young enough, and before the first that tells of a borrow which holds a seat or may. A line of kind `prune` takes
    /// note of who cut and of the hash at the cut.
    ///
    /// - Parameters:
    ///   - cutoff: Lines before this time may go.
    ///   - performer: Who prunes.
    ///   - at: This host's clock.
    ///   - isRehearsal: Whether to report only what would go.
    /// - Throws: `ledger_altered` where the trail does not fit even before, which pruning would hide; what stands in the
    ///   way of writing.
    public func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool = false
    ) async throws(Problem) -> PruneReport {
        _ = try await verifyTrail()
        return try await write(commits: !isRehearsal) { database in
            try Pruning(cutoff: cutoff, performer: performer, at: at).run(in: database)
        }
    }

    /// Rewrites the file without the room that removed rows left (`VACUUM`), and empties the log beside it.
    ///
    /// For a moment it needs as much disk space again as the file has.
    ///
    /// - Returns: The file's size before and after, in bytes.
    public func vacuum() async throws(Problem) -> (before: Int, after: Int) {
        try await access(.writing) { queue in
            let before = try await queue.read(Self.size)
            try await queue.vacuum()
            try await queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            return (before, try await queue.read(Self.size))
        }
    }

    @Sendable private static func size(_ database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        return try pages * (Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }
}
