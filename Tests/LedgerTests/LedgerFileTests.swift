import Foundation
import GRDB
@testable import Ledger
import Licensing
import Testing

@Suite struct LedgerFileTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    @Test func `Directory and files are private to their owner`() async throws {
        let ledger = try Ledger(path: directory.file("a/b/ledger.sqlite"))
        try await ledger.record(makeEntry(makeBorrow()))
        for name in ["a", "a/b"] { #expect(try directory.mode(of: name) == 0o700) }
        for suffix in ["", "-wal", "-shm"] { #expect(try directory.mode(of: "a/b/ledger.sqlite" + suffix) == 0o600) }
    }

    @Test func `A ledger that others could read is made private again`() throws {
        _ = try Ledger(path: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        _ = try Ledger(path: path)
        #expect(try directory.mode(of: "ledger.sqlite") == 0o600)
    }

    @Test func `An intent is on disk without the ledger being closed`() async throws {
        let first = try Ledger(path: path)
        try await first.record(makeEntry(makeBorrow()))
        // What a crash leaves: the files as they are now, with nothing checkpointed.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: directory.file("left.sqlite") + suffix)
        }
        let second = try Ledger(path: directory.file("left.sqlite"))
        #expect(try await second.borrows() == [makeBorrow()])
        #expect(try await first.borrows() == [makeBorrow()])
    }

    @Test func `Two ledgers on one file see each other's steps`() async throws {
        let (first, second) = (try Ledger(path: path), try Ledger(path: path))
        try await first.record(makeEntry(makeBorrow("01")))
        try await second.record(makeEntry(makeBorrow("02")))
        #expect(try await first.borrows().map(\.id.rawValue) == ["01", "02"])
        #expect(try await second.borrows() == first.borrows())
        #expect(try second.fingerprint(of: Secret("key")) == first.fingerprint(of: Secret("key")))
    }

    @Test func `Eight writers at once lose nothing`() async throws {
        let path = path
        try await withThrowingTaskGroup { group in
            for writer in 0..<8 {
                group.addTask {
                    let ledger = try Ledger(path: path)
                    for number in 0..<50 { try await ledger.record(makeEntry(makeBorrow("\(writer)-\(number)"))) }
                }
            }
            try await group.waitForAll()
        }
        let ledger = try Ledger(path: path)
        let expected = Set((0..<8).flatMap { writer in (0..<50).map { "\(writer)-\($0)" } })
        #expect(Set(try await ledger.borrows().map(\.id.rawValue)) == expected)
        #expect(try await ledger.history(limit: 1000).count == 400)
        #expect(try await ledger.check().lines == 400)
    }

    @Test func `Many may open a new ledger at once`() async throws {
        for round in 0..<20 {
            let path = directory.file("\(round).sqlite")
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { try Ledger(path: path).fingerprint(of: Secret("key")) } }
                var fingerprints: Set<String> = []
                for try await fingerprint in group { fingerprints.insert(fingerprint) }
                #expect(fingerprints.count == 1)
            }
        }
    }

    @Test func `One of two writers with the same intent is refused`() async throws {
        let path = path
        let outcomes = try await withThrowingTaskGroup(of: ProblemCode?.self) { group in
            for writer in 0..<2 {
                let ledger = try Ledger(path: path)
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
        ["UPDATE % SET operation_id = '02'", "DELETE FROM %", "REPLACE INTO % SELECT * FROM %"])
    func `Trail and receipts cannot be changed or removed`(table: String, statement: String) async throws {
        let ledger = try Ledger(path: path)
        try await ledger.record(makeEntry(makeBorrow(), receipt: makeReceipt("{}")))
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        let error = await #expect(throws: DatabaseError.self) {
            try await queue.write { try $0.execute(sql: statement.replacingOccurrences(of: "%", with: table)) }
        }
        #expect(error?.message?.hasSuffix("append-only") == true)
        #expect(try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } == 1)
    }

    @Test func `Commits wait for the disk, and the file can be told by its header`() async throws {
        let ledger = try Ledger(path: path)
        let full = 2
        #expect(try await ledger.queue.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == full)
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        #expect(try await queue.read { try Int.fetchOne($0, sql: "PRAGMA application_id") } == 0x4272_7468)
    }

    @Test func `Current borrows are found by indexes, however many have ended`() async throws {
        let ledger = try Ledger(path: path)
        for (id, hours, phases) in [
            ("active", 8.0, [OperationPhase.intended, .sent, .confirmed]),
            ("ended", -8, [.intended, .sent, .confirmed]),
            ("doubt", -8, [.intended, .sent, .unknown(makeProblem())]), ("sent", -8, [.intended, .sent]),
            ("refused", -8, [.intended, .sent, .refused(makeProblem())]),
        ] {
            try await ledger.take(makeBorrow(id, grant: makeGrant(hours: hours)), through: phases)
        }
        #expect(try await ledger.currentBorrows(at: start).map(\.id.rawValue) == ["doubt", "sent", "active"])
        let plan = try await ledger.queue.read { database in
            let request = BorrowRecord.notForgotten.filter(BorrowRecord.isCurrent(at: start))
            let statement = try request.makePreparedRequest(database).statement
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN " + statement.sql, arguments: statement.arguments
            ).map { $0["detail"] as String }
        }
        #expect(
            !plan.contains { $0.hasPrefix("SCAN") && !$0.contains(" INDEX ") && !$0.contains("subquery") }, "\(plan)")
    }

    @Test func `Times are readable texts that sort`() async throws {
        let ledger = try Ledger(path: path)
        try await ledger.record(makeEntry(makeBorrow()))
        let queue = try DatabaseQueue(path: path, configuration: .patient)
        let times = try await queue.read { database in
            try String.fetchAll(database, sql: "SELECT started_at FROM operation UNION SELECT at FROM trail")
        }
        #expect(times == ["2026-11-23T13:02:00.125Z"])
    }
}
