import Foundation
import GRDB
import GRDBSQLite
import Ledger
import Licensing
import Testing

@testable import SQLiteLedger

@Suite struct PruneTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    var path: String { directory.file("ledger.sqlite") }
    let confirmed: [OperationPhase] = [.intended, .sent, .confirmed]

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
    }

    private func day(_ number: Double) -> Date { start.addingTimeInterval(number * 86_400) }

    private func prune(before: Double, at: Double = 400, isRehearsal: Bool = false) async throws -> PruneReport {
        try await ledger.prune(before: day(before), by: ana, at: day(at), isRehearsal: isRehearsal)
    }

    @Test func `What is old goes, and what is kept can still be verified`() async throws {
        try await ledger.fillWithSixLines()
        try await ledger.take(makeBorrow("03", grant: makeGrant(hours: 8)), through: confirmed, from: day(200))
        let head = try #require(try await ledger.verifyTrail(anchor: nil).head)

        let report = try await prune(before: 100)
        #expect((report.through, report.lines, report.receipts, report.borrows, report.keptFor) == (7, 7, 1, 2, nil))
        #expect(try await ledger.all().map(\.id.rawValue) == ["03"])
        let cut = try #require(try await ledger.history(limit: 1, product: nil).first)
        guard case .cut(let what) = cut.event else { return #expect(Bool(false), "\(cut.event)") }
        #expect(what.through == 7)
        #expect(cut.performer == ana)
        let after = try await ledger.verifyTrail(anchor: head)
        #expect(after.first == 8)
        #expect(after.lines == 4)
        #expect(after.isAnchored)
        #expect(try await ledger.check().head == after.head)
        #expect(try await ledger.receipts(of: "01", limit: 1).isEmpty)
    }

    @Test func `Of what is removed nothing is left in the file`() async throws {
        let id = "removed-without-a-trace"
        try await ledger.take(makeBorrow(id, grant: makeGrant(hours: 8)), through: confirmed)
        func isInFile() throws -> Bool {
            try Data(contentsOf: URL(filePath: path)).range(of: Data(id.utf8)) != nil
        }
        #expect(try isInFile())
        #expect(try await prune(before: 100).lines > 0)
        #expect(try !isInFile())
    }

    @Test func `Cutting again, and cutting all, leaves a trail that fits`() async throws {
        try await ledger.fillWithSixLines()
        for time in [100.0, 200, 300] {
            try await ledger.take(
                makeBorrow("\(time)", grant: makeGrant(hours: 8)), through: confirmed, from: day(time))
            _ = try await ledger.prune(before: day(time), by: ana, at: day(time + 1), isRehearsal: false)
            _ = try await ledger.check()
        }
        #expect(try await prune(before: 999).lines > 0)
        #expect(try await ledger.check().lines == 1)
        try await ledger.record(makeEntry(makeBorrow("new")))
        #expect(try await ledger.check().lines == 2)
    }

    @Test func `However many borrows are held, they are asked for as one value`() async throws {
        for number in 1...5 {
            try await ledger.take(makeBorrow("0\(number)", grant: makeGrant(hours: 8)), through: confirmed)
        }
        let (cutoff, now) = (day(100), start)
        let report = try await DatabaseQueue(path: path).read { database in
            _ = sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_VARIABLE_NUMBER, 2)
            return try SQLiteRows(database: database).pruning(before: cutoff, at: now).report
        }
        #expect(report.keptFor?.rawValue == "01" && report.through == 1)
    }

    @Test func `Nothing old: nothing is written`() async throws {
        try await ledger.fillWithSixLines()
        #expect(try await prune(before: -1) == PruneReport())
        #expect(try await ledger.verifyTrail(anchor: nil).lines == 7)
        let (empty, path) = try directory.newLedger()
        #expect(try await empty.prune(before: day(1), by: ana, at: day(2), isRehearsal: false) == PruneReport())
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: [
        [OperationPhase.intended], [.intended, .sent], [.intended, .sent, .unknown(makeProblem())],
        [.intended, .sent, .confirmed],
    ])
    func `What holds a seat or may is kept, with all that follows`(phases: [OperationPhase]) async throws {
        try await ledger.take(makeBorrow("01", grant: makeGrant(hours: 8)), through: confirmed)
        // What was sent and never granted may hold a seat, too, as long as nobody knows better.
        let grant = phases.contains(.sent) && phases.last != .confirmed ? nil : makeGrant(hours: 500 * 24)
        try await ledger.take(makeBorrow("02", grant: grant), through: phases)
        try await ledger.take(makeBorrow("03", grant: makeGrant(hours: 8)), through: confirmed)
        let report = try await prune(before: 100)
        #expect((report.through, report.lines, report.borrows, report.keptFor?.rawValue) == (4, 4, 1, "02"))
        #expect(Set(try await ledger.all().map(\.id.rawValue)) == ["02", "03"])
        _ = try await ledger.check()
    }

    @Test func `A rehearsal reports the same and removes nothing`() async throws {
        try await ledger.fillWithSixLines()
        let before = try await ledger.verifyTrail(anchor: nil)
        let rehearsed = try await prune(before: 100, isRehearsal: true)
        #expect(try await ledger.verifyTrail(anchor: nil) == before)
        #expect(try await prune(before: 100) == rehearsed)
    }

    @Test func `A trail that was changed is not pruned, which would hide the change`() async throws {
        try await ledger.fillWithSixLines()
        try await tamper(with: path, "UPDATE trail SET text = replace(text, 'ana', 'bo') WHERE line = 2")
        let problem = await #expect(throws: Problem.self) { try await prune(before: 100) }
        #expect(problem?.code == .ledgerAltered)
    }

    @Test func `A cut that no line accounts for is found`() async throws {
        try await ledger.fillWithSixLines()
        try await ledger.take(makeBorrow("03"), through: [.intended], from: day(200))
        _ = try await prune(before: 100)
        try await tamper(with: path, "DELETE FROM trail WHERE line = 8")
        let problem = await #expect(throws: Problem.self) { try await ledger.verifyTrail(anchor: nil) }
        #expect(problem?.message == "Lines 1–8 are missing.")
    }

    @Test func `Even with the triggers in place a cut allows no more than it says`() async throws {
        try await ledger.fillWithSixLines()
        try await ledger.take(makeBorrow("03", grant: makeGrant(hours: 8)), through: confirmed, from: day(200))
        _ = try await prune(before: 100)
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        await #expect(throws: DatabaseError.self) {
            try await queue.write { try $0.execute(sql: "DELETE FROM trail WHERE line = 8") }
        }
    }

    @Test func `Pruned words do not stay in the file, and vacuum gives the room back`() async throws {
        let ledger = try await ledger.hurried()
        for number in 0..<60 {
            var borrow = makeBorrow("\(number)", grant: makeGrant(hours: 8))
            borrow.operation.startedBy.user = "somebody-long-gone"
            try await ledger.take(borrow, through: confirmed)
        }
        _ = try await prune(before: 100)
        let size = try await ledger.vacuum()
        #expect(size.after < size.before / 3)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.range(of: Data("somebody-long-gone".utf8)) == nil)
        #expect(try await ledger.check().lines == 1)
        try await ledger.record(makeEntry(makeBorrow("after")))
    }
}
