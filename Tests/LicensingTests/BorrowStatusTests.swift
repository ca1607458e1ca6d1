import Foundation
@testable import Licensing
import TestKit
import Testing

@Suite("What a borrow amounts to")
struct BorrowStatusTests {
    static let start = TestClock.start
    static let refused = Problem(.floatingNotAvailable, message: "", time: start)
    static let lost = Problem(.transportLost, message: "", time: start, effect: .possible)

    /// A combination of all that a status depends on.
    struct Case: CustomTestStringConvertible {
        var kind: Licensing.Operation.Kind
        var phase: OperationPhase
        var grant: TimeInterval?
        var doubt: Problem?
        var released: TimeInterval?

        var testDescription: String {
            "\(kind), \(phase.name), \(grant.map { "\($0)" } ?? "no grant")"
                + "\(doubt == nil ? "" : ", in doubt")\(released == nil ? "" : ", released")"
        }

        /// As the ledger would hold it: the doubt that its own phase leaves included.
        var borrow: Borrow {
            var borrow = Fixture.borrow("1", phase: .intended)
            borrow.operation.kind = kind
            borrow.grant = grant.map { Fixture.grant(hours: $0 / 3600) }
            borrow.releasedAt = released.map { start.addingTimeInterval($0) }
            borrow.doubt = doubt
            borrow.move(to: phase)
            return borrow
        }

        static let all: [Case] = {
            var cases: [Case] = []
            let phases: [OperationPhase] = [
                .intended, .sent, .confirmed, .refused(refused), .unknown(lost), .noted(reason: "asked"),
            ]
            for kind in [Licensing.Operation.Kind.borrow(.maximum), .release, .check, .activate, .deactivate] {
                for phase in phases {
                    for grant in [nil, -3600, 3600] as [TimeInterval?] {
                        for doubt in [nil, lost] {
                            for released in [nil, -10] as [TimeInterval?] {
                                cases.append(
                                    Case(kind: kind, phase: phase, grant: grant, doubt: doubt, released: released))
                            }
                        }
                    }
                }
            }
            return cases
        }()
    }

    /// What the case amounts to, in the order of what outweighs what.
    func expected(_ each: Case, _ borrow: Borrow) -> BorrowStatus {
        if !each.phase.isSettled { return .pending(until: Fixture.lease.until) }
        // An outcome that is not known, of what takes or frees a seat, or an earlier one that nothing has settled.
        let settles: Bool
        switch each.phase {
        case .confirmed: settles = each.kind != .activate
        case .noted: settles = true
        default: settles = false
        }
        if each.phase == .unknown(Self.lost), each.kind != .activate { return .unknown(Self.lost) }
        if each.doubt != nil, !settles { return .unknown(Self.lost) }
        if let at = each.released { return .released(at: Self.start.addingTimeInterval(at)) }
        if let end = each.grant {
            let end = Self.start.addingTimeInterval(end)
            return end > Self.start ? .active(until: end) : .ended(at: end)
        }
        switch each.phase {
        case .refused: return .refused(Self.refused)
        case .unknown: return .unknown(Self.lost)
        case .confirmed where each.kind == .activate: return .activated(at: Self.start)
        case .confirmed where each.kind == .deactivate: return .deactivated(at: Self.start)
        default: return .ended(at: Self.start)
        }
    }

    @Test("each kind, phase, grant, doubt and release", arguments: Case.all)
    func table(each: Case) {
        let borrow = each.borrow
        let moment = Moment(host: Self.start)
        let status = borrow.status(at: moment)
        #expect(status == expected(each, borrow))
        let mayHold =
            switch status {
            case .pending, .active, .unknown: true
            case .seated, .ended, .released, .refused, .activated, .deactivated: false
            }
        #expect(borrow.mayHoldSeat(at: moment) == mayHold)
    }

    @Test("an operation that has lapsed counts as what it will be written as", arguments: Case.all)
    func lapsed(each: Case) {
        let borrow = each.borrow
        let moment = Moment(host: Fixture.lease.until)
        let lapsed = LedgerRules.lapsed(borrow, at: moment.host)
        #expect((lapsed == nil) == each.phase.isSettled)
        guard let lapsed else { return }
        #expect(borrow.status(at: moment) == lapsed.status(at: moment))
        #expect(borrow.mayHoldSeat(at: moment) == lapsed.mayHoldSeat(at: moment))
        #expect(lapsed.operation.phase.isSettled)
    }

