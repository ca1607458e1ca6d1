import Foundation
@testable import Licensing
import TestKit
import Testing

/// Steps in the life of one operation.
@Suite("What may follow what in a ledger")
struct LedgerRulesTests {
    static let refused = Problem(.floatingNotAvailable, message: "", time: TestClock.start)
    static let lost = Problem(.transportLost, message: "", time: TestClock.start, effect: .possible)
    static let phases: [OperationPhase] = [
        .intended, .sent, .confirmed, .refused(refused), .unknown(lost), .noted(reason: "asked"),
    ]
    /// The life of an operation that leaves no doubt but its own, as `OperationPhase` documents it.
    static let successors: [String: Set<String>] = [
        "intended": ["sent", "refused"], "sent": ["confirmed", "refused", "unknown"], "unknown": ["noted"],
    ]
    /// A step after the lease has lapsed.
    static let late = Fixture.lease.until.timeIntervalSince(TestClock.start)

    func steps(_ borrow: Borrow, after stored: Borrow?, at seconds: Double = 0) throws(Problem) -> [LedgerEntry] {
        let holdings = LedgerRules.Holdings(
            borrow: stored, knowsOperation: stored?.operation.id == borrow.operation.id,
            license: stored.map { [$0] } ?? []
        )
        return try LedgerRules.steps(for: Fixture.entry(borrow, after: seconds), given: holdings)
    }

    /// The message of the refusal of a step.
    func refusal(
        _ borrow: Borrow, after stored: Borrow?, at seconds: Double = 0, _ code: ProblemCode = .ledgerStepRefused,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> String {
        let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
            try steps(borrow, after: stored, at: seconds)
        }
        #expect(problem?.code == code, sourceLocation: sourceLocation)
        #expect(problem?.effect == ServerEffect.none, sourceLocation: sourceLocation)
        return problem?.message ?? ""
    }

    /// A borrow that was never granted, in a phase.
    func borrow(_ phase: OperationPhase, doubt: Problem? = nil) -> Borrow {
        var borrow = Fixture.borrow("1", phase: phase)
        borrow.grant = nil
        borrow.doubt = borrow.doubt ?? doubt
        return borrow
    }

    func moved(_ borrow: Borrow, to phase: OperationPhase) -> Borrow {
        var borrow = borrow
        borrow.move(to: phase)
        return borrow
    }

    @Test("every phase after every phase", arguments: phases, phases)
    func table(from: OperationPhase, to: OperationPhase) throws {
        let stored = borrow(from)
        let next = moved(stored, to: to)
        if from == to || Self.successors[from.name, default: []].contains(to.name) {
            #expect(try steps(next, after: stored) == [Fixture.entry(next)])
        } else {
            #expect(refusal(next, after: stored) == "Operation 1 cannot go from \(from.name) to \(to.name).")
        }
    }

