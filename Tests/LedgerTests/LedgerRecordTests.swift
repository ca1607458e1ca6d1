import FoundationEssentials
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite struct LedgerRecordTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
    }

    @Test func `A borrow comes back as it was recorded, and each step tells its line`() async throws {
        var borrow = makeBorrow(kind: .borrow(.at(start.addingTimeInterval(3600))))
        #expect(try await ledger.record(makeEntry(borrow)) == 2)
        #expect(try await ledger.borrows(.all) == LedgerReading(borrows: [borrow], line: 2))

        borrow.move(to: .sent)
        #expect(try await ledger.record(makeEntry(borrow)) == 3)
        borrow.move(to: .confirmed)
        borrow.grant = makeGrant(hours: 8)
        borrow.clockOffset = -3.5
        #expect(try await ledger.record(makeEntry(borrow)) == 4)
        #expect(try await ledger.borrows(.all) == LedgerReading(borrows: [borrow], line: 4))
        #expect(try await SQLiteLedger(directory.file("ledger.sqlite")).all() == [borrow])
    }

    @Test(arguments: [
        LicenseReference.key(lastFour: "", fingerprint: "f00d"), .user("ana@example.com"), .customerAccount("acme"),
    ])
    func `Every kind of license comes back`(license: LicenseReference) async throws {
        var borrow = makeBorrow()
        borrow.subject.license = license
        borrow.subject.licenseID = .max
        borrow.secretSource = .file("/run/key")
        try await ledger.record(makeEntry(borrow))
        #expect(try await ledger.all() == [borrow])
    }

    @Test(arguments: [Licensing.Operation.Kind.borrow(.maximum), .release, .check, .activate, .deactivate])
    func `Every kind of operation is written`(kind: Licensing.Operation.Kind) async throws {
        try await ledger.record(makeEntry(makeBorrow(kind: kind)))
        #expect(try await ledger.all() == [makeBorrow(kind: kind)])
        #expect(try await ledger.check().lines == 2)
    }

    @Test func `What the rules refuse is not written, nor its receipt`() async throws {
        try await ledger.record(makeEntry(makeBorrow()))
        let before = try await ledger.history(limit: 9, product: nil)
        let refused = makeEntry(makeBorrow(phase: .confirmed, grant: makeGrant(hours: 8)), receipt: makeReceipt("{}"))
        #expect(await problem { try await ledger.record(refused) }?.code == .ledgerStepRefused)
        #expect(try await ledger.history(limit: 9, product: nil) == before)
        #expect(try await ledger.all() == [makeBorrow()])
        #expect(try await ledger.receipts(of: "01", limit: 9).isEmpty)
    }

    @Test func `What lapsed on the same seat is settled in the same transaction, by whoever acts next`() async throws {
        try await ledger.take(makeBorrow("01", license: "same"), through: [.intended, .sent])
        let bo = Performer(user: "bo", process: 7)
        let sent = try #require(try await ledger.all().first)
        var next = try #require(LedgerRules.lapsed(sent, at: sent.operation.lease.until))
        next.operation = makeBorrow("02", license: "same").operation
        next.operation.startedBy = bo
        #expect(
            await problem { try await ledger.record(makeEntry(next, by: bo, after: 60)) }?.code == .operationInProgress)
        let known: Set = [OperationID(rawValue: "01")]
        #expect(try await ledger.record(makeEntry(next, by: bo, after: 121, known: known)) == 5)
        let lines = try await ledger.history(limit: 2, product: nil)
        #expect(lines.map(\.performer.user) == ["bo", "bo"])
        #expect(lines.map(\.borrow?.operation.phase.name) == ["intended", "unknown"])
        #expect(try await ledger.check().lines == 5)
    }

    @Test func `Who shares a seat is found however a name is composed, and never by the number alone`() async throws {
        var first = makeBorrow("01")
        first.subject.license = .user("Zo\u{EB}")
        first.subject.licenseID = 5
        var second = makeBorrow("02")
        second.subject.license = .user("Zoe\u{308}")
        try await ledger.record(makeEntry(first))
        #expect(await problem { try await ledger.record(makeEntry(second)) }?.code == .operationInProgress)
        second.subject.licenseID = 6
        try await ledger.record(makeEntry(second))
        var elsewhere = makeBorrow("03")
        elsewhere.subject.license = .user("Zo\u{EB}")
        elsewhere.subject.hardwareID = HardwareID(rawValue: "hw-0002")
        try await ledger.record(makeEntry(elsewhere))
    }

    @Test func `A forgotten borrow leaves the list and stays in the history`() async throws {
        let borrow = makeBorrow(grant: makeGrant(hours: -1))
        try await ledger.take(borrow, through: [.intended, .sent, .confirmed])
        var forgotten = borrow
        forgotten.move(to: .confirmed)
        forgotten.forgottenAt = start
        try await ledger.record(makeEntry(forgotten))
        #expect(try await ledger.all().isEmpty)
        #expect(try await ledger.borrows(.current(at: Moment(host: start), others: 9)).borrows.isEmpty)
        #expect(try await ledger.changes(after: 4).borrows == [forgotten])
        #expect(try await ledger.history(limit: 10, product: nil).count == 5)
    }

    @Test func `The history lists the latest steps, newest first, down to the first line`() async throws {
        for (index, id) in ["01", "02", "03"].enumerated() {
            try await ledger.record(makeEntry(makeBorrow(id), after: Double(index)))
        }
        let history = try await ledger.history(limit: 2, product: nil)
        #expect(history.map(\.borrow) == [makeBorrow("03"), makeBorrow("02")])
        #expect(history.map(\.at) == [start.addingTimeInterval(2), start.addingTimeInterval(1)])
        #expect(try await ledger.history(limit: -1, product: nil).isEmpty)
        let first = try #require(try await ledger.history(limit: 9, product: nil).last)
        #expect(first.performer == ana)
        #expect(first.at == start)
        guard case .begun = first.event else { return #expect(Bool(false), "\(first.event)") }
    }

    @Test func `The history of one product, and a long trail in parts`() async throws {
        try await ledger.fillWithSixLines()
        var other = makeBorrow("03")
        other.subject.product = "CAM"
        try await ledger.record(makeEntry(other))
        #expect(try await ledger.history(limit: 9, product: "CAM").map(\.id) == [8])
        #expect(try await ledger.history(limit: 2, product: "CAD").map(\.id) == [7, 6])
        #expect(try await ledger.history(limit: 9, product: "none").isEmpty)
        #expect(try await ledger.trail(after: 0, limit: 4).map(\.id) == [1, 2, 3, 4])
        #expect(try await ledger.trail(after: 4, limit: 9).map(\.id) == [5, 6, 7, 8])
        #expect(try await ledger.trail(after: 8, limit: 4).isEmpty)
    }

    @Test func `A receipt is kept byte for byte`() async throws {
        let receipt = makeReceipt("{\"borrowed_until\": \"2031-05-06T00:00:00Z\" }\r\n\u{0}\n")
        try await ledger.record(makeEntry(makeBorrow(), receipt: receipt))
        let stored = try await ledger.receipts(of: "01", limit: 1)
        #expect(
            stored == [StoredReceipt(receipt: receipt, operation: OperationID(rawValue: "01"), borrow: makeBorrow())])
        #expect(try await ledger.receipts(of: "02", limit: 1).isEmpty)
    }

    @Test func `An operation's own receipt comes first, then the others of its borrow, newest first`() async throws {
        try await ledger.record(makeEntry(makeBorrow(), receipt: makeReceipt("1")))
        try await ledger.record(makeEntry(makeBorrow(phase: .sent), receipt: makeReceipt("2")))
        let refused = makeBorrow(phase: .refused(makeProblem(.blacklisted)))
        try await ledger.record(makeEntry(refused))
        var second = makeBorrow(operation: "02", kind: .check)
        try await ledger.record(makeEntry(second))
        second.move(to: .sent)
        try await ledger.record(makeEntry(second, receipt: makeReceipt("3")))
        func bodies(of text: String, limit: Int = 9) async throws -> [String] {
            try await ledger.receipts(of: text, limit: limit).map { String(decoding: $0.receipt.body, as: UTF8.self) }
        }
        #expect(try await bodies(of: "02") == ["3", "2", "1"])
        #expect(try await bodies(of: "01") == ["2", "1", "3"])
        #expect(try await bodies(of: "CAD", limit: 2) == ["3", "2"])
    }

    @Test func `A step is recorded although its task was cancelled`() async throws {
        let task = Task { [ledger] in
            withUnsafeCurrentTask { $0?.cancel() }
            try await ledger.record(makeEntry(makeBorrow()))
        }
        _ = try await task.value
        #expect(try await ledger.all() == [makeBorrow()])
    }

    @Test func `A fingerprint tells secrets apart, is stable, and differs between ledgers`() async throws {
        let secret = Secret("AAAA-BBBB-CCCC-4444")
        let fingerprint = try await ledger.fingerprint(of: secret)
        #expect(fingerprint.count == 32)
        #expect(fingerprint.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(try await SQLiteLedger(directory.file("ledger.sqlite")).fingerprint(of: secret) == fingerprint)
        #expect(try await ledger.fingerprint(of: Secret("AAAA-BBBB-CCCC-4445")) != fingerprint)
        #expect(try await directory.newLedger().ledger.fingerprint(of: secret) != fingerprint)
    }

    @Test func `A row that this program did not write is a problem, not a crash`() async throws {
        try await ledger.record(makeEntry(makeBorrow()))
        try await tamper(
            with: directory.file("ledger.sqlite"),
            "UPDATE trail SET text = replace(text, '\"sent\"', '\"gone\"'); UPDATE trail SET text = '{}' WHERE line = 2"
        )
        #expect(await problem { try await ledger.all() }?.code == .ledgerAltered)
        #expect(await problem { try await ledger.history(limit: 9, product: nil) }?.code == .ledgerAltered)
    }
}
