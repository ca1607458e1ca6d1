import Crypto
import FoundationEssentials
import GRDB
@testable import Ledger
import Licensing

extension Ledger {
    /// Takes a borrow through phases, a step a second, each from the given time on.
    func take(_ borrow: Borrow, through phases: [OperationPhase], from date: Date = start) async throws {
        var borrow = borrow
        for (index, phase) in phases.enumerated() {
            borrow.move(to: phase)
            try await record(LedgerEntry(borrow: borrow, at: date.addingTimeInterval(Double(index))))
        }
    }

    /// Six lines: borrow 01 confirmed with a receipt, then borrow 02 refused.
    func fillWithSixLines() async throws {
        try await record(makeEntry(makeBorrow("01")))
        try await record(makeEntry(makeBorrow("01", phase: .sent), after: 1))
        let granted = makeBorrow("01", phase: .confirmed, grant: makeGrant(hours: 8))
        try await record(makeEntry(granted, receipt: makeReceipt(#"{"id":1}"#), after: 2))
        try await record(makeEntry(makeBorrow("02"), after: 3))
        try await record(makeEntry(makeBorrow("02", phase: .sent), after: 4))
        try await record(makeEntry(makeBorrow("02", phase: .refused(makeProblem(.blacklisted))), after: 5))
    }
}

/// Changes a ledger's file behind its back, as somebody with SQLite's own tools would: without triggers and references.
func tamper(with path: String, _ statements: String) async throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(30)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try await queue.write { database in
        for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            try database.execute(sql: "DROP TRIGGER \(trigger)")
        }
        try database.execute(sql: statements)
    }
}

func sha256(_ data: Data) -> Data { Data(SHA256.hash(data: data)) }

extension Ledger {
    /// Lets its file grow to so many pages only.
    func limitPages(to count: Int) async throws {
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
    }
}

extension Configuration {
    /// For a look past the ledger: waits for whoever writes.
    static var patient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        return configuration
    }
}
