import FoundationEssentials
import GRDB
import Ledger
import Licensing
import Testing

@testable import SQLiteLedger

/// What is read of a ledger in parts: what is current, and what has changed.
@Suite struct LedgerReadingTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    let confirmed: [OperationPhase] = [.intended, .sent, .confirmed]

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
    }

    private func current(at date: Date = start, offset: Double? = nil, others: Int = 0) async throws -> [String] {
        let moment = Moment(host: date, clockOffset: offset)
        return try await ledger.borrows(.current(at: moment, others: others)).borrows.map(\.id.rawValue)
    }

    @Test func `What may hold a seat is current, and of the rest the latest, all as they were made`() async throws {
        let unknown: [OperationPhase] = [.intended, .sent, .unknown(makeProblem())]
        for (id, hours, phases) in [
            ("ended", -8.0, confirmed), ("active", 80, confirmed), ("doubt", -8, unknown), ("over", -30, confirmed),
            ("sent", -8, [.intended, .sent]), ("refused", -8, [.intended, .sent, .refused(makeProblem(.blacklisted))]),
            ("short", 8, confirmed),
        ] {
            try await ledger.take(makeBorrow(id, grant: makeGrant(hours: hours)), through: phases)
        }
        #expect(try await current() == ["active", "doubt", "sent", "short"])
        #expect(try await current(others: 2) == ["active", "doubt", "over", "sent", "refused", "short"])
        #expect(try await current(others: 99) == ["ended", "active", "doubt", "over", "sent", "refused", "short"])
        #expect(try await current(others: -1) == ["active", "doubt", "sent", "short"])
        #expect(try await ledger.all().map(\.id.rawValue) == current(others: 99))
        // A lapsed operation may have come to something, however long ago.
        #expect(try await current(at: start.addingTimeInterval(90_000_000)) == ["doubt", "sent"])
    }

    @Test(arguments: [-26.0, -1, 0, 1, 26])
    func `The server's clock decides what has ended`(offset: Double) async throws {
        try await ledger.hurried().take(makeBorrow("one", grant: makeGrant(hours: 2)), through: confirmed)
        for hours in stride(from: -30.0, through: 30, by: 1) where hours + offset != 2 {
            let ids = try await current(at: start.addingTimeInterval(hours * 3600), offset: offset * 3600)
            #expect(ids == (hours + offset < 2 ? ["one"] : []), "\(hours)")
        }
    }

    @Test func `Of two borrows of one license the live one is current, whichever ends first`() async throws {
        let old = makeBorrow("01", license: "same", grant: makeGrant(hours: 72))
        try await ledger.take(old, through: confirmed)
        var released = old
        released.operation = makeBorrow(operation: "02", kind: .release).operation
        try await ledger.take(released, through: [.intended, .sent])
        released.move(to: .confirmed)
        released.releasedAt = start
        try await ledger.record(makeEntry(released))
        try await ledger.take(makeBorrow("03", license: "same", grant: makeGrant(hours: 24)), through: confirmed)
        #expect(try await current() == ["03"])
        #expect(try await current(others: 9) == ["01", "03"])
    }

    @Test func `What lines after a number tell of is told as it stands now, once, as it was made`() async throws {
        for id in ["01", "02", "03"] { try await ledger.record(makeEntry(makeBorrow(id))) }
        #expect(try await ledger.changes(after: 0).borrows.map(\.id.rawValue) == ["01", "02", "03"])
        let line = try await ledger.borrows(.all).line
        #expect(try await ledger.changes(after: line) == LedgerReading(borrows: [], line: line))
        try await ledger.record(makeEntry(makeBorrow("03", phase: .sent)))
        let refused = makeBorrow("01", phase: .refused(makeProblem(.blacklisted)))
        try await ledger.record(makeEntry(refused))
        #expect(
            try await ledger.changes(after: line)
                == LedgerReading(borrows: [refused, makeBorrow("03", phase: .sent)], line: line + 2))
    }

    @Test func `What is current and what has changed is found by indexes`() async throws {
        try await ledger.fillWithSixLines()
        let plans = try await ledger.connections.reader.get().queue.read { database in
            try [
                "borrow.held_until > '2026' AND borrow.is_forgotten = 0", "borrow.line > 5",
                "borrow.is_forgotten = 0 AND borrow.binding = 'x'",
            ].map { condition in
                let sql = "EXPLAIN QUERY PLAN SELECT text FROM borrow JOIN trail ON trail.line = borrow.line WHERE "
                return try Row.fetchAll(database, sql: sql + condition).map { $0["detail"] as String }
            }
        }
        for plan in plans { #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)") }
        // A part that is sorted anew costs as much as all of them.
        let part = try await ledger.connections.reader.get().queue.read { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + CurrentReading.heldAfter, arguments: ["2026", "2026", 0, 1000]
            ).map { $0["detail"] as String }
        }
        #expect(part.count == 2 && part.allSatisfy { $0.hasPrefix("SEARCH") }, "\(part)")
    }
}
