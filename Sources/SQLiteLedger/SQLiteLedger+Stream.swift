internal import FoundationEssentials
internal import GRDB
internal import Ledger
public import Licensing

extension SQLiteLedger {
    /// Hands over borrows part by part, each read in a transaction of its own.
    ///
    /// However many there are, it holds a few parts at once: which lines tell of them is read first, and a line never changes. What
    /// is made of a part is made beside the reading of the next.
    public func stream<Made: Sendable>(
        heldAt moment: Moment?, inPartsOf size: Int, _ make: @escaping @Sendable ([Borrow]) -> Made,
        _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem) {
        var lines = try await read(orIfNone: []) { try Self.lines(heldAt: moment, $0) }[...]
        var underway: [Task<Result<Made, Problem>, Never>] = []
        // What nobody takes is not read on.
        defer { underway.forEach { $0.cancel() } }
        while true {
            while underway.count < Self.partsAtOnce, !lines.isEmpty {
                let part = lines.prefix(size)
                lines = lines.dropFirst(size)
                underway.append(Task { await made(of: part, heldAt: moment, make) })
            }
            guard !underway.isEmpty else { return }
            try take(await underway.removeFirst().value.get())
        }
    }

    /// One that is read, and one or two that are worked at.
    private static let partsAtOnce = 3

    /// The latest lines of borrows, in the order in which these were made.
    private static func lines(heldAt moment: Moment?, _ database: Database) throws -> [Int64] {
        let (condition, arguments): (String, StatementArguments) =
            if let moment {
                (
                    " AND held_until > ?",
                    [LedgerTime.text(moment.host.addingTimeInterval(-LedgerSelection.widestOffset))]
                )
            } else {
                ("", [])
            }
        return try Int64.fetchAll(
            database, sql: "SELECT line FROM borrow WHERE is_forgotten = 0\(condition) ORDER BY first_line",
            arguments: arguments)
    }

    private func made<Made: Sendable>(
        of lines: ArraySlice<Int64>, heldAt moment: Moment?, _ make: @Sendable ([Borrow]) -> Made
    ) async -> Result<Made, Problem> {
        do throws(Problem) {
            let texts = try await read(orIfNone: []) { try Self.texts(of: lines, $0) }
            var borrows: [Borrow] = []
            borrows.reserveCapacity(texts.count)
            for text in texts {
                do {
                    let borrow = try TrailCodec.borrow(from: text)
                    if moment.map({ borrow.isToRelease(at: $0) }) ?? true { borrows.append(borrow) }
                } catch {
                    throw problem(error, while: .reading)
                }
            }
            return .success(make(borrows))
        } catch {
            return .failure(error)
        }
    }

    /// The texts of lines; of those that somebody has removed since, none.
    private static func texts(of lines: ArraySlice<Int64>, _ database: Database) throws -> [String] {
        let statement = try database.cachedStatement(sql: "SELECT text FROM trail WHERE line = ?")
        var texts: [String] = []
        texts.reserveCapacity(lines.count)
        for line in lines {
            if let text = try String.fetchCursor(statement, arguments: [line]).next() { texts.append(text) }
        }
        return texts
    }
}
