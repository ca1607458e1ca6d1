import Foundation
@testable import Licensing
import TestKit
import Testing

/// Intents, and what they meet on their seat.
@Suite("Who may begin on a seat")
struct LedgerRulesSeatTests {
    static let lost = Problem(.transportLost, message: "", time: TestClock.start, effect: .possible)

    func steps(
        _ borrow: Borrow, stored: Borrow? = nil, seat: [Borrow], known: Set<OperationID>? = nil, at seconds: Double = 0
    ) throws(Problem) -> [LedgerEntry] {
        try LedgerRules.steps(
            for: Fixture.entry(borrow, after: seconds, known: known),
            given: LedgerRules.Holdings(borrow: stored, knowsOperation: false, license: seat))
    }

    func refusal(
        _ borrow: Borrow, stored: Borrow? = nil, seat: [Borrow], known: Set<OperationID>? = nil
    ) -> Problem? {
        #expect(throws: Problem.self) { try steps(borrow, stored: stored, seat: seat, known: known) }
    }

    /// The next operation on a borrow.
    func next(_ borrow: Borrow, _ id: String, lease: Lease = Fixture.lease) -> Borrow {
        var borrow = borrow
        borrow.operation = Fixture.operation(id, kind: .release, lease: lease)
        return borrow
    }

