internal import Foundation
internal import Ledger
internal import Licensing
internal import Testing

let throughConfirmed: [OperationPhase] = [.intended, .sent, .confirmed]
let lostResponse = Problem(.transportLost, message: "", time: TestClock.start, effect: .possible)

extension LedgerStore {
    /// Writes an operation's steps, one a second from its intent on, and returns the borrow as the last left it.
    @discardableResult
    func take(
        _ borrow: Borrow, through phases: [OperationPhase], receipt: Receipt? = nil, after seconds: Double = 0
    ) async throws -> Borrow {
        var borrow = borrow
        let start = TestClock.start.addingTimeInterval(seconds)
        borrow.operation.lease = Lease(from: start, until: start.addingTimeInterval(120))
        for (index, phase) in phases.enumerated() {
            borrow.move(to: phase)
            let isLast = index == phases.count - 1
            try await record(
                Fixture.entry(borrow, receipt: isLast ? receipt : nil, after: seconds + Double(index)))
        }
        return borrow
    }

    /// All that is not forgotten.
    func all() async throws -> [Borrow] { try await borrows(.all).borrows }

    /// Expects that a step is refused, and that nothing is written.
    func refuse(
        _ entry: LedgerEntry, _ code: ProblemCode, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await (borrows(.all), history(limit: 99, product: nil))
        let problem = await #expect(throws: Problem.self, sourceLocation: sourceLocation) { try await record(entry) }
        #expect(problem?.code == code, sourceLocation: sourceLocation)
        #expect(problem?.effect == ServerEffect.none, sourceLocation: sourceLocation)
        let after = try await (borrows(.all), history(limit: 99, product: nil))
        #expect(before == after, sourceLocation: sourceLocation)
    }
}

extension Borrow {
    /// A borrow of a user's own license, so that it shares a seat with no other user's.
    static func of(
        _ id: String, user: String? = nil, product: String = "CAD-PRO", hours: Double = 168
    ) -> Borrow {
        let user = user ?? id
        return Fixture.borrow(
            id, product: product, license: .user(user), hours: hours, licenseID: number(of: user), phase: .intended)
    }

    /// The number of a user's own license.
    private static func number(of user: String) -> Int64 { user.utf8.reduce(7) { ($0 * 31 + Int64($1)) % 1_000_003 } }

    /// The same with its next operation.
    func next(_ id: String, _ kind: Licensing.Operation.Kind = .release) -> Borrow {
        var borrow = self
        borrow.operation = Fixture.operation(id, kind: kind)
        return borrow
    }
}

