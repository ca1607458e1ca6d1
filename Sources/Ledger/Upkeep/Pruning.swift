internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// Cuts the trail. To be run in a transaction.
struct Pruning: Sendable {
    let cutoff: Date
    let performer: Performer
    let at: Date

    func run(in database: Database) throws -> PruneReport {
        var report = PruneReport()
        let held = try firstLineOfHeldBorrow(database)
        let young = try Int64.fetchOne(
            database, sql: "SELECT min(sequence) FROM trail WHERE at >= ?", arguments: [LedgerTime.text(cutoff)])
        let end = try young ?? TrailChain.latestNumber(database) + 1
        if let held, held.line < end { report.keptFor = OperationID(rawValue: held.borrow) }
        let through = min(end, held?.line ?? end) - 1
        guard
            let hash = try Data.fetchOne(
                database, sql: "SELECT hash FROM trail WHERE sequence = ?", arguments: [through])
        else { return report }
        report.through = through
        // What is removed is overwritten, and does not stay readable in the file's free pages.
        try database.execute(sql: "PRAGMA secure_delete = ON")
        try TrailChain.append(
            TrailRecord(cutThrough: through, hash: hash, by: performer, at: at), receipt: nil, in: database)
        report.lines = try delete(database, "trail WHERE sequence <= ?", [through])
        report.receipts = try delete(
            database, "receipt WHERE sequence NOT IN (SELECT receipt FROM trail WHERE receipt IS NOT NULL)")
        report.borrows = try delete(
            database, "borrow WHERE NOT EXISTS (SELECT 1 FROM trail WHERE borrow_id = borrow.id)")
        _ = try delete(
            database, "operation WHERE NOT EXISTS (SELECT 1 FROM trail WHERE operation_id = operation.id)")
        return report
    }

    private func firstLineOfHeldBorrow(_ database: Database) throws -> (line: Int64, borrow: String)? {
        let held = try BorrowRecord.filter(BorrowRecord.isCurrent(at: at)).fetchAll(database).map(\.id)
        let lines = try held.compactMap { id in
            try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM trail WHERE borrow_id = ?", arguments: [id])
                .map { (line: $0, borrow: id) }
        }
        return lines.min { $0.line < $1.line }
    }

    private func delete(
        _ database: Database, _ rows: String, _ arguments: StatementArguments = []
    ) throws -> Int {
        try database.execute(sql: "DELETE FROM " + rows, arguments: arguments)
        return database.changesCount
    }
}
