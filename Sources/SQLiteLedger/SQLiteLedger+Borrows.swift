internal import FoundationEssentials
internal import GRDB
public import Ledger
public import Licensing

extension SQLiteLedger {
    public func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        switch selection {
        case .all:
            try await read(orIfNone: LedgerReading(borrows: [], line: 0)) { database in
                let condition = "WHERE borrow.is_forgotten = 0 ORDER BY borrow.first_line"
                return LedgerReading(
                    borrows: try BorrowRow.borrows(database, condition), line: try TrailRows.latestLine(database))
            }
        case .current(let moment, let others):
            try await current(at: moment, others, telling: told)
        }
    }

    /// Those that may hold a seat, the soonest end first, and then of the others the latest.
    ///
    /// Each part is a transaction of its own; the first one is what a screen shows, so that nobody waits there for more. What was
    /// written meanwhile is read again with the last one, so that all are as they stand then.
    func current(
        at moment: Moment, _ others: Int, beginningWith first: Int = 200, inPartsOf size: Int = 1000,
        telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        var reading = CurrentReading(at: moment, others: others, first: first, size: size)
        while true {
            let query = reading
            guard let part = try await readIfAny({ try query.next(in: $0) }) else {
                return LedgerReading(borrows: [], line: 0)
            }
            // Taken apart here, after the lock was given back.
            do { try reading.take(part) } catch { throw problem(error, while: .reading) }
            if let whole = reading.whole { return whole }
            await told(reading.told)
        }
    }
}