extension LedgerStoreSuite {
    static let steps: [Case] = [
        Case("a new ledger holds one line, which begins it") { store in
            let lines = try await store.trail(after: 0, limit: 9)
            #expect(lines.map(\.id) == [1])
            guard case .begun(let digest)? = lines.first?.event else {
                Issue.record("line 1 does not begin the ledger")
                return
            }
            #expect(digest.utf8.count == 64)
            #expect(try await store.borrows(.all) == LedgerReading(borrows: [], line: 1))
        },
        Case("a step reads back with all that it holds, its times to the millisecond, and has the next number") {
            store in
            var borrow = Borrow.of("1")
            borrow.account = Account(profile: "prod", authorization: "API key …c0de", digest: "5ea1")
            borrow.grant?.end += 0.123_4
            borrow.operation.startedAt += 0.000_4
            borrow.clockOffset = -12.345_678_9
            borrow.secretSource = .file("/keys/ü \"\\")
            #expect(try await store.record(Fixture.entry(borrow)) == 2)
            let kept = Fixture.entry(borrow).kept.borrow
            #expect(kept != borrow)
            #expect(try await store.all() == [kept])
            let line = try await store.history(limit: 1, product: nil).first
            #expect(line?.borrow == kept && line?.id == 2)
            #expect(line?.performer == Fixture.performer)
            // What it was told stays the same step, though it keeps it rounded.
            borrow.move(to: .sent)
            #expect(try await store.record(Fixture.entry(borrow)) == 3)
        },
        Case("whoever was told that the request was not written as sent, although it was, takes it back") { store in
            let intended = try await store.take(.of("1"), through: [.intended])
            var sent = intended
            sent.move(to: .sent)
            sent.operation.lease = Lease(from: TestClock.start + 5, until: TestClock.start + 125)
            try await store.record(Fixture.entry(sent, after: 5))
            var takenBack = intended
            takenBack.move(to: .refused(Problem(.operationNotSent, message: "", time: TestClock.start)))
            try await store.record(Fixture.entry(takenBack, after: 6))
            #expect(try await store.all().map(\.operation.phase) == [takenBack.operation.phase])
        },
        Case("each step names its own performer") { store in
            let unknown = try await store.take(.of("1"), through: [.intended, .sent, .unknown(lostResponse)])
            var noted = unknown
            noted.move(to: .noted(reason: "the portal shows no seat"))
            let bo = Performer(user: "bo", login: "bo", process: 1)
            try await store.record(Fixture.entry(noted, by: bo))
            #expect(try await store.history(limit: 2, product: nil).map(\.performer) == [bo, Fixture.performer])
            #expect(try await store.all().map(\.operation.startedBy) == [Fixture.performer])
            #expect(try await store.all().map(\.doubt) == [nil])
        },
        Case("what the rules refuse leaves no trace, its receipt included") { store in
            let borrow = try await store.take(.of("1"), through: [.intended])
            var confirmed = borrow
            confirmed.move(to: .confirmed)
            try await store.refuse(Fixture.entry(confirmed, receipt: Fixture.receipt()), .ledgerStepRefused)
            #expect(try await store.receipts(of: "1", limit: 9).isEmpty)
            var begun = Borrow.of("2")
            begun.move(to: .sent)
            try await store.refuse(Fixture.entry(begun), .ledgerStepRefused)
        },
        Case("a step whose writer was not told is written again") { store in
            let borrow = try await store.take(.of("1"), through: throughConfirmed)
            try await store.record(Fixture.entry(borrow))
            #expect(try await store.all() == [borrow])
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("an operation that a later one has followed is left alone") { store in
            let first = try await store.take(.of("1"), through: [.intended, .sent, .unknown(lostResponse)])
            let second = try await store.take(first.next("2"), through: [.intended])
            var noted = first
            noted.move(to: .noted(reason: "asked"))
            try await store.refuse(Fixture.entry(noted), .ledgerStepRefused)
            #expect(try await store.all() == [second])
        },
        Case("what is forgotten is off the list, and the lines of it stay") { store in
            var borrow = try await store.take(.of("1", hours: -1), through: throughConfirmed)
            borrow.forgottenAt = TestClock.start
            try await store.record(Fixture.entry(borrow))
            #expect(try await store.all().isEmpty)
            #expect(try await store.history(limit: 1, product: nil).first?.borrow == borrow)
            try await store.refuse(Fixture.entry(borrow.next("2")), .ledgerStepRefused)
            // Its seat is free for another.
            try await store.record(Fixture.entry(.of("3", user: "1"), known: []))
        },
        Case("a step is written though its task was cancelled") { store in
            await withTaskGroup { group in
                group.addTask { _ = try? await store.record(Fixture.entry(.of("1"))) }
                group.cancelAll()
            }
            let borrows = try await store.all()
            #expect(borrows.count == 1)
        },
        Case("a fingerprint tells keys apart, stays the same, and is no part of the key") { store in
            let first = try await store.fingerprint(of: Fixture.key)
            #expect(first.utf8.count == 32 && first.allSatisfy(\.isHexDigit))
            #expect(try await store.fingerprint(of: Fixture.key) == first)
            #expect(try await store.fingerprint(of: Secret("AAAA-BBBB-CCCC-4445")) != first)
        },
    ]
}
