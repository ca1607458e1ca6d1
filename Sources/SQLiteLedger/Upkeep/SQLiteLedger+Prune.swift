public import FoundationEssentials
internal import GRDB
internal import Glibc
public import Ledger
public import Licensing

extension SQLiteLedger {
    /// Removes the oldest part of the trail, and the receipts and borrows that only it told of.
    ///
    /// Where the trail is cut, `PrunableRows` says. A line takes note of who cut and of the hash at the cut.
    ///
    /// - Parameters:
    ///   - cutoff: lines before this time may go.
    ///   - performer: who prunes.
    ///   - at: this host's clock.
    ///   - isRehearsal: whether to report only what would go; nothing is written then, though it could be.
    /// - Throws: `ledger_altered` where the trail does not fit even before, which pruning would hide; `ledger_unwritable` for
    ///   anybody but the file's owner and root; what else stands in the way of writing.
    public func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        _ = try await verifyTrail(anchor: nil)
        let plan: @Sendable (Database) throws -> (report: PruneReport, cut: TrailCut?) = { database in
            try SQLiteRows(database: database).pruning(before: cutoff, at: at)
        }
        guard try await readIfAny({ _ in true }) != nil else { return PruneReport() }
        if let problem = ownershipProblem { throw problem }
        if isRehearsal {
            try checkWritable()
            return try await read(orIfNone: PruneReport()) { try plan($0).report }
        }
        return try await write { database in
            let (report, cut) = try plan(database)
            if let cut { try SQLiteRows(database: database).write(cut, by: performer, at: at) }
            return report
        }
    }

    /// Why this user may not prune: whoever may write to a shared ledger may not make others' steps go.
    private var ownershipProblem: Problem? {
        guard let place = try? LedgerPlace(path, for: purpose), let owner = place.file?.st_uid else { return nil }
        guard owner != geteuid(), geteuid() != 0 else { return nil }
        let who = owner == 0 ? "root, may" : "\(userName(owner)), and root may"
        var problem = Problem.ledger(.ledgerUnwritable, "Only its owner, \(who) prune it.", path: path, time: now())
        problem.facts.owner = sudoName(owner)
        return problem
    }

    /// Rewrites the file without the room that removed rows left (`VACUUM`).
    ///
    /// For a moment it needs as much disk space again as the file has.
    ///
    /// - Returns: the file's size before and after, in bytes.
    public func vacuum() async throws(Problem) -> (before: Int, after: Int) {
        do {
            return try await Task { [connections] in
                try await connections.writer.get().access { database in
                    let before = try Self.size(database)
                    try database.execute(sql: "VACUUM")
                    return (before, try Self.size(database))
                }
            }.value
        } catch {
            throw problem(error, while: .writing)
        }
    }

    private static func size(_ database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        return try pages * (Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }
}
