public import FoundationEssentials
public import Ledger
public import Licensing

extension PostgresLedger {
    /// Removes the oldest part of the trail, and the receipts and borrows that only it told of.
    ///
    /// - Throws: `ledger_altered` where the trail does not fit even before, which pruning would hide; `ledger_denied` for who is no
    ///   member of `berth_owner`.
    public func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        _ = try await verifyTrail(anchor: nil)
        let pruning: @Sendable () -> DatabasePruning = { [clock] in
            DatabasePruning(
                cutoff: cutoff.turned(by: clock.offset), performer: performer, at: at.turned(by: clock.offset))
        }
        // Nothing is begun in order to remove something of it, nor written where nothing goes.
        let planned = try await read { try pruning().plan($0) }
        if isRehearsal || planned.cut == nil { return planned.report }
        return try await write { session in
            let pruning = pruning()
            let (report, cut) = try pruning.plan(session)
            guard let cut else { return (report, try PostgresTrail.head(session).written) }
            return (report, try pruning.write(cut, session))
        }
    }
}

/// Cuts the trail. To be run in a transaction.
private struct DatabasePruning: Sendable {
    let cutoff: Date
    let performer: Performer
    let at: Date

    /// What would go, and where the trail would be cut; nil where it would not.
    func plan(_ session: Session) throws -> (report: PruneReport, cut: TrailCut?) {
        var report = PruneReport()
        let young = try session.query(
            "SELECT line FROM berth.trail WHERE at >= $1 ORDER BY line LIMIT 1", [.text(LedgerTime.text(cutoff))]
        ).first?.number(0)
        let end = try young ?? PostgresTrail.latestLine(session) + 1
        let held = try firstLineOfHeldBorrow(session)
        if let held, held.line < end { report.keptFor = held.borrow }
        let last = try session.query(
            "SELECT line, hash FROM berth.trail WHERE line < $1 ORDER BY line DESC LIMIT 1",
            [.number(min(end, held?.line ?? end))]
        ).first
        guard let last else { return (report, nil) }
        let through = try last.number(0)
        report.through = through
        for (table, count) in [("trail", \PruneReport.lines), ("receipt", \.receipts), ("borrow", \.borrows)] {
            let rows = try session.query("SELECT count(*) FROM berth.\(table) WHERE line <= $1", [.number(through)])
            report[keyPath: count] = Int(try rows.first?.number(0) ?? 0)
        }
        guard let digest = try session.query("SELECT berth.key_digest()").first?.mayHaveText(0) else {
            throw PostgresFault(.ledgerCorrupt, "The key of the fingerprints is gone.")
        }
        return try (report, TrailCut(through: through, hash: last.text(1), fingerprintKeyDigest: digest))
    }

    /// Writes the line that tells of the cut, and removes what lies before it.
    func write(_ cut: TrailCut, _ session: Session) throws -> WrittenLine {
        let head = try PostgresTrail.head(session)
        let line = TrailLine(number: head.number + 1, at: at, performer: performer, event: .cut(cut))
        try session.query("SELECT berth.cut($1)", [.text(TrailCodec.text(of: line))], otherwise: .ledgerUnwritable)
        return try PostgresTrail.head(session).written
    }

    /// The first line that is kept of any borrow which holds a seat or may, or whose seat a check took.
    private func firstLineOfHeldBorrow(_ session: Session) throws -> (line: Int64, borrow: OperationID)? {
        let held = try session.borrows(
            "WHERE (borrow.held_until IS NOT NULL OR strpos(trail.text, '\"seatTakenAt\"') > 0) AND NOT borrow.is_forgotten"
        ).filter { $0.isToRelease(at: Moment(host: at)) }.map(\.id.rawValue)
        // As one value, however many there are.
        let names = String(decoding: try JSONEncoder().encode(held), as: UTF8.self)
        return try session.query(
            """
            SELECT line, borrow_id FROM berth.trail
            WHERE borrow_id IN (SELECT pg_catalog.json_array_elements_text($1::json)) ORDER BY line LIMIT 1
            """, [.text(names)]
        ).first.map { (line: try $0.number(0), borrow: OperationID(rawValue: try $0.text(1))) }
    }
}
