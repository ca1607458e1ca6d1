import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// Files that are no ledger of this version: each is told with a sentence, and left as it was.
@Suite(.heavy) struct LedgerFaultTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    /// What whoever reads and whoever writes is told of a path.
    private func failure(at path: String) async -> Problem? {
        let reading = await problem { try await SQLiteLedger(reading: path).all() }
        let writing = await problem { try await SQLiteLedger(path).record(makeEntry(makeBorrow())) }
        #expect(reading?.code == writing?.code)
        #expect(reading?.message == writing?.message)
        #expect(writing?.facts.path == path)
        return writing
    }

    /// What is told of the file in the ledger's place, which is as it was afterwards, and alone.
    private func failureOfUnchangedFile() async throws -> Problem? {
        #expect(chmod(path, 0o644) == 0)
        let (before, names) = (try directory.state(of: "ledger.sqlite"), try directory.names())
        let problem = await failure(at: path)
        #expect(try directory.state(of: "ledger.sqlite") == before)
        #expect(try directory.names() == names)
        return problem
    }

    @Test func `A directory is not a ledger`() async throws {
        let problem = await failure(at: directory.path)
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message == "It is a directory.")
        #expect(await failure(at: "/")?.message == "It is a directory.")
    }

    @Test func `A pipe is not a ledger, and is not waited on`() async throws {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(await failure(at: path)?.message == "It is not a regular file.")
    }

    @Test(arguments: ["/dev/null", "/dev/zero", "/dev/full"])
    func `A device is not a ledger`(device: String) async throws {
        #expect(await failure(at: device)?.message == "It is not a regular file.")
    }

    @Test(arguments: [1, 50, 1000])
    func `A file that is no database is left as it is`(length: Int) async throws {
        try String(repeating: "x", count: length).write(toFile: path, atomically: false, encoding: .utf8)
        let problem = try await failureOfUnchangedFile()
        #expect(problem?.code == .ledgerForeign)
        #expect(problem?.message == "It is no database.")
    }

    @Test(arguments: ["DELETE", "WAL"])
    func `The database of another program is left as it is`(journal: String) async throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = \(journal); CREATE TABLE other (id INTEGER)")
        }
        let problem = try await failureOfUnchangedFile()
        #expect(problem?.code == .ledgerForeign)
        #expect(problem?.message == "It is the database of another program.")
        try queue.close()
    }

    @Test func `A ledger from before the format was settled is left as it is`() async throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA application_id = \(0x4272_7468);
                    CREATE TABLE grdb_migrations (identifier TEXT); CREATE TABLE trail (sequence INTEGER)
                    """)
        }
        try queue.close()
        let problem = try await failureOfUnchangedFile()
        #expect(problem?.code == .ledgerTooOld)
        #expect(problem?.message == "It was written by an earlier version of this program.")
    }

    @Test func `A ledger of a later version is left alone`() async throws {
        try await SQLiteLedger(path).fillWithSixLines()
        try await tamper(with: path, "PRAGMA user_version = 5")
        let problem = try await failureOfUnchangedFile()
        #expect(problem?.code == .ledgerTooNew)
    }

    @Test func `A ledger of an earlier version is not misread`() async throws {
        try await SQLiteLedger(path).fillWithSixLines()
        try await tamper(with: path, "PRAGMA user_version = 3")
        let problem = try await failureOfUnchangedFile()
        #expect(problem?.code == .ledgerTooOld)
    }

    @Test func `A ledger that another program has switched to a write-ahead log is told`() async throws {
        try await SQLiteLedger(path).fillWithSixLines()
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        let problem = try await failureOfUnchangedFile()
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message.contains("write-ahead log") == true)
    }

    @Test(arguments: ["-wal", "-journal"])
    func `What is left of a ledger that is gone is told, and no new one is made over it`(suffix: String) async throws {
        try Data(repeating: 7, count: 4096).write(to: URL(filePath: path + suffix))
        let problem = await failure(at: path)
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message == "It is gone, and \(path + suffix), a part of it, was left.")
        #expect(try directory.names() == ["ledger.sqlite" + suffix])
        // An empty file is no better.
        try Data().write(to: URL(filePath: path))
        #expect(await failure(at: path)?.code == .ledgerUnreadable)
        #expect(try directory.state(of: "ledger.sqlite").bytes.isEmpty)
    }

    @Test func `Who sees a journal of a ledger that was begun meanwhile does not take the ledger for gone`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("ledger.sqlite")
        // As it is while a second line is written: the journal counts pages.
        try Data(repeating: 1, count: 512).write(to: URL(filePath: path + "-journal"))
        #expect(throws: LedgerFault.self) { try LedgerPlace.checkNothingLeft(of: path) }
        try Data(repeating: 1, count: 512).write(to: URL(filePath: path))
        #expect(throws: Never.self) { try LedgerPlace.checkNothingLeft(of: path) }
    }

    @Test func `A log beside a ledger is told`() async throws {
        try await SQLiteLedger(path).fillWithSixLines()
        try Data(repeating: 7, count: 4096).write(to: URL(filePath: path + "-wal"))
        let problem = await failure(at: path)
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message.contains("\(path)-wal is beside it") == true)
    }

    @Test func `What somebody left who died while he began a ledger does not stand in the way`() async throws {
        try Data().write(to: URL(filePath: path))
        var journal = Data([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7])
        journal.append(Data(count: 504))
        try journal.write(to: URL(filePath: path + "-journal"))
        try await SQLiteLedger(path).record(makeEntry(makeBorrow()))
        #expect(try await SQLiteLedger(path).check().lines == 2)
    }

    @Test func `A damaged ledger is found, at the latest when it is checked`() async throws {
        let ledger = try await SQLiteLedger(path).hurried()
        for number in 0..<100 { try await ledger.record(makeEntry(makeBorrow("\(number)"))) }
        let damaged = directory.file("damaged.sqlite")
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.replaceSubrange(8192..<bytes.count, with: Data(repeating: 0xA5, count: bytes.count - 8192))
        try bytes.write(to: URL(filePath: damaged))
        #expect(await problem { try await SQLiteLedger(damaged).check() }?.code == .ledgerCorrupt)
    }

    @Test func `A directory that cannot be created is a problem`() async throws {
        try "".write(toFile: directory.file("file"), atomically: false, encoding: .utf8)
        let problem = await problem { try SQLiteLedger(directory.file("file/ledger.sqlite")) }
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message == "\(directory.file("file")) is no directory.")
    }
}