    @Test(
        "what was intended and lapsed is refused, what was sent is unknown; what was granted stays so where nothing left"
    )
    func lapsedOutcome() {
        let moment = Moment(host: Fixture.lease.until)
        let intended = Case(kind: .borrow(.maximum), phase: .intended).borrow
        let sent = Case(kind: .release, phase: .sent, grant: 3600).borrow
        let extended = Case(kind: .borrow(.maximum), phase: .intended, grant: 3600).borrow
        guard case .refused(let problem) = intended.status(at: moment) else {
            Issue.record("it is not refused")
            return
        }
        #expect(problem.code == .operationNotSent && problem.effect == .none)
        guard case .unknown(let doubt) = sent.status(at: moment) else {
            Issue.record("it is not unknown")
            return
        }
        #expect(doubt.code == .operationInterrupted && doubt.effect == .possible)
        #expect(extended.status(at: moment) == .active(until: Self.start.addingTimeInterval(3600)))
    }

    @Test("what has lapsed has been so since its lease ended, whenever somebody looks", arguments: [0.0, 1, 90_000])
    func lapsedSince(seconds: Double) {
        let at = Fixture.lease.until.addingTimeInterval(seconds)
        for phase in [OperationPhase.intended, .sent] {
            guard let lapsed = LedgerRules.lapsed(Fixture.borrow("1", phase: phase), at: at) else {
                Issue.record("it has not lapsed")
                continue
            }
            switch lapsed.operation.phase {
            case .refused(let problem), .unknown(let problem): #expect(problem.time == Fixture.lease.until)
            default: Issue.record("it is \(lapsed.operation.phase.name)")
            }
        }
    }

    @Test("a lease lasts until its end, and a minute back from its beginning")
    func lease() {
        let lease = Fixture.lease
        #expect(!lease.hasLapsed(at: lease.until.addingTimeInterval(-0.001)))
        #expect(lease.hasLapsed(at: lease.until))
        #expect(!lease.hasLapsed(at: lease.from.addingTimeInterval(-60)))
        #expect(lease.hasLapsed(at: lease.from.addingTimeInterval(-60.001)))
    }

    @Test("a grant is active before its end, and ended at the very end")
    func activeUntilTheEnd() {
        let borrow = Case(kind: .borrow(.maximum), phase: .confirmed, grant: 10).borrow
        let end = Self.start.addingTimeInterval(10)
        #expect(borrow.status(at: Moment(host: end.addingTimeInterval(-0.001))) == .active(until: end))
        #expect(borrow.status(at: Moment(host: end)) == .ended(at: end))
    }

    @Test("a borrow that a check did not find has ended, whatever any clock reads", arguments: [-7200.0, 0, 7200])
    func withdrawn(offset: TimeInterval) {
        var borrow = Case(kind: .check, phase: .confirmed, grant: 3600).borrow
        borrow.grant?.isWithdrawn = true
        let moment = Moment(host: Self.start, clockOffset: offset)
        #expect(borrow.status(at: moment) == .ended(at: Self.start.addingTimeInterval(3600)))
        #expect(!borrow.isToRelease(at: moment) && !borrow.mayHoldSeat(at: moment))
        borrow.seatTakenAt = Self.start
        #expect(borrow.status(at: moment) == .seated(since: Self.start))
        #expect(borrow.isToRelease(at: moment) && !borrow.mayHoldSeat(at: moment) && !borrow.isFinished(at: moment))
    }

