import Crypto
import Foundation
import GRDB
import Ledger
import Licensing
import Testing

@testable import SQLiteLedger

extension SQLiteLedger {
    /// A ledger that Ana begins when the tests' clock starts.
    init(_ path: String, busyTimeout: TimeInterval = 5) throws {
        try self.init(path: path, by: ana, busyTimeout: busyTimeout) { start }
    }

    /// Takes a borrow through phases, a step a second, each from the given time on.
    func take(_ borrow: Borrow, through phases: [OperationPhase], from date: Date = start) async throws {
        var borrow = borrow
        borrow.operation.startedAt = date
        borrow.operation.lease = Lease(from: date, until: date.addingTimeInterval(120))
        for (index, phase) in phases.enumerated() {
            borrow.move(to: phase)
            try await record(LedgerEntry(borrow: borrow, performer: ana, at: date.addingTimeInterval(Double(index))))
        }
    }

    /// Six lines after the first: borrow 01 confirmed with a receipt, then borrow 02 refused.
    func fillWithSixLines() async throws {
        try await record(makeEntry(makeBorrow("01")))
        try await record(makeEntry(makeBorrow("01", phase: .sent), after: 1))
        let granted = makeBorrow("01", phase: .confirmed, grant: makeGrant(hours: 8))
        try await record(makeEntry(granted, receipt: makeReceipt(#"{"id":1}"#), after: 2))
        try await record(makeEntry(makeBorrow("02"), after: 3))
        try await record(makeEntry(makeBorrow("02", phase: .sent), after: 4))
        try await record(makeEntry(makeBorrow("02", phase: .refused(makeProblem(.blacklisted))), after: 5))
    }

    /// The same ledger, which waits for no disk from now on: for a test that needs much of it.
    func hurried() async throws -> SQLiteLedger {
        try await connections.writer.get().queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA synchronous = OFF")
        }
        return self
    }

    /// The borrows that are not forgotten.
    func all() async throws -> [Borrow] { try await borrows(.all).borrows }

    /// Whoever has written something, from the newest line to the oldest.
    func users() async throws -> [String] { try await history(limit: .max, product: nil).map(\.performer.user) }

    func pragma(_ name: String) async throws -> String? {
        try await connections.writer.get().queue.read { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }
}

extension AsyncStream<LedgerAnnouncement>.Iterator {
    /// The next announcement that is not about a wait, which a busy host may bring.
    mutating func news() async -> LedgerAnnouncement? {
        while let announcement = await next() {
            if case .waiting = announcement { continue }
            return announcement
        }
        return nil
    }
}

/// The problem that a body throws.
func problem(_ body: () async throws -> some Any) async -> Problem? {
    await #expect(throws: Problem.self) { _ = try await body() }
}

/// Changes a ledger's file behind its back, as somebody with SQLite's own tools would: without triggers and references.
func tamper(with path: String, _ statements: String) async throws {
    var configuration = Configuration.patient
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try await queue.write { database in
        for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            try database.execute(sql: "DROP TRIGGER \(trigger)")
        }
        try database.execute(sql: statements)
    }
}

/// Leaves a ledger as a crash in the middle of a change does: changed, with a journal that undoes the change.
func leaveInTheMiddle(_ path: String) async throws {
    var configuration = Configuration.patient
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let left = try await queue.writeWithoutTransaction { database in
        // So little room that what was changed has to be written before the end.
        try database.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1")
        try database.beginTransaction(.immediate)
        try database.execute(sql: "UPDATE borrow SET is_forgotten = 1; CREATE TABLE room (text BLOB)")
        for _ in 0..<50 { try database.execute(sql: "INSERT INTO room VALUES (randomblob(9000))") }
        return try ["", "-journal"].map { try Data(contentsOf: URL(filePath: path + $0)) }
    }
    try await queue.writeWithoutTransaction { try $0.rollback() }
    try queue.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    #expect(left[0] != whole)
    for (suffix, bytes) in zip(["", "-journal"], left) {
        let handle = try #require(fopen(path + suffix, suffix.isEmpty ? "r+" : "w"))
        bytes.withUnsafeBytes { #expect(fwrite($0.baseAddress, 1, $0.count, handle) == $0.count) }
        #expect(fclose(handle) == 0)
    }
}

func sha256(_ data: Data) -> Data { Data(SHA256.hash(data: data)) }

extension Configuration {
    /// For a look past the ledger: waits for whoever writes.
    static var patient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        return configuration
    }
}
