internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// Cuts the trail. To be run in a transaction.
struct Pruning: Sendable {
    let cutoff: Date
    let performer: Performer
    let at: Date

    /// What would go, and where the trail would be cut; nil where it would not.
    func plan(in database: Database) throws -> (report: PruneReport, cut: TrailCut?) {
        var report = PruneReport()
        let end = try firstYoungLine(database)
        let held = try firstLineOfHeldBorrow(database)
        if let held, held.line < end { report.keptFor = held.borrow }
        guard
            let last = try Row.fetchOne(
                database, sql: "SELECT line, hash FROM trail WHERE line < ? ORDER BY line DESC LIMIT 1",
                arguments: [min(end, held?.line ?? end)])
        else { return (report, nil) }
        let through: Int64 = try last.need("line")
        report.through = through
        for (table, count) in [
            ("trail", \PruneReport.lines), ("receipt", \.receipts), ("borrow", \.borrows),
        ] {
            report[keyPath: count] =
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM \(table) WHERE line <= ?", arguments: [through]) ?? 0
        }
        let key = TrailCodec.digest(try LedgerSchema.fingerprintKey(database))
        return try (report, TrailCut(through: through, hash: last.need("hash"), fingerprintKeyDigest: key))
    }

    func run(in database: Database) throws -> PruneReport {
        let (report, cut) = try plan(in: database)
        guard let cut else { return report }
        _ = try TrailRows.append(.cut(cut), by: performer, at: LedgerTime.kept(at), in: database)
        // Each row goes with the latest line that tells of it; what refers to others goes first.
        for table in ["receipt", "operation", "borrow", "trail"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE line <= ?", arguments: [cut.through])
        }
        return report
    }

    /// The first line that is young enough to stay, or the number of the next.
    private func firstYoungLine(_ database: Database) throws -> Int64 {
        let young = try Int64.fetchOne(
            database, sql: "SELECT min(line) FROM trail WHERE at >= ?", arguments: [LedgerTime.text(cutoff)])
        return try young ?? TrailRows.latestLine(database) + 1
    }

    /// The first line that is kept of any borrow which holds a seat or may, or whose seat a check took.
    private func firstLineOfHeldBorrow(_ database: Database) throws -> (line: Int64, borrow: OperationID)? {
        let held = try BorrowRow.borrows(
            database,
            "WHERE (borrow.held_until IS NOT NULL OR instr(trail.text, '\"seatTakenAt\"') > 0) AND borrow.is_forgotten = 0"
        ).filter { $0.isToRelease(at: Moment(host: at)) }.map(\.id.rawValue)
        // As one value, however many there are.
        let names = String(decoding: try JSONEncoder().encode(held), as: UTF8.self)
        return try Row.fetchOne(
            database,
            sql: """
                SELECT line, borrow_id FROM trail WHERE borrow_id IN (SELECT value FROM json_each(?)) ORDER BY line LIMIT 1
                """, arguments: [names]
        ).map {
            (try $0.need("line"), OperationID(rawValue: try $0.need("borrow_id")))
        }
    }
}
