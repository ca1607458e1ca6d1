import Foundation
@testable import Licensing
import TestKit
import Testing

@Suite("A license that two sign-ins open")
struct SignInRulesTests {
    @Test("a step tells of its seat for the row of another sign-in, and of no other seat", arguments: [true, false])
    func otherSignIns(isSameSeat: Bool) throws {
        var ana = Fixture.borrow("a", license: .user("ana"), hours: 24, phase: .unknown(LedgerRulesSeatTests.lost))
        let sent = Fixture.borrow("b", license: .customerAccount("acme"), hours: 48, phase: .sent)
        if !isSameSeat { ana.subject.feature = "GPU" }
        func told(_ kind: Licensing.Operation.Kind, _ change: (inout Borrow) -> Void) throws -> Borrow? {
            var stored = sent
            stored.operation.kind = kind
            var entry = LedgerEntry(borrow: stored, performer: Fixture.performer, at: TestClock.start)
            entry.borrow.move(to: .confirmed)
            change(&entry.borrow)
            let holdings = LedgerRules.Holdings(
                of: stored, stored: stored, knowsOperation: true, device: [ana, stored])
            #expect(holdings.otherSignIns == [ana] && holdings.license == [stored])
            let steps = try LedgerRules.steps(for: entry, given: holdings).map(\.borrow)
            #expect(steps.last == entry.borrow)
            return steps.count > 1 ? steps.first : nil
        }
        let borrowed = try told(.borrow(.maximum)) { _ in }
        #expect(borrowed?.grant == (isSameSeat ? sent.grant : nil) && borrowed?.doubt == nil)
        let released = try told(.release) { $0.releasedAt = TestClock.start }
        #expect(
            released?.status(at: Moment(host: TestClock.start)) == (isSameSeat ? .released(at: TestClock.start) : nil))
        let gone = try told(.check) { $0.grant?.isWithdrawn = true }
        #expect(gone?.grant?.isWithdrawn == (isSameSeat ? true : nil))
        let checked = try told(.check) { _ in }
        #expect(checked?.grant == (isSameSeat ? sent.grant : nil) && checked?.doubt == nil)
        let free = try told(.check) { ($0.grant, $0.subject.licenseID) = (nil, Fixture.licenseID) }
        #expect(free?.grant?.isWithdrawn == (isSameSeat ? true : nil))
        #expect(try told(.activate) { _ in } == nil)
    }

    @Test("what is lost by one sign-in leaves the other one's row in doubt")
    func doubtOfOtherSignIns() throws {
        let ana = Fixture.borrow("a", license: .user("ana"), hours: 24)
        let moment = Moment(host: TestClock.start)
        for (kind, sure) in [
            (Licensing.Operation.Kind.release, nil), (.borrow(.maximum), ana.grant?.end),
            (.borrow(.at(TestClock.start + 3600)), TestClock.start + 3600),
        ] {
            var sent = Fixture.borrow("b", license: .customerAccount("acme"), hours: 24, phase: .sent)
            sent.operation.kind = kind
            var entry = LedgerEntry(borrow: sent, performer: Fixture.performer, at: TestClock.start)
            entry.borrow.move(to: .unknown(LedgerRulesSeatTests.lost))
            let holdings = LedgerRules.Holdings(of: sent, stored: sent, knowsOperation: true, device: [ana, sent])
            let told = try LedgerRules.steps(for: entry, given: holdings).map(\.borrow).first
            #expect(told?.id == ana.id && told?.doubt == LedgerRulesSeatTests.lost)
            #expect(told?.sureEnd(at: moment) == sure)
        }
    }

    @Test(
        "a late step of one that was taken for dead tells another sign-in's row nothing, and gives way to what that has told"
    )
    func lateStepOfOtherSignIns() throws {
        var problem = LedgerRulesSeatTests.lost
        problem.code = .operationInterrupted
        var sleeper = Fixture.borrow("a", license: .user("ana"), hours: 24, phase: .sent)
        sleeper.operation.kind = .release
        sleeper.move(to: .unknown(problem))
        let shared = Fixture.borrow("b", license: .customerAccount("acme"), hours: 48)
        var late = LedgerEntry(borrow: sleeper, performer: Fixture.performer, at: TestClock.start)
        late.borrow.move(to: .confirmed)
        late.borrow.releasedAt = TestClock.start
        let holdings = LedgerRules.Holdings(
            of: sleeper, stored: sleeper, knowsOperation: true, device: [sleeper, shared])
        #expect(try LedgerRules.steps(for: late, given: holdings).map(\.borrow) == [late.borrow])
        let told = sleeper.told(by: shared)
        #expect(told.told(by: shared) == told, "what is known is not told again")
        #expect(told.doubt == nil && told.grant == shared.grant)
        let after = LedgerRules.Holdings(of: told, stored: told, knowsOperation: true, device: [told, shared])
        #expect(throws: Problem.self) { try LedgerRules.steps(for: late, given: after) }
    }

    @Test(
        "a release that names no license leaves those that it may have been of in doubt, and of a key it is known",
        arguments: [LicenseReference.user("ana"), .customerAccount("acme"), Fixture.keyReference], [true, false])
    func numberless(license: LicenseReference, isHeard: Bool) throws {
        let moment = Moment(host: TestClock.start)
        let numbered = Fixture.borrow("a", license: license, hours: 24)
        let isKey = license == Fixture.keyReference
        var sent = Fixture.borrow("b", license: isKey ? license : .user("ana"), phase: .sent)
        sent.grant = nil
        sent.operation.kind = .release
        var entry = LedgerEntry(borrow: sent, performer: Fixture.performer, at: TestClock.start)
        entry.borrow.move(to: isHeard ? .confirmed : .unknown(LedgerRulesSeatTests.lost))
        if isHeard { entry.borrow.releasedAt = TestClock.start }
        func told(_ other: Borrow) throws -> Borrow? {
            let holdings = LedgerRules.Holdings(of: sent, stored: sent, knowsOperation: true, device: [other, sent])
            let steps = try LedgerRules.steps(for: entry, given: holdings).map(\.borrow)
            #expect(steps.last == entry.borrow)
            return steps.dropLast().first
        }
        let after = try told(numbered)
        switch (isKey, isHeard) {
        case (true, true): #expect(after?.status(at: moment) == .released(at: TestClock.start))
        case (true, false): #expect(after?.doubt == LedgerRulesSeatTests.lost)
        default: #expect(after?.doubt?.code == .seatInQuestion && after?.doubt?.facts.isOfRelease == false)
        }
        #expect(after?.toldBy == sent.operation.id && after?.sureEnd(at: moment) == nil)
        var elsewhere = numbered
        elsewhere.subject.feature = "GPU"
        #expect(try told(elsewhere) == nil, "another seat")
    }

    @Test("operations of two sign-ins exclude each other where no number tells their licenses apart")
    func otherSignInsExclude() {
        let ana = Fixture.borrow("a", license: .user("ana"))
        var shared = Fixture.borrow("b", license: .customerAccount("acme"))
        #expect(LedgerRules.excludes(ana, shared))
        shared.grant = nil
        #expect(LedgerRules.excludes(ana, shared) && LedgerRules.excludes(shared, ana), "no number is known")
        shared.subject.licenseID = 7
        #expect(!LedgerRules.excludes(ana, shared))
        var bo = Fixture.borrow("c", license: .user("bo"))
        #expect(!LedgerRules.excludes(ana, bo), "two users have a license each")
        bo.operation.kind = .deactivate
        shared.subject.licenseID = nil
        #expect(LedgerRules.excludes(bo, shared))
        #expect(
            !LedgerRules.excludes(Fixture.borrow("k"), Fixture.borrow("l", license: .user("bo"))), "a key’s license")
    }

    @Test("what an operation of unknown outcome may have ended is not sure again after another one")
    func sureUntil() {
        let moment = Moment(host: TestClock.start)
        var borrow = Fixture.borrow("a", hours: 24)
        func lose(_ kind: Licensing.Operation.Kind) {
            borrow.operation = Fixture.operation("next", kind: kind)
            borrow.move(to: .sent)
            borrow.move(to: .unknown(LedgerRulesSeatTests.lost))
        }
        let end = TestClock.start + 24 * 3600
        lose(.borrow(.maximum))
        #expect(borrow.sureEnd(at: moment) == end)
        lose(.borrow(.at(TestClock.start + 3600)))
        #expect(borrow.sureEnd(at: moment) == TestClock.start + 3600)
        lose(.check)
        #expect(borrow.sureEnd(at: moment) == TestClock.start + 3600)
        lose(.borrow(.at(end)))
        #expect(borrow.sureEnd(at: moment) == TestClock.start + 3600)
        lose(.release)
        lose(.borrow(.at(end)))
        #expect(borrow.sureEnd(at: moment) == nil, "it may have been released before")
        borrow.move(to: .confirmed)
        #expect(borrow.sureEnd(at: moment) == end && borrow.sureUntil == nil)
    }

    @Test("an operation that never left takes nothing away, once its lease has lapsed")
    func neverSent() {
        let lapsed = Moment(host: Fixture.lease.until)
        let end = TestClock.start + 24 * 3600
        for kind in [Licensing.Operation.Kind.release, .borrow(.at(TestClock.start + 3600)), .check] {
            var borrow = Fixture.borrow("a", hours: 24)
            borrow.operation = Fixture.operation("next", kind: kind)
            #expect(borrow.sureEnd(at: lapsed) == end, "\(kind)")
            #expect(borrow.status(at: lapsed) == .active(until: end), "\(kind)")
            borrow.move(to: .sent)
            #expect(borrow.doubt == nil && (borrow.asItStands(at: lapsed).doubt == nil) == (kind == .check), "\(kind)")
        }
    }

    @Test("what two sign-ins open is one license where its number is the same, and nothing else tells")
    func areOpenedApart() {
        let ana = Fixture.borrow("a", license: .user("ana"))
        #expect(LedgerRules.areOpenedApart(ana, Fixture.borrow("b", license: .customerAccount("acme"))))
        #expect(!LedgerRules.areOpenedApart(ana, Fixture.borrow("b", license: .user("bo"))), "two users")
        #expect(!LedgerRules.areOpenedApart(ana, Fixture.borrow("b", license: .customerAccount("acme"), licenseID: 7)))
        #expect(
            !LedgerRules.areOpenedApart(ana, Fixture.borrow("b", product: "MESH", license: .customerAccount("acme"))))
        let other = HardwareID(rawValue: "other")
        #expect(
            !LedgerRules.areOpenedApart(ana, Fixture.borrow("b", license: .customerAccount("acme"), hardwareID: other)))
        var unknown = Fixture.borrow("b", license: .customerAccount("acme"))
        unknown.grant = nil
        #expect(!LedgerRules.areOpenedApart(ana, unknown) && !LedgerRules.areOpenedApart(unknown, ana))
        var elsewhere = Fixture.borrow("b", license: .customerAccount("acme"))
        elsewhere.subject.server = "https://other.example"
        #expect(!LedgerRules.areOpenedApart(ana, elsewhere))
    }
}
