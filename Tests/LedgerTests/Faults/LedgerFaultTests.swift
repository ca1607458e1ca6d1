import Foundation
import GRDB
import Ledger
import Licensing
import Testing

@Suite struct LedgerFaultTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    private func failure(at path: String) -> Problem? {
        let problem = #expect(throws: Problem.self) { try Ledger(path: path) }
        #expect(problem?.facts.path == path)
        #expect(problem?.message.isEmpty == false)
        return problem
    }

    @Test func `A directory is not a ledger`() throws {
        let problem = failure(at: directory.path)
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message == "It is a directory.")
    }

    @Test func `A pipe is not a ledger, and is not waited on`() throws {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(failure(at: path)?.code == .ledgerUnreadable)
    }

    @Test func `A file that is no database is left as it is`() throws {
        let text = String(repeating: "Not a database. ", count: 100)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        let problem = failure(at: path)
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message == "file is not a database")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func `The database of another program is left as it is`() async throws {
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.write { try $0.execute(sql: "CREATE TABLE other (id INTEGER)") }
        let problem = failure(at: path)
        #expect(problem?.code == .ledgerUnreadable)
        #expect(problem?.message == "It is the database of another program.")
        #expect(try await queue.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") } == ["other"])
    }

    @Test func `A ledger of a later version is left alone`() async throws {
        _ = try Ledger(path: path)
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')") }
        #expect(failure(at: path)?.code == .ledgerTooNew)
    }

    @Test func `A damaged ledger is found, at the latest when it is verified`() async throws {
        let ledger = try Ledger(path: path)
        for number in 0..<100 { try await ledger.record(makeEntry(makeBorrow("\(number)"))) }
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        let damaged = directory.file("damaged.sqlite")
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.replaceSubrange(8192..<bytes.count, with: Data(repeating: 0xA5, count: bytes.count - 8192))
        try bytes.write(to: URL(filePath: damaged))
        let problem = await #expect(throws: Problem.self) {
            let ledger = try Ledger(path: damaged)
            _ = try await ledger.check()
        }
        #expect(problem?.code == .ledgerCorrupt)
    }

    @Test func `A row that this program did not write is a problem, not a crash`() async throws {
        let ledger = try Ledger(path: path)
        try await ledger.record(makeEntry(makeBorrow()))
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        try await queue.write { try $0.execute(sql: "UPDATE operation SET phase = 'refused'") }
        let problem = await #expect(throws: Problem.self) { try await ledger.borrows() }
        #expect(problem?.code == .ledgerUnreadable)
    }

    @Test func `A directory that cannot be created is a problem`() throws {
        try "".write(toFile: directory.file("file"), atomically: false, encoding: .utf8)
        let problem = failure(at: directory.file("file/ledger.sqlite"))
        #expect(problem?.code == .ledgerUnwritable)
        #expect(problem?.message == "The directory cannot be created: File exists.")
    }

    @Suite(.enabled(if: geteuid() != 0, "the superuser may read and write everything"))
    struct Permissions {
        let directory: TemporaryDirectory
        var path: String { directory.file("ledger.sqlite") }

        init() throws { directory = try TemporaryDirectory() }

        private func failure(mode: Int, of name: String) throws -> Problem? {
            let file = directory.file(name)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file) }
            return #expect(throws: Problem.self) { try Ledger(path: path) }
        }

        @Test func `An unreadable file is a problem`() throws {
            _ = try Ledger(path: path)
            let problem = try failure(mode: 0o000, of: "ledger.sqlite")
            #expect(problem?.code == .ledgerUnreadable)
            #expect(problem?.message == "Permission denied.")
        }

        @Test func `A read-only file is a problem`() throws {
            _ = try Ledger(path: path)
            #expect(try failure(mode: 0o400, of: "ledger.sqlite")?.code == .ledgerUnwritable)
        }

        @Test func `A read-only directory is a problem, with a ledger in it or without`() throws {
            #expect(try failure(mode: 0o500, of: "")?.code == .ledgerUnwritable)
            _ = try Ledger(path: path)
            #expect(try failure(mode: 0o500, of: "")?.code == .ledgerUnwritable)
        }
    }
}
