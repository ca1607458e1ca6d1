import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite struct DamageTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    /// A ledger of which one page, the root of a table or an index, was overwritten.
    private func makeDamaged(_ name: String) async throws {
        do {
            let ledger = try await SQLiteLedger(path).hurried()
            for number in 0..<50 { try await ledger.record(makeEntry(makeBorrow("\(number)"))) }
            _ = try await ledger.vacuum()
        }
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        let (page, size) = try await queue.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [name]),
                try Int.fetchOne(database, sql: "PRAGMA page_size")
            )
        }
        try queue.close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        let (number, length) = (try #require(page), try #require(size))
        bytes.replaceSubrange((number - 1) * length..<number * length, with: Data(repeating: 0xA5, count: length))
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    @Test(arguments: ["borrow", "operation", "trail"])
    func `A damaged page stops a borrow, and the check says so`(table: String) async throws {
        try await makeDamaged(table)
        let ledger = try SQLiteLedger(path)
        let checked = await #expect(throws: Problem.self) { try await ledger.check() }
        #expect(checked?.code == .ledgerCorrupt)
        #expect(checked?.message.isEmpty == false)
        let recorded = await #expect(throws: Problem.self) { try await ledger.record(makeEntry(makeBorrow("new"))) }
        #expect(recorded?.code == .ledgerCorrupt)
        #expect(recorded?.facts.path == path)
    }

    @Test(arguments: ["borrow", "operation"])
    func `The doctor finds a damaged page that the newest lines are not on`(table: String) async throws {
        try await makeDamaged(table)
        let ledger = try SQLiteLedger(path)
        #expect(try await !ledger.verifiedHead(limit: 200).isEmpty)
        let problem = await #expect(throws: Problem.self) { try await ledger.checkPages() }
        #expect(problem?.code == .ledgerCorrupt)
        let looked = try await Command.berth(
            ["doctor", "--server", "http://127.0.0.1:1", "--ledger", path], home: directory.path
        ).run()
        #expect(looked.output.contains(/(?m)^FAILED +ledger +The ledger \S+\s+is damaged/), "\(looked)")
    }

    @Test func `A damaged index is found by the check`() async throws {
        try await makeDamaged("trail_by_product")
        let ledger = try SQLiteLedger(path)
        let problem = await #expect(throws: Problem.self) { try await ledger.check() }
        #expect(problem?.code == .ledgerCorrupt)
    }

    @Test func `A damaged ledger is not backed up as if it were whole`() async throws {
        try await makeDamaged("trail")
        let ledger = try SQLiteLedger(path)
        let problem = await #expect(throws: Problem.self) { try await ledger.backup(to: directory.file("copy")) }
        #expect(problem?.code == .ledgerCorrupt)
        #expect(!FileManager.default.fileExists(atPath: directory.file("copy")))
    }

    @Test func `A row that refers to nothing is found by the check`() async throws {
        let ledger = try SQLiteLedger(path)
        try await ledger.fillWithSixLines()
        try await tamper(with: path, "UPDATE receipt SET operation_id = 'gone'")
        let problem = await #expect(throws: Problem.self) { try await ledger.check() }
        #expect(problem?.code == .ledgerCorrupt)
        #expect(problem?.message == "A row of receipt refers to a row that is not there.")
    }

    @Test func `A full disk refuses the step, and nothing of it is written`() async throws {
        let ledger = try SQLiteLedger(path)
        try await ledger.fillWithSixLines()
        // What a file system without room does to SQLite, made by a limit of its own.
        try await ledger.connections.writer.get().queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 40; PRAGMA synchronous = OFF")
        }
        var failure: Problem?
        for number in 0..<2000 where failure == nil {
            do throws(Problem) {
                try await ledger.record(makeEntry(makeBorrow("n\(number)")))
            } catch {
                failure = error
            }
        }
        #expect(failure?.code == .ledgerUnwritable)
        #expect(failure?.message == "database or disk is full")
        _ = try await ledger.check()
    }
}
