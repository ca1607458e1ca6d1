import Ledger
import Licensing
import Testing

@Suite struct LedgerTransitionTests {
    static let problem = makeProblem()
    static let phases: [OperationPhase] = [
        .intended, .sent, .confirmed, .refused(problem), .unknown(problem), .seen(reason: "asked"),
    ]
    /// The life of an operation, as the documentation of `OperationPhase` tells it.
    static let successors: [OperationPhase: [OperationPhase]] = [
        .intended: [.sent, .refused(problem)],
        .sent: [.confirmed, .refused(problem), .unknown(problem)],
        .unknown(problem): [.seen(reason: "asked")],
        .refused(problem): [.seen(reason: "asked")],
    ]
    /// How to come to each phase.
    static let ways: [OperationPhase: [OperationPhase]] = [
        .intended: [.intended], .sent: [.intended, .sent], .confirmed: [.intended, .sent, .confirmed],
        .refused(problem): [.intended, .refused(problem)], .unknown(problem): [.intended, .sent, .unknown(problem)],
        .seen(reason: "asked"): [.intended, .sent, .unknown(problem), .seen(reason: "asked")],
    ]

    @Test(arguments: phases, phases)
    func `A step is taken if the life of an operation allows it, else nothing is written`(
        from: OperationPhase, to: OperationPhase
    ) async throws {
        let ledger = try Ledger.inMemory()
        for phase in try #require(Self.ways[from]) { try await ledger.record(makeEntry(makeBorrow(phase: phase))) }
        let before = try await ledger.history(limit: 100)
        let next = makeBorrow(phase: to, grant: makeGrant(hours: 1))

        if from == to || Self.successors[from, default: []].contains(to) {
            try await ledger.record(makeEntry(next))
            #expect(try await ledger.borrows() == [next])
            #expect(try await ledger.history(limit: 100).count == before.count + 1)
        } else {
            let problem = await #expect(throws: Problem.self) {
                try await ledger.record(makeEntry(next, receipt: makeReceipt("{}")))
            }
            #expect(problem?.code == .ledgerStepRefused)
            #expect(try await ledger.borrows() == [makeBorrow(phase: from)])
            #expect(try await ledger.history(limit: 100) == before)
            #expect(try await ledger.receipt(for: next.operation.id) == nil)
        }
    }

    @Test(arguments: phases.dropFirst())
    func `An operation begins with an intent`(phase: OperationPhase) async throws {
        let ledger = try Ledger.inMemory()
        await #expect(throws: Problem.self) { try await ledger.record(makeEntry(makeBorrow(phase: phase))) }
        #expect(try await ledger.borrows().isEmpty)
    }

    @Test func `A settled operation is not settled otherwise`() async throws {
        let ledger = try Ledger.inMemory()
        try await ledger.record(makeEntry(makeBorrow()))
        try await ledger.record(makeEntry(makeBorrow(phase: .refused(makeProblem(.blacklisted)))))
        let problem = await #expect(throws: Problem.self) {
            try await ledger.record(makeEntry(makeBorrow(phase: .refused(makeProblem(.deviceNotFound)))))
        }
        #expect(problem?.code == .ledgerStepRefused)
        #expect(problem?.message == "Operation 01 is refused already, otherwise.")
        #expect(problem?.facts.product == "CAD")
    }

    @Test func `An intent does not change under way`() async throws {
        let ledger = try Ledger.inMemory()
        try await ledger.record(makeEntry(makeBorrow()))
        let other = makeBorrow(phase: .sent, kind: .release)
        await #expect(throws: Problem.self) { try await ledger.record(makeEntry(other)) }
    }

    @Test func `Another person may take a later step`() async throws {
        let ledger = try Ledger.inMemory()
        for phase in [OperationPhase.intended, .sent, .unknown(Self.problem)] {
            try await ledger.record(makeEntry(makeBorrow(phase: phase)))
        }
        var borrow = makeBorrow(phase: .seen(reason: "asked"))
        borrow.operation.performedBy = Performer(user: "bo", from: nil, process: 1)
        try await ledger.record(makeEntry(borrow))
        let users = try await ledger.history(limit: 2).map(\.user)
        #expect(users == ["bo", "ana"])
    }

    @Test func `A borrow does not change what it is about`() async throws {
        let ledger = try Ledger.inMemory()
        try await ledger.record(makeEntry(makeBorrow(license: "one")))
        await #expect(throws: Problem.self) {
            try await ledger.record(makeEntry(makeBorrow(license: "two", phase: .sent)))
        }
    }

    @Test(arguments: [OperationPhase.intended, .sent])
    func `A second operation on the same license and device waits for the first`(phase: OperationPhase) async throws {
        let ledger = try Ledger.inMemory()
        for phase in try #require(Self.ways[phase]) {
            try await ledger.record(makeEntry(makeBorrow("01", license: "same", phase: phase)))
        }
        let second = makeEntry(makeBorrow("02", license: "same"))
        let problem = await #expect(throws: Problem.self) { try await ledger.record(second) }
        #expect(problem?.code == .operationInProgress)
        #expect(problem?.facts.license == "…4444")
        try await ledger.record(makeEntry(makeBorrow("03", license: "other")))

        try await ledger.record(makeEntry(makeBorrow("01", license: "same", phase: .refused(Self.problem))))
        try await ledger.record(second)
    }

    @Test func `An operation that a later one has followed is left alone`() async throws {
        let ledger = try Ledger.inMemory()
        for phase in [OperationPhase.intended, .sent, .unknown(Self.problem)] {
            try await ledger.record(makeEntry(makeBorrow(phase: phase)))
        }
        var later = makeBorrow(operation: "02", kind: .release)
        later.doubt = Self.problem
        try await ledger.record(makeEntry(later))
        await #expect(throws: Problem.self) {
            try await ledger.record(makeEntry(makeBorrow(phase: .seen(reason: "asked"))))
        }
        #expect(try await ledger.borrows() == [later])
    }
}