    @Test(
        "a seat that a check took stays known until it is borrowed, returned or lost with the activation",
        arguments: [Licensing.Operation.Kind.borrow(.maximum), .release, .check, .activate, .deactivate])
    func seatOfCheck(kind: Licensing.Operation.Kind) {
        let moment = Moment(host: Self.start)
        for (phase, stays) in [
            (OperationPhase.confirmed, kind == .check || kind == .activate), (.refused(Self.refused), true),
            (.unknown(Self.lost), true), (.noted(reason: "asked"), true),
        ] {
            for grant in [nil, Fixture.borrow("1", hours: -1).grant] {
                var borrow = Fixture.borrow("1", phase: .sent)
                (borrow.grant, borrow.seatTakenAt, borrow.operation.kind) = (grant, Self.start, kind)
                borrow.grant?.isWithdrawn = true
                borrow.move(to: phase)
                #expect((borrow.seatTakenAt != nil) == stays)
                guard borrow.doubt == nil else { continue }
                #expect((borrow.status(at: moment) == .seated(since: Self.start)) == stays)
                #expect(borrow.checkTookSeat == stays)
            }
        }
    }

    @Test(
        "A note on what would have freed a check's seat says that it is free; one on a borrow leaves it as it was",
        arguments: [
            (Licensing.Operation.Kind.borrow(.maximum), "floating/borrow", true), (.release, "floating/release", false),
            (.deactivate, "deactivate_license", false),
        ])
    func notedSeat(kind: Licensing.Operation.Kind, endpoint: String, stays: Bool) {
        var borrow = Fixture.borrow("1", phase: .sent)
        (borrow.grant, borrow.seatTakenAt, borrow.operation.kind) = (nil, Self.start, kind)
        var lost = Self.lost
        lost.facts.endpoint = "/api/v4/" + endpoint
        borrow.move(to: .unknown(lost))
        #expect(borrow.doubt != nil && borrow.seatTakenAt != nil)
        borrow.move(to: .noted(reason: "asked"))
        #expect(borrow.doubt == nil && (borrow.seatTakenAt != nil) == stays)
    }

    @Test(
        "an end is held against the server's clock: as now measured, else as the borrow remembers, else as this host's",
        arguments: [
            (nil, nil, true), (3600, nil, false), (3599, nil, true), (-3600, nil, true), (nil, 3600, false),
            (nil, -3600, true), (0, 3600, true), (3600, 0, false), (-3600, 3600, true),
        ] as [(TimeInterval?, TimeInterval?, Bool)])
    func offsets(measured: TimeInterval?, remembered: TimeInterval?, isActive: Bool) {
        var borrow = Case(kind: .borrow(.maximum), phase: .confirmed, grant: 3600).borrow
        borrow.clockOffset = remembered
        let moment = Moment(host: Self.start, clockOffset: measured)
        #expect(borrow.mayHoldSeat(at: moment) == isActive)
        #expect(moment.server(for: borrow) == Self.start.addingTimeInterval(measured ?? remembered ?? 0))
        #expect(moment.server() == Self.start.addingTimeInterval(measured ?? 0))
    }

    @Test("a server's clock is not held against what another server granted")
    func anotherServersClock() {
        var borrow = Case(kind: .borrow(.maximum), phase: .confirmed, grant: 3600).borrow
        let own = Moment(host: Self.start, clockOffset: 7200, server: Fixture.server)
        let other = Moment(host: Self.start, clockOffset: 7200, server: "https://other.example.test")
        #expect(!borrow.mayHoldSeat(at: own))
        #expect(borrow.mayHoldSeat(at: other))
        #expect(other.server() == Self.start.addingTimeInterval(7200))
        borrow.clockOffset = 3600
        #expect(!borrow.mayHoldSeat(at: other), "what the borrow remembers is its own server's")
    }

    @Test(
        "an activation tells nothing new about what is held, so its unknown outcome leaves no doubt about it",
        arguments: [Licensing.Operation.Kind.activate, .check, .release, .deactivate, .borrow(.maximum)])
    func doubt(kind: Licensing.Operation.Kind) {
        var borrow = Fixture.borrow("1")
        borrow.operation.kind = kind
        borrow.move(to: .unknown(Self.lost))
        #expect(borrow.doubt == (kind == .activate ? nil : Self.lost))
    }

