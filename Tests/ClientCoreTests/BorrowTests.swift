import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Scripts of a borrow: each states the whole state change and every effect.
@Suite struct BorrowTests {
    let now = TestClock.start
    let id = OperationID(rawValue: "s-1")
    let request = Fixture.request()

    var session: Client.Session {
        Client.Session(id: "s", server: Fixture.server, performer: Fixture.performer, hardwareID: Fixture.host)
    }

    func ready() -> Script<Client> {
        var script = Script<Client>(Client.State(session: session))
        script.play(.ledgerLoaded(.success(.init(borrows: [])), at: now))
        return script
    }

    /// The borrow with its operation in a phase, before any grant.
    func attempt(_ phase: OperationPhase) -> Borrow {
        Borrow(
            id: id,
            subject: BorrowSubject(
                server: Fixture.server, product: request.product, license: Fixture.keyReference, licenseID: nil,
                hardwareID: Fixture.host),
            secretSource: .prompt,
            operation: Operation(
                id: id, kind: .borrow(.maximum), startedAt: now, performedBy: Fixture.performer, phase: phase))
    }

    var identified: Result<Client.Identified, Problem> {
        .success(.init(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key)))
    }

    /// Plays a borrow up to the moment at which the server has it.
    func sent() -> Script<Client> {
        var script = ready()
        script.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        script.play(.identified(id, identified, at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        return script
    }

    @Test func aBorrowIsOnDiskBeforeItIsSentAndBeforeItIsShown() {
        var script = ready()
        script.send(
            .borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now),
            effects: [.identify(id, .credentials(request.credentials))]
        ) { state in
            var probe = Client.State(session: session)
            _ = Client.reduce(&probe, .ledgerLoaded(.success(.init(borrows: [])), at: now))
            _ = Client.reduce(&probe, .borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
            state = probe
        }
        #expect(script.state.underway[id]?.step == .identifying)
        #expect(script.state.borrows.isEmpty)

        #expect(
            script.play(.identified(id, identified, at: now)) == [
                .record(LedgerEntry(borrow: attempt(.intended), at: now, known: []))
            ])
        #expect(script.state.borrows.isEmpty, "nothing is shown before it is on disk")

        #expect(
            script.play(.recorded(id, .success(.init()), at: now)) == [
                .record(LedgerEntry(borrow: attempt(.sent), at: now))
            ])
        #expect(script.state.borrows == [attempt(.intended)])

        #expect(script.play(.recorded(id, .success(.init()), at: now)) == [.borrow(id, request)])
        #expect(script.state.borrows == [attempt(.sent)])

        let later = now.addingTimeInterval(1)
        let answer = Answer(value: Fixture.grant(), clockOffset: 2)
        var granted = attempt(.confirmed)
        granted.grant = Fixture.grant()
        #expect(
            script.play(.borrowFinished(id, .success(answer), at: later)) == [
                .record(LedgerEntry(borrow: granted, at: later))
            ])
        #expect(script.state.borrows == [attempt(.sent)], "the outcome is not shown before it is on disk")
        #expect(script.state.clockOffset == 2)

        script.send(.recorded(id, .success(.init()), at: later), effects: [.loadLedger]) { state in
            state.underway = [:]
            state.reading = .once
            state.borrows = [granted]
            state.lastOutcome = .borrowed(granted)
        }
    }

    @Test func aBorrowWhoseIntentCannotBeWrittenIsNotSent() {
        var script = ready()
        script.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        script.play(.identified(id, identified, at: now))
        let full = Problem(.ledgerUnwritable, message: "disk full", time: now)
        #expect(script.play(.recorded(id, .failure(full), at: now)) == [.loadLedger])
        #expect(script.state.underway.isEmpty)
        #expect(script.state.borrows.isEmpty)
        #expect(script.state.problems == [full])
    }

    @Test func aRefusalIsWrittenThenShown() {
        var script = sent()
        let refusal = Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")
        let effects = script.play(.borrowFinished(id, .failure(refusal), at: now))
        guard case .record(let entry) = effects.first, case .refused(let problem) = entry.borrow.operation.phase else {
            Issue.record("expected the refusal to be recorded, got \(effects)")
            return
        }
        #expect(problem.code == .floatingNotAvailable)
        #expect(script.state.problems.isEmpty)
        script.play(.recorded(id, .success(.init()), at: now))
        #expect(script.state.problems == [problem])
        #expect(script.state.borrows.first?.status(at: now) == .refused(problem))
    }

    @Test func aTimeOutLeavesTheOutcomeUnknownAndARefusalDoesNotSettleIt() {
        var script = sent()
        script.play(.borrowFinished(id, .failure(Fixture.timeout), at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        guard case .unknown = script.state.borrows.first?.status(at: now) else {
            Issue.record("expected unknown")
            return
        }

        let second = OperationID(rawValue: "s-2")
        script.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        script.play(.identified(second, identified, at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        script.play(.borrowFinished(second, .failure(Fixture.refusal(.dateHeaderDiff)), at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        #expect(script.state.borrows.count == 1, "the repeat is about the same borrow")
        guard case .unknown(let doubt) = script.state.borrows.first?.status(at: now) else {
            Issue.record("a refused repeat must not make the first attempt certain")
            return
        }
        #expect(doubt.code == .transportTimeout)
        #expect(script.state.problems.first?.code == .dateHeaderDiff)
    }

    @Test func aRepeatThatIsGrantedSettlesTheUnknown() {
        var script = sent()
        script.play(.borrowFinished(id, .failure(Fixture.timeout), at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        let second = OperationID(rawValue: "s-2")
        script.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        script.play(.identified(second, identified, at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        script.play(.borrowFinished(second, .success(Answer(value: Fixture.grant())), at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        #expect(script.state.borrows.map { $0.status(at: now) } == [.active(until: Fixture.grant().end)])
        #expect(script.state.borrows.first?.id == id)
    }

    @Test func aRefusedExtensionLeavesTheOldEnd() {
        var script = sent()
        script.play(.borrowFinished(id, .success(Answer(value: Fixture.grant(hours: 5))), at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        let second = OperationID(rawValue: "s-2")
        script.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        script.play(.identified(second, identified, at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        script.play(.borrowFinished(second, .failure(Fixture.refusal(.borrowUntilNotValid)), at: now))
        script.play(.recorded(second, .success(.init()), at: now))
        #expect(script.state.borrows.map { $0.status(at: now) } == [.active(until: Fixture.grant(hours: 5).end)])
    }

    @Test func theServersYesClosesTheProblemsThatItSettles() {
        var script = sent()
        script.play(.borrowFinished(id, .failure(Fixture.timeout), at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        #expect(script.state.problems.count == 1)
        script.play(.returnRequested(id, key: Fixture.key, at: now))
        let release = OperationID(rawValue: "s-2")
        script.play(.identified(release, identified, at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        script.play(.recorded(release, .success(.init()), at: now))
        script.play(.releaseFinished(release, .success(Answer(value: "")), at: now))
        #expect(script.state.problems.count == 1, "not before the outcome is on disk")
        script.play(.recorded(release, .success(.init()), at: now))
        #expect(script.state.problems.isEmpty)
    }

    @Test func theSameLicenseAndDeviceAreNotBorrowedTwiceAtOnce() {
        var script = sent()
        script.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        let effects = script.play(.identified(OperationID(rawValue: "s-2"), identified, at: now))
        #expect(effects == [])
        #expect(script.state.problems.map(\.code) == [.operationInProgress])
        #expect(script.state.underway.count == 1)
    }

    @Test func cancellingStopsTheWaitAndNothingElse() {
        var script = sent()
        #expect(script.play(.cancelRequested(id)) == [.cancel(id)])
        #expect(script.state.underway[id]?.step == .awaitingAnswer)
        var early = ready()
        early.play(.borrowSubmitted(request, source: .prompt, ifInDoubt: .repeat, at: now))
        #expect(early.play(.cancelRequested(id)) == [], "before it is sent there is no answer to stop waiting for")
    }

    @Test func theLimitIsKnownFromAnEarlierGrant() {
        var script = sent()
        #expect(script.state.knownLimit(product: "CAD-PRO", license: "…4444", licenseID: nil) == nil)
        script.play(.borrowFinished(id, .success(Answer(value: Fixture.grant())), at: now))
        script.play(.recorded(id, .success(.init()), at: now))
        #expect(script.state.knownLimit(product: "CAD-PRO", license: "…4444", licenseID: nil) == 168)
        #expect(script.state.knownLimit(product: "CAD-PRO", license: "…9012", licenseID: nil) == nil)
    }
}
