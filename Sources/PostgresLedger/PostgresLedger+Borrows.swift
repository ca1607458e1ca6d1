internal import FoundationEssentials
public import Ledger
public import Licensing

extension PostgresLedger {
    /// How many borrows are taken apart before it is told how far that is.
    private static let part = 1000

    public func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        switch selection {
        case .all:
            try await read { [clock] session in
                let reading = try session.reading("WHERE NOT borrow.is_forgotten", by: clock)
                clock.noteReading(by: clock.offset)
                return reading
            }
        case .current(let moment, let others):
            try await current(at: moment, max(0, others), telling: told)
        }
    }

    /// Those that may hold a seat, and of the others the latest, out of one state of the database: here no reading keeps anybody
    /// from writing. Taking the lines apart is what takes long, so that is told in parts.
    private func current(
        at moment: Moment, _ others: Int, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        let (held, rest, line, offset) = try await read { [clock] session in
            let offset = clock.offset
            let after = LedgerTime.text(moment.host.addingTimeInterval(offset - LedgerSelection.widestOffset))
            // What has no end yet is told to end after all others, and comes first.
            let held = try session.numberedTexts(
                "WHERE borrow.held_until > $1 AND NOT borrow.is_forgotten ORDER BY held_until = $2 DESC, held_until, first_line",
                [.text(after), .text(LedgerTime.text(.distantFuture))])
            let rest = try session.numberedTexts(
                """
                WHERE (borrow.held_until IS NULL OR borrow.held_until <= $1) AND NOT borrow.is_forgotten
                ORDER BY first_line DESC LIMIT $2
                """, [.text(after), .number(Int64(others))])
            return (held, rest, try PostgresTrail.latestLine(session), offset)
        }
        var read: [(number: Int64, borrow: Borrow)] = []
        do {
            for row in held {
                read.append((row.number, try TrailCodec.borrow(from: row.text).turned(by: -offset)))
                guard read.count.isMultiple(of: Self.part), read.count < held.count else { continue }
                let first = read.count == Self.part ? read.sorted { $0.number < $1.number }.map(\.borrow) : []
                await told(
                    LedgerPart(borrows: first, progress: LedgerProgress(read: read.count, of: held.count)))
            }
            for row in rest { read.append((row.number, try TrailCodec.borrow(from: row.text).turned(by: -offset))) }
        } catch {
            throw problem(error)
        }
        clock.noteReading(by: offset)
        let inOrder = read.sorted { $0.number < $1.number }.map(\.borrow)
        return LedgerReading(borrows: LedgerSelection.current(of: inOrder, at: moment, others: others), line: line)
    }

    public func changes(after line: Int64) async throws(Problem) -> LedgerReading {
        try await read { [clock] session in
            var reading = try session.reading("WHERE borrow.line > $1", [.number(line)], by: clock)
            reading.outdatesEarlier = clock.hasMovedSinceReading
            return reading
        }
    }
}

extension Session {
    /// The borrows that satisfy a condition, by the clock of this host.
    fileprivate func reading(
        _ condition: String, _ values: [PostgresValue] = [], by clock: DatabaseClock
    ) throws -> LedgerReading {
        let borrows = try borrows(condition + " ORDER BY borrow.first_line", values)
        return LedgerReading(
            borrows: borrows.map { $0.turned(by: -clock.offset) }, line: try PostgresTrail.latestLine(self))
    }

    /// The latest lines of the borrows that satisfy a condition, each with the number of the borrow's first.
    fileprivate func numberedTexts(
        _ condition: String, _ values: [PostgresValue]
    ) throws -> [(number: Int64, text: String)] {
        let statement =
            "SELECT borrow.first_line, trail.text FROM berth.borrow JOIN berth.trail ON trail.line = borrow.line "
            + condition
        return try query(statement, values).map { (try $0.number(0), try $0.text(1)) }
    }
}