    @Test("a check of unknown outcome may have taken a seat where none was held as it was lost")
    func lostCheck() {
        var released = Fixture.borrow("1")
        released.releasedAt = Self.start
        var never = Fixture.borrow("1")
        never.grant = nil
        var aheadOfHost = Fixture.borrow("1", hours: 1)
        aheadOfHost.clockOffset = 3600
        for base in [Fixture.borrow("1", hours: -1), released, never, aheadOfHost] {
            var borrow = base
            borrow.operation.kind = .check
            borrow.move(to: .unknown(Self.lost))
            #expect(borrow.status(at: Moment(host: Self.start)) == .unknown(Self.lost))
            // A refusal of what came next leaves the seat, if there is one.
            borrow.operation = Fixture.operation("2", kind: .release)
            borrow.move(to: .refused(Self.refused))
            #expect(borrow.mayHoldSeat(at: Moment(host: Self.start)))
            borrow.operation = Fixture.operation("3", kind: .release)
            borrow.move(to: .confirmed)
            #expect(borrow.doubt == nil)
        }
    }

    @Test("a check of what is surely borrowed takes no seat, so that without a response it has done nothing")
    func harmlessCheck() throws {
        var held = Fixture.borrow("1", hours: 1, phase: .sent)
        held.operation.kind = .check
        var lost = Self.lost
        lost.facts = ProblemFacts(held)
        let problem = held.weighed(lost)
        #expect(problem.effect == ServerEffect.none && problem.code == lost.code)
        let explanation = ProblemCatalogue.explain(problem)
        #expect(explanation.exitCode == .notReached && explanation.consequence == "Nothing was changed at the server.")
        // A process that died meanwhile leaves no more behind.
        let lapsed = try #require(LedgerRules.lapsed(held, at: Fixture.lease.until))
        guard case .refused(let interrupted) = lapsed.operation.phase else {
            Issue.record("\(lapsed.operation.phase)")
            return
        }
        #expect(interrupted.code == .operationInterrupted && lapsed.doubt == nil)
        // What its maker hears after all is taken all the same.
        #expect(LedgerRules.allows(lapsed, .confirmed))
        for kind in [Licensing.Operation.Kind.borrow(.maximum), .release, .deactivate] {
            held.operation.kind = kind
            #expect(held.weighed(lost) == lost)
        }
        held.operation.kind = .activate
        #expect(held.weighed(lost).effect == ServerEffect.none, "what is borrowed is activated")
        for base in [Fixture.borrow("1", hours: -1), Fixture.borrow("1", hours: 1, phase: .unknown(Self.lost))] {
            var borrow = base
            borrow.operation.kind = .check
            #expect(borrow.weighed(lost) == lost)
        }
    }

    @Test("what was returned, ended or taken off is finished, and nothing else is")
    func finished() {
        let now = Moment(host: Self.start)
        var returned = Fixture.borrow("1")
        returned.releasedAt = Self.start
        var off = Fixture.borrow("1")
        (off.grant, off.operation.kind) = (nil, .deactivate)
        for borrow in [returned, Fixture.borrow("1", hours: -1), off] { #expect(borrow.isFinished(at: now)) }
        #expect(!Fixture.borrow("1", hours: -1).isFinished(at: Moment(host: .distantPast)), "by an earlier clock")
        var gone = Fixture.borrow("1", hours: -1)
        gone.grant?.isWithdrawn = true
        var never = Fixture.borrow("1", phase: .refused(Self.refused))
        never.grant = nil
        var open = returned
        open.operation.phase = .sent
        for borrow in [
            Fixture.borrow("1"), gone, never, open, Fixture.borrow("1", hours: -1, phase: .unknown(Self.lost)),
        ] {
            #expect(!borrow.isFinished(at: now))
        }
    }

    @Test("the check of a feature settles what an earlier check of it has left open, and no more")
    func lostFeatureCheck() {
        func lost(_ kind: Licensing.Operation.Kind) -> Problem {
            var problem = Self.lost
            problem.facts.endpoint = kind.endpoint(ofFeature: true)
            return problem
        }
        for (kind, settles) in [(Licensing.Operation.Kind.check, true), (.borrow(.maximum), false)] {
            var borrow = Fixture.borrow("1", feature: "GPU")
            borrow.grant = nil
            borrow.operation.kind = kind
            borrow.move(to: .unknown(lost(kind)))
            borrow.operation = Fixture.operation("2", kind: .check)
            borrow.move(to: .confirmed)
            #expect((borrow.doubt == nil) == settles)
        }
    }
}
