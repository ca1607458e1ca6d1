import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite struct LedgerFileTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    @Test func `A ledger is begun by the first write, and by no look at it`() async throws {
        let path = directory.file("a/b/ledger.sqlite")
        let ledger = try SQLiteLedger(path)
        #expect(try await ledger.borrows(.all) == LedgerReading(borrows: [], line: 0))
        #expect(try await ledger.borrows(.current(at: Moment(host: start), others: 9)).borrows.isEmpty)
        #expect(try await ledger.changes(after: 0).borrows.isEmpty)
        #expect(try await ledger.history(limit: 9, product: nil).isEmpty)
        #expect(try await ledger.receipts(of: "01", limit: 9).isEmpty)
        #expect(try await ledger.check() == TrailReport())
        for ledger in [{ try SQLiteLedger(reading: path) }, { try SQLiteLedger(existing: path) }] {
            #expect(await problem { try ledger() }?.code == .ledgerMissing)
        }
        #expect(try directory.names().isEmpty)
        try await ledger.record(makeEntry(makeBorrow()))
        #expect(try await ledger.all() == [makeBorrow()])
        for name in ["a", "a/b"] { #expect(try directory.mode(of: name) == 0o700) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("a/b")) == ["ledger.sqlite"])
        #expect(try directory.mode(of: "a/b/ledger.sqlite") == 0o600)
    }

    @Test func `A ledger that others could read is made private again by whoever writes`() async throws {
        try await SQLiteLedger(path).record(makeEntry(makeBorrow("01")))
        #expect(chmod(path, 0o644) == 0)
        #expect(try await SQLiteLedger(path).all().count == 1)
        #expect(try directory.mode(of: "ledger.sqlite") == 0o644)
        try await SQLiteLedger(path).record(makeEntry(makeBorrow("02")))
        #expect(try directory.mode(of: "ledger.sqlite") == 0o600)
    }

    @Test func `A step is in the file itself when it was recorded, and nothing is beside it`() async throws {
        let first = try SQLiteLedger(path)
        try await first.record(makeEntry(makeBorrow()))
        #expect(try directory.names() == ["ledger.sqlite"])
        try FileManager.default.copyItem(atPath: path, toPath: directory.file("left.sqlite"))
        #expect(try await SQLiteLedger(directory.file("left.sqlite")).all() == [makeBorrow()])
        #expect(try await first.all() == [makeBorrow()])
    }

    @Test func `Two ledgers on one file see each other's steps`() async throws {
        let (first, second) = (try SQLiteLedger(path), try SQLiteLedger(path))
        try await first.record(makeEntry(makeBorrow("01")))
        try await second.record(makeEntry(makeBorrow("02")))
        #expect(try await first.all().map(\.id.rawValue) == ["01", "02"])
        #expect(try await second.all() == first.all())
        #expect(try await second.fingerprint(of: Secret("key")) == first.fingerprint(of: Secret("key")))
    }

    @Test func `Eight writers at once lose nothing`() async throws {
        let path = path
        try await withThrowingTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    let ledger = try SQLiteLedger(path, busyTimeout: 60)
                    for number in 0..<20 { try await ledger.record(makeEntry(makeBorrow("\(writer)-\(number)"))) }
                }
            }
            try await group.waitForAll()
        }
        let ledger = try SQLiteLedger(path)
        let expected = Set((0..<8).flatMap { writer in (0..<20).map { "\(writer)-\($0)" } })
        #expect(Set(try await ledger.all().map(\.id.rawValue)) == expected)
        #expect(try await ledger.check().lines == 161)
    }

    @Test func `Many may begin a new ledger at once, in this process and in others`() async throws {
        for round in 0..<5 {
            let path = directory.file("\(round)/ledger.sqlite")
            try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        if number.isMultiple(of: 2) {
                            return try await SQLiteLedger(path, busyTimeout: 60).fingerprint(of: Secret("key"))
                        }
                        let outcome = try await Command.built("ledgerdummy", ["fingerprint", path]).run()
                        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
                        return outcome.output.trimmingCharacters(in: .newlines)
                    }
                }
                var fingerprints: Set<String> = []
                for try await fingerprint in group { fingerprints.insert(fingerprint) }
                #expect(fingerprints.count == 1)
            }
            #expect(try await SQLiteLedger(path).check().lines == 1)
        }
    }

    @Test func `One of two writers with the same intent is refused`() async throws {
        let path = path
        let outcomes = try await withThrowingTaskGroup(of: ProblemCode?.self) { group in
            for writer in 0..<2 {
                let ledger = try SQLiteLedger(path)
                group.addTask {
                    do {
                        try await ledger.record(makeEntry(makeBorrow("\(writer)", license: "same")))
                        return nil
                    } catch let problem as Problem { return problem.code }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == .operationInProgress } == 1)
    }

    @Test(
        arguments: ["trail", "receipt"],
        ["UPDATE % SET rowid = 99", "DELETE FROM %", "REPLACE INTO % (COLUMNS) SELECT COLUMNS FROM %"])
    func `Trail and receipts cannot be changed or removed`(table: String, statement: String) async throws {
        let ledger = try SQLiteLedger(path)
        try await ledger.record(makeEntry(makeBorrow(), receipt: makeReceipt("{}")))
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        let columns = try await queue.read { database in
            try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
        }.joined(separator: ", ")
        let sql = statement.replacing("%", with: table).replacing("COLUMNS", with: columns)
        let error = await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
        #expect(error?.message?.hasSuffix("append-only") == true, "\(error?.message ?? "")")
        let count = table == "trail" ? 2 : 1
        #expect(try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } == count)
    }

    @Test func `Commits wait for the disk, and the file can be told by its header`() async throws {
        let ledger = try SQLiteLedger(path)
        try await ledger.record(makeEntry(makeBorrow()))
        #expect(try await ledger.pragma("synchronous") == "3")
        #expect(try await ledger.pragma("journal_mode") == "delete")
        #expect(try await ledger.pragma("application_id") == String(0x4272_7468))
        #expect(try await ledger.pragma("user_version") == "4")
        let error = await #expect(throws: DatabaseError.self) {
            try await ledger.connections.reader.get().queue.writeWithoutTransaction {
                try $0.execute(sql: "DELETE FROM setting")
            }
        }
        #expect(error?.resultCode == .SQLITE_READONLY)
    }
}