    @Test("every phase after every phase once the lease has lapsed", arguments: phases, phases)
    func lateTable(from: OperationPhase, to: OperationPhase) throws {
        let stored = borrow(from)
        let next = moved(stored, to: to)
        let isAllowed = from == to || Self.successors[from.name, default: []].contains(to.name)
        switch (from, to) {
        case (.intended, .sent):
            #expect(
                refusal(next, after: stored, at: Self.late) == "Operation 1 was not sent before its lease lapsed.")
        case (.sent, .noted):
            let lapsed = try #require(LedgerRules.lapsed(stored, at: Fixture.lease.until))
            let noted = moved(lapsed, to: to)
            #expect(
                try steps(noted, after: stored, at: Self.late)
                    == [Fixture.entry(lapsed, after: Self.late), Fixture.entry(noted, after: Self.late)])
        case _ where isAllowed:
            #expect(try steps(next, after: stored, at: Self.late) == [Fixture.entry(next, after: Self.late)])
        default:
            let name = from == .intended && to == .noted(reason: "asked") ? "refused" : from.name
            #expect(
                refusal(next, after: stored, at: Self.late) == "Operation 1 cannot go from \(name) to \(to.name).")
        }
    }

    @Test("a note follows whatever left a doubt standing", arguments: phases)
    func noteOnDoubt(phase: OperationPhase) throws {
        let stored = borrow(phase, doubt: phase == .noted(reason: "asked") ? nil : Self.lost)
        guard phase.isSettled, stored.doubt != nil else { return }
        let noted = moved(stored, to: .noted(reason: "asked"))
        #expect(try steps(noted, after: stored).map(\.borrow.doubt) == [nil])
    }

    @Test("an operation begins with an intent", arguments: phases)
    func begin(phase: OperationPhase) {
        if phase == .intended {
            #expect(throws: Never.self) { try steps(borrow(phase), after: nil) }
        } else {
            #expect(
                refusal(borrow(phase), after: nil) == "Operation 1 begins as \(phase.name), not as intended.")
        }
    }

    @Test("a step is written again only as it was")
    func repeated() throws {
        let other = Problem(.blacklisted, message: "", time: TestClock.start)
        #expect(
            refusal(borrow(.refused(other)), after: borrow(.refused(Self.refused)))
                == "Operation 1 is refused already, otherwise.")
        #expect(
            refusal(borrow(.noted(reason: "b")), after: borrow(.noted(reason: "a")))
                == "Operation 1 is noted already, otherwise.")
        var granted = borrow(.confirmed)
        granted.grant = Fixture.grant()
        #expect(refusal(granted, after: borrow(.confirmed)) == "Operation 1 is confirmed already, otherwise.")
    }

    @Test("only the server's yes brings a grant, a release or a number")
    func changes() throws {
        let changes: [(inout Borrow) -> Void] = [
            { $0.grant = Fixture.grant() }, { $0.releasedAt = TestClock.start }, { $0.subject.licenseID = 7 },
            { $0.secretSource = .file("/key") }, { $0.account.profile = "other" },
        ]
        for change in changes {
            for phase in [OperationPhase.refused(Self.refused), .unknown(Self.lost), .confirmed] {
                let stored = borrow(.sent)
                var next = moved(stored, to: phase)
                change(&next)
                if phase == .confirmed {
                    #expect(throws: Never.self) { try steps(next, after: stored) }
                } else {
                    #expect(
                        refusal(next, after: stored)
                            == "Operation 1 changes more than its phase, \(phase.name), may.")
                }
            }
        }
    }

    @Test("whoever was not told that it was written as sent, with a new lease, may still take it back")
    func takenBack() throws {
        var sent = borrow(.sent)
        sent.operation.lease = Lease(from: TestClock.start + 5, until: TestClock.start + 125)
        let unsent = Problem(.operationNotSent, message: "", time: TestClock.start)
        let takenBack = moved(borrow(.intended), to: .refused(unsent))
        #expect(try steps(takenBack, after: sent, at: 6).map(\.borrow) == [takenBack])
        let granted = moved(borrow(.intended), to: .confirmed)
        #expect(refusal(granted, after: sent, at: 6).hasPrefix("Operation 1 changes more"))
    }

    @Test("a yes neither takes it off the list nor leaves a doubt of its own")
    func confirmed() {
        let stored = borrow(.sent, doubt: Self.lost)
        var next = moved(stored, to: .confirmed)
        next.forgottenAt = TestClock.start
        #expect(refusal(next, after: stored).hasPrefix("Operation 1 changes more"))
        next.forgottenAt = nil
        next.doubt = Self.lost
        #expect(refusal(next, after: stored).hasPrefix("Operation 1 changes more"))
    }

    @Test("an intent does not change under way, and a borrow is about one license and device")
    func intent() {
        var other = borrow(.sent)
        let changes: [(inout Licensing.Operation) -> Void] = [
            { $0.kind = .release }, { $0.startedAt += 1 }, { $0.startedBy.user = "bo" },
        ]
        for change in changes {
            other = borrow(.sent)
            change(&other.operation)
            #expect(refusal(other, after: borrow(.intended)) == "Operation 1 was begun with another intent.")
        }
        other = borrow(.sent)
        other.subject.hardwareID = HardwareID(rawValue: "other")
        #expect(refusal(other, after: borrow(.intended)) == "Borrow 1 is about another license or device.")
        var numbered = borrow(.intended)
        numbered.subject.licenseID = 5
        var changed = moved(numbered, to: .sent)
        changed.subject.licenseID = 6
        #expect(refusal(changed, after: numbered) == "Borrow 1 is about another license or device.")
    }

    @Test("an operation that a later one has followed is left alone")
    func followed() {
        let stored = borrow(.confirmed)
        var earlier = stored
        earlier.operation.id = OperationID(rawValue: "0")
        let holdings = LedgerRules.Holdings(borrow: stored, knowsOperation: true, license: [stored])
        let problem = #expect(throws: Problem.self) {
            try LedgerRules.steps(for: Fixture.entry(earlier), given: holdings)
        }
        #expect(problem?.message == "Operation 0 is not the latest on its borrow.")
    }
}