    @Test("one at a time", arguments: [OperationPhase.intended, .sent])
    func inProgress(phase: OperationPhase) {
        let other = Fixture.borrow("1", phase: phase)
        let problem = refusal(Fixture.borrow("2", phase: .intended), seat: [other])
        #expect(problem?.code == .operationInProgress)
        #expect(
            problem?.message
                == "ops on desk-1 (process 4711) is at work on it (borrow), until 2026-11-23T13:04:00Z at the latest.")
    }

    @Test("what has lapsed is settled first, by whoever comes next, and all of it", arguments: [120.0, -61])
    func lapsed(seconds: Double) throws {
        let (first, second) = (Fixture.borrow("1", phase: .intended), Fixture.borrow("2", phase: .sent))
        var mine = Fixture.borrow("3", phase: .intended)
        mine.operation.kind = .activate
        let bo = Performer(user: "bo", process: 1)
        var entry = Fixture.entry(mine, by: bo, after: seconds)
        entry.known = [first.operation.id, second.operation.id]
        let steps = try LedgerRules.steps(
            for: entry, given: LedgerRules.Holdings(borrow: nil, knowsOperation: false, license: [first, second]))
        #expect(steps.map(\.borrow.operation.phase.name) == ["refused", "unknown", "intended"])
        #expect(steps.map(\.borrow.id.rawValue) == ["1", "2", "3"])
        #expect(steps.allSatisfy { $0.performer == bo && $0.at == entry.at })
        #expect(steps.map(\.borrow.doubt?.code) == [nil, .operationInterrupted, nil])
        #expect(steps.map(\.borrow.operation.startedBy.user) == ["ops", "ops", "ops"])
    }

    @Test("the next operation on a borrow that lapsed carries the doubt on, or is overtaken")
    func lapsedOwn() throws {
        let stored = Fixture.borrow("1", phase: .sent)
        let settled = try #require(LedgerRules.lapsed(stored, at: Fixture.lease.until))
        let steps = try steps(next(settled, "2"), stored: stored, seat: [stored], at: 120)
        #expect(steps.map(\.borrow) == [settled, next(settled, "2")])
        #expect(throws: Problem.self) { try self.steps(next(stored, "2"), stored: stored, seat: [stored], at: 120) }
    }

    @Test("an intent changes nothing but the operation")
    func unchanged() {
        let stored = Fixture.borrow("1")
        var stale = next(stored, "2")
        stale.grant?.end += 1
        #expect(refusal(stale, stored: stored, seat: [stored])?.code == .operationOvertaken)
        #expect(throws: Never.self) { try steps(next(stored, "2"), stored: stored, seat: [stored]) }
    }

    @Test("an intent that was formed without the latest on its seat is refused")
    func known() {
        let other = Fixture.borrow("1")
        let mine = Fixture.borrow("2", phase: .intended)
        #expect(refusal(mine, seat: [other], known: [])?.code == .operationOvertaken)
        #expect(throws: Never.self) { try steps(mine, seat: [other], known: [other.operation.id]) }
        #expect(throws: Never.self) { try steps(mine, seat: [other], known: nil) }
        #expect(throws: Never.self) { try steps(mine, seat: [Fixture.borrow("1", hours: -1)], known: []) }
    }

    @Test(
        "no borrow begins beside one that is in doubt, but goes on with it",
        arguments: [OperationPhase.sent, .unknown(lost)])
    func doubt(phase: OperationPhase) {
        var other = Fixture.borrow("1", phase: phase)
        other.grant = nil
        var mine = Fixture.borrow("2", phase: .intended)
        mine.grant = nil
        let known: Set = [other.operation.id]
        let (seat, later) = ([other], 121.0)
        #expect(throws: Problem.self) { try steps(mine, seat: seat, known: known, at: later) }
        // The other number may be that of another seat.
        mine.subject.licenseID = 5
        #expect(throws: Never.self) { try steps(mine, seat: seat, known: known, at: later) }
    }

    @Test("nothing begins on what was taken off the list")
    func forgotten() {
        var stored = Fixture.borrow("1", hours: -1)
        stored.forgottenAt = TestClock.start
        #expect(refusal(next(stored, "2"), stored: stored, seat: [])?.message == "Borrow 1 was taken off the list.")
        var unaware = next(stored, "2")
        unaware.forgottenAt = nil
        #expect(refusal(unaware, stored: stored, seat: [])?.code == .operationOvertaken)
    }

    @Test("a lease of a day is the longest")
    func longestLease() {
        let start = TestClock.start
        let stored = Fixture.borrow("1")
        let day = Lease(from: start, until: start.addingTimeInterval(86_400))
        #expect(throws: Never.self) { try steps(next(stored, "2", lease: day), stored: stored, seat: [stored]) }
    }

    @Test("a lease of more than a day, or of an end before its beginning")
    func leases() throws {
        let start = TestClock.start
        let stored = Fixture.borrow("1")
        let long = Lease(from: start, until: start.addingTimeInterval(86_401))
        #expect(refusal(next(stored, "2", lease: long), stored: stored, seat: [stored])?.code == .ledgerStepRefused)
        let endless = Lease(from: start, until: .distantFuture)
        #expect(refusal(next(stored, "2", lease: endless), stored: stored, seat: [stored]) != nil)

        let negative = Lease(from: start, until: start.addingTimeInterval(-120))
        var mine = next(stored, "2", lease: negative)
        #expect(throws: Never.self) { try steps(mine, stored: stored, seat: [stored]) }
        mine.move(to: .intended)
        #expect(!mine.status(at: Moment(host: start)).isPending)
    }

    @Test(
        "a seat is the same where a number is not known", arguments: [nil, 5, 6] as [Int64?], [nil, 5, 6] as [Int64?])
    func seats(first: Int64?, second: Int64?) {
        func borrow(_ id: String, picked: Int64?, granted: Int64?) -> Borrow {
            var borrow = Fixture.borrow(id, licenseID: granted ?? 0)
            if granted == nil { borrow.grant = nil }
            borrow.subject.licenseID = picked
            return borrow
        }
        let isSame = first == nil || second == nil || first == second
        for one in [borrow("1", picked: first, granted: nil), borrow("1", picked: nil, granted: first)] {
            for two in [borrow("2", picked: second, granted: nil), borrow("2", picked: nil, granted: second)] {
                #expect(LedgerRules.mayShareSeat(one, with: two) == isSame)
            }
        }
    }

    @Test("another product, device, server or license is another seat")
    func otherSeats() {
        let one = Fixture.borrow("1")
        var others = [one, one, one, one]
        others[0].subject.product = "SIM-X"
        others[1].subject.hardwareID = HardwareID(rawValue: "other")
        others[2].subject.server = "https://other.example.test"
        others[3].subject.license = .user("ana@acme.example")
        #expect(others.allSatisfy { !LedgerRules.mayShareSeat(one, with: $0) })
    }
}

@Suite("Taking borrows off the list")
struct ForgettingTests {
    static let lost = Problem(.transportLost, message: "", time: TestClock.start, effect: .possible)

