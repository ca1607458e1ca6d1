import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Scripts of a return, of recovery at the start, and of what a person notes or forgets.
@Suite struct ReturnTests {
    let now = TestClock.start
    let release = OperationID(rawValue: "s-1")

    func holding(_ borrows: Borrow..., interrupted: Set<OperationID> = []) -> Script<Client> {
        let session = Client.Session(
            id: "s", server: Fixture.server, performer: Fixture.performer, hardwareID: Fixture.host)
        var script = Script<Client>(Client.State(session: session))
        script.play(.ledgerLoaded(.success(.init(borrows: borrows, interrupted: interrupted)), at: now))
        return script
    }

    func sent(_ borrow: Borrow) -> Script<Client> {
        var script = holding(borrow)
        script.play(.returnRequested(borrow.id, key: Fixture.key, at: now))
        script.play(
            .identified(
                release, .success(.init(reference: borrow.subject.license, identification: .licenseKey(Fixture.key))),
                at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        return script
    }

    @Test func aReturnNamesTheLicenseThatWasGranted() {
        let borrow = Fixture.borrow("b")
        let script = sent(borrow)
        #expect(
            script.effects.last
                == .release(
                    release,
                    LicenseTarget(
                        product: "CAD-PRO", hardwareID: Fixture.host, identification: .licenseKey(Fixture.key),
                        licenseID: borrow.grant?.licenseID)))
    }

    @Test func returnedIsSaidOnlyAfterTheServersYesIsOnDisk() {
        var script = sent(Fixture.borrow("b"))
        #expect(script.state.borrows.first?.status(at: now) == .pending)
        let later = now.addingTimeInterval(1)
        script.play(.releaseFinished(release, .success(Answer(value: "")), at: later))
        #expect(script.state.borrows.first?.status(at: later) == .pending)
        script.play(.recorded(release, .success(.init()), at: later))
        #expect(script.state.borrows.first?.status(at: later) == .returned(at: later))
    }

    @Test func aReturnWithoutAnAnswerIsUnknown() {
        var script = sent(Fixture.borrow("b"))
        script.play(.releaseFinished(release, .failure(Fixture.timeout), at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        guard case .unknown = script.state.borrows.first?.status(at: now) else {
            Issue.record("expected unknown")
            return
        }
        #expect(script.state.problems.count == 1)
    }

    @Test func returningWhatTheServerNoLongerHoldsIsNoProblem() {
        var script = sent(Fixture.borrow("b"))
        script.play(.releaseFinished(release, .failure(Fixture.refusal(.floatingNotAvailable)), at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        #expect(script.state.borrows.first?.status(at: now) == .returned(at: now))
        #expect(script.state.problems.isEmpty)
    }

    @Test func aRefusedReturnLeavesTheBorrowAsItWas() {
        let borrow = Fixture.borrow("b")
        var script = sent(borrow)
        script.play(.releaseFinished(release, .failure(Fixture.refusal(.signatureMismatch)), at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        #expect(script.state.borrows.first?.status(at: now) == .active(until: Fixture.grant().end))
        #expect(script.state.problems.map(\.code) == [.signatureMismatch])
    }

    @Test func aReturnAsksForAKeyThatIsNotAtHand() {
        let typed = Fixture.borrow("b")
        var fromFile = Fixture.borrow("c")
        fromFile.secretSource = .file("/etc/berth/key")
        let ofUser = Fixture.borrow("d", license: .user("ana@acme.example"))
        let state = holding(typed).state
        #expect(state.returnNeedsKey(typed))
        #expect(!state.returnNeedsKey(fromFile))
        #expect(!state.returnNeedsKey(ofUser))
        #expect(!sent(typed).state.returnNeedsKey(typed), "typed once in this process is enough")
    }

    @Test func whatAProcessLeftOpenIsSettledAtTheNextStart() {
        var intended = Fixture.borrow("a", phase: .intended)
        intended.grant = nil
        var sent = Fixture.borrow("b", phase: .sent)
        sent.grant = nil
        let alive = Fixture.borrow("c", phase: .sent)
        let script = holding(intended, sent, alive, interrupted: [intended.id, sent.id])
        let kept = script.effects.compactMap { effect -> Borrow? in
            if case .keep(let entry) = effect { entry.borrow } else { nil }
        }
        #expect(kept.map(\.id) == [intended.id, sent.id])
        guard case .refused = kept[0].status(at: now), case .unknown = kept[1].status(at: now) else {
            Issue.record("an intent that never left is refused, a request that left is unknown")
            return
        }
    }

    @Test func anUnknownOutcomeIsSettledByANote() {
        let borrow = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var script = holding(borrow)
        let effects = script.play(.noted(borrow.id, reason: "asked the vendor", at: now))
        guard case .keep(let entry) = effects.first else {
            Issue.record("expected the note to be written")
            return
        }
        script.send(.kept(entry.borrow, .success(.init())), effects: [.loadLedger]) { state in
            state.borrows = [entry.borrow]
            state.keeping = []
            state.reading = .once
        }
        #expect(script.state.borrows.first?.status(at: now) == .active(until: Fixture.grant().end))
    }

    @Test func onlyWhatHoldsNoSeatCanBeForgotten() {
        let active = Fixture.borrow("a")
        let ended = Fixture.borrow("b", hours: -1)
        var script = holding(active, ended)
        #expect(script.play(.forgotten(active.id, at: now)) == [])
        var forgotten = ended
        forgotten.forgottenAt = now
        #expect(script.play(.forgotten(ended.id, at: now)) == [.keep(LedgerEntry(borrow: forgotten, at: now))])
        script.send(.kept(forgotten, .success(.init())), effects: [.loadLedger]) { state in
            state.borrows = [active]
            state.keeping = []
            state.reading = .once
        }
    }

    @Test func aLookupThatFailsWhileTheFormIsFilledInRaisesNoAlarm() {
        var script = holding()
        #expect(script.play(.lookupRequested(.product("CAD"))) == [.lookUp(.product("CAD"))])
        #expect(script.play(.lookupRequested(.product("CAD"))) == [], "one at a time")
        script.play(.lookupFinished(.product("CAD"), .failure(Fixture.refusal(.unknownProduct))))
        #expect(script.state.problems.isEmpty)
        #expect(script.state.productProblems["CAD"]?.code == .unknownProduct)
    }
}
