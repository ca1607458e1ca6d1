import Foundation
import GRDB
import Ledger
import Licensing
import Testing

@testable import SQLiteLedger

/// The file loses its name while it is open: SQLite would go on writing to what nobody finds any more.
@Suite struct FileLostTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    var path: String { directory.file("ledger.sqlite") }

    init() async throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
        try await ledger.fillWithSixLines()
    }

    private func expectReplaced(_ message: String) async {
        let writing = await #expect(throws: Problem.self) { try await ledger.record(makeEntry(makeBorrow("03"))) }
        #expect(writing?.code == .ledgerReplaced)
        #expect(writing?.message == message)
        #expect(writing?.facts.path == path)
        let reading = await #expect(throws: Problem.self) { try await ledger.all() }
        #expect(reading?.code == .ledgerReplaced)
    }

    @Test func `A removed file refuses the next step`() async throws {
        try FileManager.default.removeItem(atPath: path)
        await expectReplaced("It was removed.")
    }

    @Test func `A file that another one replaced refuses the next step, and the other is left alone`() async throws {
        let other = directory.file("other.sqlite")
        try await ledger.backup(to: other)
        #expect(rename(other, path) == 0)
        await expectReplaced("It was replaced by another file.")
        #expect(
            try await DatabaseQueue(path: path, configuration: .patient).read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM trail")
            } == 7)
    }

    @Test func `A file that is put back is the ledger again`() async throws {
        #expect(rename(path, path + ".away") == 0)
        await expectReplaced("It was removed.")
        #expect(rename(path + ".away", path) == 0)
        try await ledger.record(makeEntry(makeBorrow("03")))
        #expect(try await ledger.check().lines == 8)
    }

    @Test func `A listener is told at once`() async throws {
        var announcements = ledger.announcements().makeAsyncIterator()
        #expect(await announcements.news() == .changed)
        try FileManager.default.removeItem(atPath: path)
        #expect(await announcements.news() == .changed)
        await expectReplaced("It was removed.")
    }

    @Test func `A later version that changed the tables meanwhile stops this one`() async throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.write { try $0.execute(sql: "PRAGMA user_version = 5") }
        let problem = await #expect(throws: Problem.self) { try await ledger.record(makeEntry(makeBorrow("03"))) }
        #expect(problem?.code == .ledgerTooNew)
        try await queue.write { try $0.execute(sql: "PRAGMA user_version = 4") }
        #expect(try await ledger.history(limit: 99, product: nil).count == 7)
    }
}
