import Foundation
@testable import Licensing
import TestKit
import Testing

@Suite("Taking a device off a license")
struct DeactivationRulesTests {
    static let lost = Problem(.transportLost, message: "", time: TestClock.start, effect: .possible)

    private func deactivation(of license: [Borrow], at seconds: Double = 0) throws(Problem) -> [LedgerEntry] {
        var borrow = Fixture.borrow("d", phase: .intended)
        borrow.grant = nil
        borrow.operation.kind = .deactivate
        return try LedgerRules.steps(
            for: Fixture.entry(borrow, after: seconds),
            given: LedgerRules.Holdings(borrow: nil, knowsOperation: false, license: license))
    }

    private func refusal(_ license: Borrow...) -> Problem? {
        #expect(throws: Problem.self) { try deactivation(of: license) }
    }

    @Test("what is borrowed is named, with its end and how to return it")
    func held() throws {
        let problem = try #require(refusal(Fixture.borrow("1", hours: 1, feature: "GPU")))
        #expect(problem.code == .deviceHoldsSeat && problem.effect == ServerEffect.none)
        #expect(problem.message == "Borrow 1 is held: return it before the device is deactivated.")
        let explanation = ProblemCatalogue.explain(problem)
        #expect(explanation.whatFailed.hasPrefix("This device holds a borrow until "))
        #expect(explanation.consequence == "Nothing was sent.")
        #expect(explanation.commands == ["berth release 1"])
        #expect(explanation.exitCode == .deviceRefused)
    }

    @Test("what is in doubt is said to be so")
    func doubt() throws {
        var borrow = Fixture.borrow("1", hours: -1)
        borrow.doubt = Self.lost
        let problem = try #require(refusal(borrow))
        #expect(problem.message == "Borrow 1 is in doubt: return it before the device is deactivated.")
        let words = ProblemCatalogue.explain(problem).whatFailed
        #expect(words == "It is not known whether this device holds a seat, which a deactivation would take away.")
    }

    @Test("a deactivation in doubt is in the way of none, nor is an activation, or the seat that a check took")
    func repeated() throws {
        var problem = Self.lost
        problem.facts.endpoint = Licensing.Operation.Kind.deactivate.endpoint()
        for (kind, phase) in [
            (Licensing.Operation.Kind.deactivate, OperationPhase.unknown(problem)), (.activate, .unknown(Self.lost)),
            (.check, .confirmed),
        ] {
            var borrow = Fixture.borrow("1")
            (borrow.grant, borrow.operation.kind) = (nil, kind)
            borrow.move(to: phase)
            #expect(try deactivation(of: [borrow]).count == 1)
        }
    }

    @Test("only the server's yes, or a person's word, ends the doubt about a deactivation")
    func settled() {
        var problem = Self.lost
        problem.facts.endpoint = Licensing.Operation.Kind.deactivate.endpoint()
        var doubtful = Fixture.borrow("1", hours: -1)
        doubtful.operation.kind = .deactivate
        doubtful.move(to: .unknown(problem))
        for kind in [Licensing.Operation.Kind.borrow(.maximum), .release, .check, .activate, .deactivate] {
            var borrow = doubtful
            borrow.operation = Fixture.operation("2", kind: kind)
            borrow.move(to: .refused(Self.lost))
            #expect(borrow.doubt == problem)
            borrow.operation = Fixture.operation("3", kind: kind)
            borrow.move(to: .confirmed)
            #expect(borrow.doubt == nil)
        }
        doubtful.move(to: .noted(reason: "the portal shows no such device"))
        #expect(doubtful.doubt == nil)
    }

    @Test("it excludes every other operation on the license and the device, and nothing on another")
    func exclusion() {
        var deactivation = Fixture.borrow("1")
        deactivation.operation.kind = .deactivate
        let feature = Fixture.borrow("2", feature: "GPU")
        #expect(LedgerRules.excludes(deactivation, feature) && LedgerRules.excludes(feature, deactivation))
        #expect(!LedgerRules.excludes(Fixture.borrow("1"), feature))
        for other in [
            Fixture.borrow("2", product: "MESH"), Fixture.borrow("2", license: .user("ana")),
            Fixture.borrow("2", licenseID: 5), Fixture.borrow("2", hardwareID: HardwareID(rawValue: "other")),
        ] {
            #expect(!LedgerRules.excludes(deactivation, other))
        }
    }
}