    func forget(_ stored: Borrow, from base: Borrow? = nil, at seconds: Double = 0) throws(Problem) -> [LedgerEntry] {
        var borrow = base ?? stored
        borrow.forgottenAt = TestClock.start.addingTimeInterval(seconds)
        return try LedgerRules.steps(
            for: Fixture.entry(borrow, after: seconds),
            given: LedgerRules.Holdings(borrow: stored, knowsOperation: true, license: [stored]))
    }

    @Test("what holds a seat, or may, stays on it")
    func held() {
        var doubtful = Fixture.borrow("1", hours: -1)
        doubtful.doubt = Self.lost
        let held = [
            Fixture.borrow("1"), Fixture.borrow("1", hours: -1, phase: .intended),
            Fixture.borrow("1", hours: -1, phase: .sent), Fixture.borrow("1", hours: -1, phase: .unknown(Self.lost)),
            doubtful,
        ]
        for borrow in held {
            let problem = #expect(throws: Problem.self) { try forget(borrow) }
            #expect(problem?.message == "Borrow 1 holds a seat, or may.")
        }
    }

    @Test("what has ended by the server's clock, was released or refused, goes")
    func free() throws {
        var released = Fixture.borrow("1")
        released.releasedAt = TestClock.start
        var refused = Fixture.borrow("1", phase: .refused(Self.lost))
        refused.grant = nil
        var aheadOfHost = Fixture.borrow("1", hours: 1)
        aheadOfHost.clockOffset = 3600
        for borrow in [Fixture.borrow("1", hours: 0), released, refused, aheadOfHost] {
            #expect(try forget(borrow).count == 1)
        }
        aheadOfHost.clockOffset = 3599
        #expect(throws: Problem.self) { try forget(aheadOfHost) }
    }

    @Test("what lapsed before it was sent goes, and its end is written with that")
    func lapsed() throws {
        let stored = Fixture.borrow("1", hours: -1, phase: .intended)
        let settled = try #require(LedgerRules.lapsed(stored, at: Fixture.lease.until))
        let steps = try forget(stored, from: settled, at: 120)
        #expect(steps.map(\.borrow.operation.phase.name) == ["refused", "refused"])
        #expect(steps.map { $0.borrow.forgottenAt != nil } == [false, true])
        let sent = Fixture.borrow("1", hours: -1, phase: .sent)
        let unknown = try #require(LedgerRules.lapsed(sent, at: Fixture.lease.until))
        #expect(throws: Problem.self) { try forget(sent, from: unknown, at: 120) }
    }

    @Test("what is off the list comes back on it in no way, and takes no note")
    func back() throws {
        var stored = Fixture.borrow("1", hours: -1)
        stored.forgottenAt = TestClock.start
        let holdings = LedgerRules.Holdings(borrow: stored, knowsOperation: true, license: [])
        #expect(try LedgerRules.steps(for: Fixture.entry(stored), given: holdings).count == 1)
        var back = stored
        back.forgottenAt = nil
        var noted = stored
        noted.move(to: .noted(reason: "asked"))
        for borrow in [back, noted] {
            #expect(throws: Problem.self) { try LedgerRules.steps(for: Fixture.entry(borrow), given: holdings) }
        }
    }
}

extension BorrowStatus {
    fileprivate var isPending: Bool { if case .pending = self { true } else { false } }
}

/// What shares a seat, and what a check of a feature leaves.
@Suite("A license's features")
struct LedgerRulesFeatureTests {
    private func borrow(feature: String? = nil, bundle: String? = nil, phase: OperationPhase = .confirmed) -> Borrow {
        var borrow = Fixture.borrow("1", feature: feature, phase: phase)
        borrow.subject.bundleCode = bundle
        return borrow
    }

    @Test("each is a seat of its own, beside the license's")
    func seats() {
        let all = [borrow(), borrow(feature: "GPU"), borrow(feature: "gpu")]
        for (index, one) in all.enumerated() {
            for (other, two) in all.enumerated() {
                #expect(LedgerRules.mayShareSeat(one, with: two) == (index == other))
            }
        }
    }

    @Test("a bundle that is left open may be any, and two that are named are two")
    func bundles() {
        #expect(LedgerRules.mayShareSeat(borrow(), with: borrow(bundle: "SUITE")))
        #expect(LedgerRules.mayShareSeat(borrow(bundle: "SUITE"), with: borrow()))
        #expect(!LedgerRules.mayShareSeat(borrow(bundle: "SUITE"), with: borrow(bundle: "PLUS")))
    }

