import FoundationEssentials
import Ledger
import Licensing
import Testing

@Suite struct LedgerRecordTests {
    let ledger: Ledger

    init() throws { ledger = try Ledger.inMemory() }

    @Test func `A borrow comes back as it was recorded`() async throws {
        var borrow = makeBorrow(kind: .borrow(.at(start.addingTimeInterval(3600))))
        try await ledger.record(makeEntry(borrow))
        #expect(try await ledger.borrows() == [borrow])

        borrow.move(to: .sent)
        try await ledger.record(makeEntry(borrow))
        borrow.move(to: .confirmed)
        borrow.grant = makeGrant(hours: 8)
        try await ledger.record(makeEntry(borrow))
        #expect(try await ledger.borrows() == [borrow])
    }

    @Test func `A refusal leaves the doubt that an earlier operation left`() async throws {
        var borrow = makeBorrow(phase: .intended)
        for phase in [OperationPhase.intended, .sent, .unknown(makeProblem())] {
            borrow.move(to: phase)
            try await ledger.record(makeEntry(borrow))
        }
        borrow.operation = makeBorrow(operation: "02").operation
        for phase in [OperationPhase.intended, .sent, .refused(makeProblem(.dateHeaderDiff))] {
            borrow.move(to: phase)
            try await ledger.record(makeEntry(borrow))
        }
        let stored = try await ledger.borrows()
        #expect(stored == [borrow])
        #expect(stored.first?.doubt == makeProblem())
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
        #expect(try await ledger.borrows() == [borrow])
    }

    @Test func `Every phase comes back with what it carries`() async throws {
        var borrow = makeBorrow()
        let unknown: [OperationPhase] = [.intended, .sent, .unknown(makeProblem()), .seen(reason: "asked the vendor")]
        for phase in unknown {
            borrow.move(to: phase)
            try await ledger.record(makeEntry(borrow))
            #expect(try await ledger.borrows().first?.operation.phase == phase)
        }
        borrow.operation.id = OperationID(rawValue: "02")
        borrow.operation.kind = .release
        for phase in [OperationPhase.intended, .refused(makeProblem(.deviceNotFound))] {
            borrow.move(to: phase)
            try await ledger.record(makeEntry(borrow))
            #expect(try await ledger.borrows().first?.operation == borrow.operation)
        }
    }

    @Test func `Borrows are ordered by their end, those without one first`() async throws {
        for (id, hours) in [("c", 9.0), ("a", 30), ("b", 2)] {
            try await ledger.record(makeEntry(makeBorrow(id, grant: makeGrant(hours: hours))))
        }
        try await ledger.record(makeEntry(makeBorrow("d")))
        #expect(try await ledger.borrows().map(\.id.rawValue) == ["d", "b", "c", "a"])
    }

    @Test func `A forgotten borrow leaves the list and stays in the history`() async throws {
        var borrow = makeBorrow()
        for phase in [OperationPhase.intended, .sent, .confirmed] {
            borrow.move(to: phase)
            try await ledger.record(makeEntry(borrow))
        }
        borrow.forgottenAt = start
        try await ledger.record(makeEntry(borrow))
        #expect(try await ledger.borrows().isEmpty)
        #expect(try await ledger.history(limit: 10).count == 4)
        #expect(try await ledger.history(limit: 1).first?.borrow?.forgottenAt == start)
    }

    @Test func `The history lists the latest steps, newest first`() async throws {
        for (index, id) in ["01", "02", "03"].enumerated() {
            try await ledger.record(makeEntry(makeBorrow(id), after: Double(index)))
        }
        let history = try await ledger.history(limit: 2)
        #expect(history.map(\.borrow) == [makeBorrow("03"), makeBorrow("02")])
        #expect(history.map(\.at) == [start.addingTimeInterval(2), start.addingTimeInterval(1)])
        #expect(try await ledger.history(limit: -1).isEmpty)
    }

    @Test func `Times are kept to the millisecond, whatever their binary fraction`() async throws {
        for millisecond in stride(from: 0, to: 1000, by: 7) {
            let seconds = 1_795_438_920 + Double(millisecond) / 1000
            var borrow = makeBorrow("\(millisecond)")
            borrow.operation.startedAt = Date(timeIntervalSince1970: seconds + 0.0003)
            try await ledger.record(LedgerEntry(borrow: borrow, at: start))
            borrow.move(to: .sent)
            borrow.operation.startedAt = try #require(
                try await ledger.borrows().first { $0.id == borrow.id }?.operation.startedAt)
            #expect(abs(borrow.operation.startedAt.timeIntervalSince1970 - seconds) < 0.0001)
            try await ledger.record(LedgerEntry(borrow: borrow, at: start))
        }
    }

    @Test func `A receipt is kept byte for byte`() async throws {
        let receipt = makeReceipt("{\"borrowed_until\": \"2031-05-06T00:00:00Z\" }\n\u{0}")
        try await ledger.record(makeEntry(makeBorrow(), receipt: receipt))
        #expect(try await ledger.receipt(for: OperationID(rawValue: "01")) == receipt)
        #expect(try await ledger.receipt(for: OperationID(rawValue: "02")) == nil)
    }

    @Test func `A later receipt of the same operation comes first and replaces none`() async throws {
        var borrow = makeBorrow()
        try await ledger.record(makeEntry(borrow, receipt: makeReceipt("1")))
        borrow.move(to: .sent)
        try await ledger.record(makeEntry(borrow, receipt: makeReceipt("2")))
        #expect(try await ledger.receipt(for: borrow.id) == makeReceipt("2"))
    }

    @Test func `A step is recorded although its task was cancelled`() async throws {
        let task = Task { [ledger] in
            withUnsafeCurrentTask { $0?.cancel() }
            try await ledger.record(makeEntry(makeBorrow()))
        }
        try await task.value
        #expect(try await ledger.borrows() == [makeBorrow()])
    }

    @Test func `A fingerprint tells secrets apart, is stable, and differs between ledgers`() throws {
        let secret = Secret("AAAA-BBBB-CCCC-4444")
        let fingerprint = try ledger.fingerprint(of: secret)
        #expect(fingerprint.count == 32)
        #expect(fingerprint.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(try ledger.fingerprint(of: secret) == fingerprint)
        #expect(try ledger.fingerprint(of: Secret("AAAA-BBBB-CCCC-4445")) != fingerprint)
        #expect(try Ledger.inMemory().fingerprint(of: secret) != fingerprint)
    }

    @Test func `A sound ledger is found sound`() async throws { #expect(try await ledger.check().lines == 0) }
}
