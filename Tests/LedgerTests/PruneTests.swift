import Foundation
import GRDB
@testable import Ledger
import Licensing
import Testing

@Suite struct PruneTests {
    let directory: TemporaryDirectory
    let ledger: Ledger
    var path: String { directory.file("ledger.sqlite") }
    let ana = Performer(user: "ana", from: nil, process: 1)
    let confirmed: [OperationPhase] = [.intended, .sent, .confirmed]

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try Ledger(path: directory.file("ledger.sqlite"))
    }

    private func day(_ number: Double) -> Date { start.addingTimeInterval(number * 86_400) }

    private func prune(before: Double, at: Double = 400, isRehearsal: Bool = false) async throws -> PruneReport {
        try await ledger.prune(before: day(before), by: ana, at: day(at), isRehearsal: isRehearsal)
    }

    @Test func `What is old goes, and what is kept can still be verified`() async throws {
        try await ledger.fillWithSixLines()
        try await ledger.take(makeBorrow("03", grant: makeGrant(hours: 8)), through: confirmed, from: day(200))
        let head = try #require(try await ledger.verifyTrail().head)

        let report = try await prune(before: 100)
        #expect(report == PruneReport(through: 6, lines: 6, receipts: 1, borrows: 2, keptFor: nil))
        #expect(try await ledger.borrows().map(\.id.rawValue) == ["03"])
        #expect(try await ledger.history(limit: 99).map(\.event).first == .cut(through: 6))
        let after = try await ledger.verifyTrail(anchor: head)
        #expect(after.first == 7)
        #expect(after.lines == 4)
        #expect(try await ledger.check() == after)
        #expect(try await ledger.receipts(of: "01", limit: 1).isEmpty)
    }

    @Test func `Cutting again, and cutting all, leaves a trail that fits`() async throws {
        try await ledger.fillWithSixLines()
        for time in [100.0, 200, 300] {
            try await ledger.take(
                makeBorrow("\(time)", grant: makeGrant(hours: 8)), through: confirmed, from: day(time))
            _ = try await ledger.prune(before: day(time), by: ana, at: day(time + 1))
            _ = try await ledger.check()
        }
        #expect(try await prune(before: 999).lines > 0)
        #expect(try await ledger.check().lines == 1)
        try await ledger.record(makeEntry(makeBorrow("new")))
        #expect(try await ledger.check().lines == 2)
    }

    @Test func `Nothing old: nothing is written`() async throws {
        try await ledger.fillWithSixLines()
        #expect(try await prune(before: -1) == PruneReport())
        #expect(try await ledger.verifyTrail().lines == 6)
        #expect(try await Ledger.inMemory().prune(before: day(1), by: ana, at: day(2)) == PruneReport())
    }

    @Test(arguments: [
        [OperationPhase.intended], [.intended, .sent], [.intended, .sent, .unknown(makeProblem())],
        [.intended, .sent, .confirmed],
    ])
    func `What holds a seat or may is kept, with all that follows`(phases: [OperationPhase]) async throws {
        try await ledger.take(makeBorrow("01", grant: makeGrant(hours: 8)), through: confirmed)
        try await ledger.take(makeBorrow("02", grant: makeGrant(hours: 500 * 24)), through: phases)
        try await ledger.take(makeBorrow("03", grant: makeGrant(hours: 8)), through: confirmed)
        let report = try await prune(before: 100)
        #expect(report == PruneReport(through: 3, lines: 3, borrows: 1, keptFor: OperationID(rawValue: "02")))
        #expect(Set(try await ledger.borrows().map(\.id.rawValue)) == ["02", "03"])
        _ = try await ledger.check()
    }

    @Test func `A rehearsal reports the same and removes nothing`() async throws {
        try await ledger.fillWithSixLines()
        let before = try await ledger.verifyTrail()
        let rehearsed = try await prune(before: 100, isRehearsal: true)
        #expect(try await ledger.verifyTrail() == before)
        #expect(try await prune(before: 100) == rehearsed)
    }

    @Test func `A trail that was changed is not pruned, which would hide the change`() async throws {
        try await ledger.fillWithSixLines()
        try await tamper(with: path, "UPDATE trail SET user = 'bo' WHERE sequence = 2")
        let problem = await #expect(throws: Problem.self) { try await prune(before: 100) }
        #expect(problem?.code == .ledgerAltered)
    }

    @Test func `A cut that no line accounts for is found`() async throws {
        try await ledger.fillWithSixLines()
        try await ledger.take(makeBorrow("03"), through: [.intended], from: day(200))
        _ = try await prune(before: 100)
        try await tamper(with: path, "DELETE FROM trail WHERE sequence = 7")
        let problem = await #expect(throws: Problem.self) { try await ledger.verifyTrail() }
        #expect(problem?.message == "Lines 1–7 are missing.")
    }

    @Test func `Even with the triggers in place a cut allows no more than it says`() async throws {
        try await ledger.fillWithSixLines()
        try await ledger.take(makeBorrow("03", grant: makeGrant(hours: 8)), through: confirmed, from: day(200))
        _ = try await prune(before: 100)
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        await #expect(throws: DatabaseError.self) {
            try await queue.write { try $0.execute(sql: "DELETE FROM trail WHERE sequence = 7") }
        }
    }

    @Test func `Pruned words do not stay in the file, and vacuum gives the room back`() async throws {
        for number in 0..<200 {
            var borrow = makeBorrow("\(number)", grant: makeGrant(hours: 8))
            borrow.operation.performedBy.user = "somebody-long-gone"
            try await ledger.take(borrow, through: confirmed)
        }
        _ = try await prune(before: 100)
        let size = try await ledger.vacuum()
        #expect(size.after < size.before / 4)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.range(of: Data("somebody-long-gone".utf8)) == nil)
        #expect(try await ledger.check().lines == 1)
        try await ledger.record(makeEntry(makeBorrow("after")))
    }
}