    @Test("of one seat the borrow that holds it is meant and not an earlier check's, of several checks the last one")
    func holders() {
        let moment = Moment(host: TestClock.start)
        func seated(_ id: String, since: TimeInterval, number: Int64? = nil, feature: String? = nil) -> Borrow {
            var borrow = Fixture.borrow(id, feature: feature, phase: .confirmed)
            (borrow.grant, borrow.operation.kind, borrow.subject.licenseID) = (nil, .check, number)
            borrow.seatTakenAt = TestClock.start + since
            return borrow
        }
        func ids(_ borrows: Borrow...) -> [String] {
            LedgerRules.holders(among: borrows, at: moment).map(\.id.rawValue)
        }
        let (first, last) = (seated("1", since: -60), seated("2", since: -30, number: Fixture.licenseID))
        #expect(ids(first) == ["1"])
        #expect(ids(first, last) == ["2"] && ids(last, first) == ["2"])
        #expect(ids(first, Fixture.borrow("b"), last) == ["b"])
        #expect(ids(first, Fixture.borrow("b", hours: -1)) == ["1"], "what is over holds nothing")
        #expect(
            ids(first, Fixture.borrow("b", feature: "GPU"), seated("g", since: 0, feature: "EXPORT")) == [
                "1", "b", "g",
            ])
        var other = last
        other.subject.licenseID = 7
        #expect(ids(last, other) == ["2", "2"], "two numbers are two seats")
    }

    @Test("with an activation the seats are gone that checks took of the license, and nothing else changes")
    func seatsLost() throws {
        var off = Fixture.borrow("d", phase: .sent)
        (off.grant, off.operation.kind) = (nil, .deactivate)
        var feature = Fixture.borrow("g", feature: "GPU", phase: .confirmed)
        (feature.grant, feature.operation.kind, feature.seatTakenAt) = (nil, .check, TestClock.start)
        var elsewhere = feature
        elsewhere.subject.hardwareID = HardwareID(rawValue: "other")
        var entry = LedgerEntry(borrow: off, performer: Fixture.performer, at: TestClock.start)
        entry.borrow.move(to: .confirmed)
        let holdings = LedgerRules.Holdings(borrow: off, knowsOperation: true, license: [off, feature, elsewhere])
        let steps = try LedgerRules.steps(for: entry, given: holdings)
        #expect(steps.map(\.borrow) == [feature.withoutSeatOfCheck(by: off), entry.borrow])
        #expect(steps[0].borrow.seatTakenAt == nil && steps[0].borrow.toldBy == off.operation.id)
        feature.seatTakenAt = nil
        // A borrow or a return of that very seat says it as well, and one of another seat does not.
        for kind in [Licensing.Operation.Kind.borrow(.maximum), .release] {
            for (code, count) in [("GPU", 2), ("EXPORT", 1)] {
                var seated = feature
                seated.seatTakenAt = TestClock.start
                var other = Fixture.borrow("o", feature: code, phase: .sent)
                other.operation.kind = kind
                var said = LedgerEntry(borrow: other, performer: Fixture.performer, at: TestClock.start)
                said.borrow.move(to: .confirmed)
                let holdings = LedgerRules.Holdings(borrow: other, knowsOperation: true, license: [seated, other])
                #expect(try LedgerRules.steps(for: said, given: holdings).count == count)
            }
        }
        entry.borrow = off
        entry.borrow.move(to: .refused(LedgerRulesSeatTests.lost))
        #expect(try LedgerRules.steps(for: entry, given: holdings).map(\.borrow) == [entry.borrow])
    }

    @Test("the server's yes to a check settles a doubt about a license, and none about a feature")
    func checks() {
        for feature in [nil, "GPU"] {
            var borrow = borrow(feature: feature, phase: .unknown(LedgerRulesSeatTests.lost))
            borrow.operation = Fixture.operation("2", kind: .check)
            borrow.move(to: .sent)
            borrow.move(to: .confirmed)
            #expect((borrow.doubt == nil) == (feature == nil))
            #expect(!borrow.checkTookSeat, "what was granted stands, or may")
        }
    }
}
