internal import FoundationEssentials
public import Ledger
public import Licensing

extension PostgresLedger: CopyableLedger {
    public func extent() async throws(Problem) -> TrailExtent? { try await read { try PostgresTrail.extent($0) } }

    public func origin() async throws(Problem) -> LedgerOrigin? {
        try await read { session in
            guard let first = try PostgresTrail.extent(session)?.first else { return nil }
            let cut = try PostgresTrail.lines(session, "WHERE cut_through = $1", [.number(first - 1)]).first
            var hash: String?
            if let cut, case .cut(let cut) = try TrailEntry(text: cut.text, hash: cut.hash).event { hash = cut.hash }
            guard let key = try PostgresTrail.fingerprintKey(session) else {
                throw PostgresFault(.ledgerCorrupt, "The key of the fingerprints is gone.")
            }
            return LedgerOrigin(first: first, hashBefore: hash, fingerprintKey: key)
        }
    }

    public func handOn(after line: Int64, limit: Int) async throws(Problem) -> [HandedLine] {
        try await read { session in
            let rows = try session.query(
                """
                SELECT trail.text, trail.hash, borrow.first_line, \(PostgresReceipt.columns) FROM berth.trail
                LEFT JOIN berth.borrow ON borrow.id = trail.borrow_id
                LEFT JOIN berth.receipt ON receipt.line = trail.line
                WHERE trail.line > $1 ORDER BY trail.line LIMIT $2
                """, [.number(line), .number(Int64(max(0, limit)))])
            return try rows.map { row in
                HandedLine(
                    entry: try TrailEntry(text: row.text(0), hash: row.text(1)), firstLine: row.mayHaveNumber(2),
                    receipt: row.mayHaveText(3) == nil ? nil : try PostgresReceipt.read(row, from: 3).receipt)
            }
        }
    }

    public func checkTakes() async throws(Problem) {
        try await checkRight("This user may not copy another ledger into this one.", on: "adopt", "take")
    }

    /// Writes lines of another ledger; for a member of `berth_owner`.
    ///
    /// The database numbers and hashes each of them as it does any other, and what comes of that is held against the line's own number and
    /// hash: so nothing can be taken that would not have come about there in the same way.
    ///
    /// - Throws: as every ledger, and `ledger_denied`.
    public func take(
        _ lines: [HandedLine], after last: TrailReport.Anchor?, of origin: LedgerOrigin
    ) async throws(Problem) {
        guard let newest = lines.last?.anchor else { return }
        try await write(beginning: false) { session in
            guard try PostgresTrail.extent(session)?.head == last else {
                throw PostgresFault(.ledgerHoldsOther, "Somebody else has written to it meanwhile.")
            }
            if last == nil {
                try session.query(
                    "SELECT berth.adopt($1, $2, $3)",
                    [.bytes(origin.fingerprintKey), .number(origin.first - 1), .text(origin.hashBefore)],
                    otherwise: .ledgerUnwritable)
            }
            for line in lines {
                session.end = .now + ConnectionThread.answerPatience
                try line.write(in: session)
            }
            return ((), WrittenLine(number: newest.line, hash: newest.hash))
        }
    }
}

extension HandedLine {
    /// Writes the line as it is, the rows that are made of it, and its receipt.
    fileprivate func write(in session: Session) throws {
        let rows = try session.query(
            "SELECT line, hash FROM berth.take($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                .text(entry.text), .text(entry.borrow?.subject.binding), .text(entry.borrow?.heldUntil),
                .number(firstLine ?? entry.id),
            ] + PostgresReceipt.values(of: receipt), otherwise: .ledgerUnwritable)
        guard let row = rows.first, try row.number(0) == entry.id, try row.text(1) == entry.hash else {
            throw PostgresFault(.ledgerAltered, "The server chains line \(entry.id) otherwise than it must.")
        }
    }
}
