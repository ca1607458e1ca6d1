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
        let plan: @Sendable (Session) throws -> (report: PruneReport, cut: TrailCut?) = { [clock] session in
            try DatabaseRows(session: session).pruning(
                before: cutoff.turned(by: clock.offset), at: at.turned(by: clock.offset))
        }
        // Nothing is begun in order to remove something of it, nor written where nothing goes.
        let planned = try await read(plan)
        if isRehearsal || planned.cut == nil { return planned.report }
        return try await write { [clock] session in
            let (report, cut) = try plan(session)
            guard let cut else { return (report, try PostgresTrail.head(session).written) }
            let rows = DatabaseRows(session: session)
            return (report, try rows.write(cut, by: performer, at: at.turned(by: clock.offset)))
        }
    }
}

/// The rows of a database's ledger, to be pruned in a transaction.
private struct DatabaseRows: PrunableRows {
    let session: Session

    func firstLine(since cutoff: Date) throws -> Int64? {
        try session.query(
            "SELECT line FROM berth.trail WHERE at >= $1 ORDER BY line LIMIT 1", [.text(LedgerTime.text(cutoff))]
        ).first?.number(0)
    }

    func borrowsThatMayHold() throws -> [Borrow] {
        try session.borrows(
            "WHERE (borrow.held_until IS NOT NULL OR strpos(trail.text, '\"seatTakenAt\"') > 0) AND NOT borrow.is_forgotten"
        )
    }

    func firstLine(of borrows: [OperationID]) throws -> (line: Int64, borrow: OperationID)? {
        // As one value, however many there are.
        let names = String(decoding: try JSONEncoder().encode(borrows.map(\.rawValue)), as: UTF8.self)
        return try session.query(
            """
            SELECT line, borrow_id FROM berth.trail
            WHERE borrow_id IN (SELECT pg_catalog.json_array_elements_text($1::json)) ORDER BY line LIMIT 1
            """, [.text(names)]
        ).first.map { (line: try $0.number(0), borrow: OperationID(rawValue: try $0.text(1))) }
    }

    func lastLine(before line: Int64?) throws -> (line: Int64, hash: String)? {
        try session.query(
            "SELECT line, hash FROM berth.trail WHERE line < $1 ORDER BY line DESC LIMIT 1", [.number(line ?? .max)]
        ).first.map { (line: try $0.number(0), hash: try $0.text(1)) }
    }

    func count(through line: Int64) throws -> (lines: Int, receipts: Int, borrows: Int) {
        func count(_ table: String) throws -> Int {
            let rows = try session.query("SELECT count(*) FROM berth.\(table) WHERE line <= $1", [.number(line)])
            return Int(try rows.first?.number(0) ?? 0)
        }
        return try (count("trail"), count("receipt"), count("borrow"))
    }

    func fingerprintKeyDigest() throws -> String {
        guard let digest = try session.query("SELECT berth.key_digest()").first?.mayHaveText(0) else {
            throw PostgresFault(.ledgerCorrupt, "The key of the fingerprints is gone.")
        }
        return digest
    }

    /// Writes the line that tells of the cut, and removes what lies before it.
    func write(_ cut: TrailCut, by performer: Performer, at: Date) throws -> WrittenLine {
        let head = try PostgresTrail.head(session)
        let line = TrailLine(number: head.number + 1, at: at, performer: performer, event: .cut(cut))
        try session.query("SELECT berth.cut($1)", [.text(TrailCodec.text(of: line))], otherwise: .ledgerUnwritable)
        return try PostgresTrail.head(session).written
    }
}
