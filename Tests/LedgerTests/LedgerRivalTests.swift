import Ledger
import Licensing
import Testing

/// Intents that were formed without knowing what another process wrote meanwhile.
@Suite struct LedgerRivalTests {
    let ledger: Ledger

    init() throws { ledger = try Ledger.inMemory() }

    private func record(_ borrow: Borrow, _ phases: OperationPhase..., known: Set<OperationID>? = nil) async throws {
        var borrow = borrow
        for phase in phases {
            borrow.move(to: phase)
            try await ledger.record(LedgerEntry(borrow: borrow, at: start, known: known))
        }
    }

    private func refused(_ borrow: Borrow, known: Set<OperationID>? = nil) async throws {
        let before = try await ledger.borrows()
        let problem = await #expect(throws: Problem.self) { try await record(borrow, .intended, known: known) }
        #expect(problem?.code == .operationOvertaken)
        #expect(try await ledger.borrows() == before)
    }

    @Test func `An intent does not undo what was written since the borrow was read`() async throws {
        let old = makeBorrow(grant: makeGrant(hours: 8))
        try await record(old, .intended, .sent, .confirmed)
        var returned = old
        returned.operation = makeBorrow(operation: "02", kind: .release).operation
        try await record(returned, .intended, .sent)
        returned.returnedAt = start
        try await record(returned, .confirmed)

        var stale = old
        stale.operation = makeBorrow(operation: "03").operation
        try await refused(stale)
        var fresh = returned
        fresh.operation = stale.operation
        try await record(fresh, .intended)
    }

    @Test func `An intent does not hold a seat a second time`() async throws {
        try await record(makeBorrow("01", license: "same", grant: makeGrant(hours: 8)), .intended, .sent, .confirmed)
        let second = makeBorrow("02", license: "same")
        try await refused(second, known: [])
        try await record(second, .intended, known: [OperationID(rawValue: "01")])
    }

    @Test(arguments: [nil, 5, 6] as [Int64?], [nil, 5, 6] as [Int64?])
    func `A license number that was left open may be any`(first: Int64?, second: Int64?) async throws {
        var one = makeBorrow("01", license: "same")
        one.subject.licenseID = first
        try await record(one, .intended)
        var two = makeBorrow("02", license: "same")
        two.subject.licenseID = second
        if let first, let second, first != second {
            try await record(two, .intended)
        } else {
            let problem = await #expect(throws: Problem.self) { try await record(two, .intended) }
            #expect(problem?.code == .operationInProgress)
        }
    }

    @Test func `A look comes back, and so does all that tells a process`() async throws {
        var borrow = makeBorrow(kind: .check)
        borrow.operation.performedBy.host = "desk-3"
        borrow.operation.performedBy.processStart = "boot/4711"
        try await record(borrow, .intended)
        #expect(try await ledger.borrows() == [borrow])
        #expect(try await ledger.history(limit: 1).first?.borrow == borrow)
    }
}
