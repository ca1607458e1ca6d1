import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Several processes on one ledger, a ledger that cannot be written, and a program that ends.
@Suite struct RivalTests {
    let now = TestClock.start
    let full = Problem(.ledgerUnwritable, message: "database or disk is full", time: TestClock.start)

    func refused(_ code: ProblemCode) -> Result<Client.Written, Problem> {
        .failure(Problem(code, message: "Operation 7 of ben is sent.", time: now))
    }

    @Test(arguments: [ProblemCode.operationInProgress, .operationOvertaken])
    func theSecondOfTwoIsToldAndSeesTheFirst(code: ProblemCode) {
        var script = ClientScript.holding()
        script.submit()
        let effects = script.play(.recorded(script.latest, refused(code), at: now))
        #expect(effects.last == .readChanges(after: 0))
        #expect(script.state.underway.isEmpty)
        #expect(script.state.book.isEmpty)
        #expect(script.codes == [code])
        let theirs = Fixture.borrow("7")
        script.play(ClientScript.read([theirs], line: 2, isWhole: false))
        #expect(script.state.book == [theirs])
    }

    @Test func anIntentSaysWhatWasKnownOfTheSameSeat() {
        var picked = Fixture.borrow("b", hours: -1, licenseID: 5)
        picked.subject.licenseID = 5
        var script = ClientScript.holding(Fixture.borrow("a", hours: -1), picked, .other("c"))
        script.submit()
        #expect(script.entry?.known == [OperationID(rawValue: "a"), OperationID(rawValue: "b")])
    }

    @Test func aBorrowOfAnotherLicenseOfTheUserIsAnotherBorrow() {
        let held = Fixture.borrow("b", licenseID: 5)
        var wish = Fixture.request()
        wish.licenseID = 6
        var script = ClientScript.holding(held)
        script.submit(wish)
        #expect(script.entry?.borrow.id == script.latest)
        #expect(script.entry?.borrow.grant == nil)
    }

    @Test func aBorrowOfAnotherDeviceIsAnotherBorrow() {
        var wish = Fixture.request()
        wish.hardwareID = HardwareID(rawValue: "render-node-17")
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.submit(wish)
        #expect(script.entry?.borrow.id == script.latest)
        #expect(script.entry?.known == [])
    }

    @Test(arguments: [
        (Licensing.Operation.Kind.borrow(.maximum), OperationPhase.intended, ProblemCode.operationNotSent),
        (.borrow(.maximum), .sent, .operationInterrupted), (.release, .sent, .operationInterrupted),
    ])
    func whoeverComesAfterALapsedLeaseGoesOnFromItsEnd(
        kind: Licensing.Operation.Kind, phase: OperationPhase, code: ProblemCode
    ) {
        var left = Fixture.borrow("b", phase: phase)
        left.operation.kind = kind
        var script = ClientScript.holding(left)
        script.request(.release(left.id), at: now + 121)
        var settled = LedgerRules.lapsed(left, at: now + 121)
        #expect(script.entry?.borrow.doubt == settled?.doubt)
        #expect(settled?.operation.phase.problem?.code == code)
        settled?.operation = Fixture.operation("s-1", kind: .release, lease: Lease(from: now + 121, until: now + 241))
        settled?.operation.startedAt = now + 121
        #expect(script.entry?.borrow == settled)
    }

    @Test func nothingLeavesAfterItsLeaseHasLapsed() {
        var script = ClientScript.holding()
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written(1), at: now))
        // The host slept while that was being written.
        script.play(.recorded(script.latest, ClientScript.written(2), at: now + 120))
        #expect(!script.effects.contains { if case .send = $0 { true } else { false } })
        #expect(script.codes == [.operationNotSent])
        guard case .refused = script.entry?.borrow.operation.phase else {
            Issue.record("it is written down that nothing was sent")
            return
        }
    }

    // MARK: A full disk

    /// A borrow that the server has granted, with a receipt, and that the disk does not take.
    func held() -> ClientScript {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant(), receipt: Fixture.receipt())))
        script.play(.recorded(script.latest, .failure(full), at: now))
        return script
    }

    @Test func anOutcomeThatCannotBeWrittenIsOneProblemThatSaysWhatTheServerSaid() {
        let script = held()
        #expect(script.told.count == 1)
        #expect(script.codes == [.outcomeNotWritten])
        let problem = script.state.troubles.first?.problem
        #expect(problem?.effect == .done)
        #expect(problem?.message.contains(UTC.format(Fixture.grant().end)) == true)
        #expect(script.state.book.first?.operation.phase == .sent, "what is shown stays what is on disk")
        #expect(script.effects.last == .recordLater(script.latest, seconds: 1))
        #expect(script.state.mayLose)
        #expect(script.state.underway.values.map(\.heldOutcome) == [script.entry?.borrow])
    }

    @Test func itIsWrittenByItselfAsItWasFirstFormed() {
        var script = held()
        let outcome = script.entry
        #expect(outcome?.receipt == Fixture.receipt())
        for seconds in [2, 5, 10, 15, 15] {
            #expect(script.play(.recordingDue(script.latest)) == outcome.map { [.record(script.latest, $0)] })
            let effects = script.play(.recorded(script.latest, .failure(full), at: now))
            #expect(effects == [.recordLater(script.latest, seconds: seconds)], "and it is told once")
        }
        script.play(.recordingDue(script.latest))
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.active(until: Fixture.grant().end)])
        #expect(script.state.troubles.isEmpty)
        #expect(!script.state.mayLose)
        guard case .borrowed = script.told.last?.result else {
            Issue.record("now it may be told as what it is")
            return
        }
    }

    @Test func itIsTriedAtOnceWhenSomebodyElseHasWritten() {
        var script = held()
        let effects = script.play(.ledgerAnnounced(.changed, at: now))
        #expect(effects == [.readChanges(after: 0)] + (script.entry.map { [.record(script.latest, $0)] } ?? []))
        #expect(script.play(.recordingDue(script.latest)) == [], "it is being written already")
    }

    @Test func noReadingDropsIt() {
        var script = held()
        let onDisk = script.state.book
        let before = script.state.underway
        for event in [
            ClientScript.read(Array(onDisk), line: 2), ClientScript.read([], line: 5),
            ClientScript.read(Array(onDisk), line: 6),
        ] {
            script.play(event)
        }
        #expect(script.state.underway == before)
        #expect(script.state.book == onDisk)
    }

    @Test func nothingElseBeginsOnThatSeatMeanwhile() {
        var script = held()
        let before = script.state.underway
        script.submit()
        #expect(script.state.underway == before)
        #expect(script.codes.first == .operationInProgress)
    }

    @Test func anOutcomeThatTheLedgerWillNotTakeAnyMoreIsGivenUp() {
        var script = held()
        script.play(.recordingDue(script.latest))
        let effects = script.play(.recorded(script.latest, refused(.ledgerStepRefused), at: now))
        #expect(effects.last == .readChanges(after: 0))
        #expect(script.state.underway.isEmpty)
        let noted = script.state.book.map { borrow in
            var borrow = borrow
            borrow.move(to: .noted(reason: "asked"))
            return borrow
        }
        script.play(ClientScript.read(noted, line: 7, isWhole: false))
        #expect(script.state.troubles.first?.borrow == noted.first && noted.count == 1, "as it stands by now")
        #expect(script.codes == [.outcomeOvertaken], "that waiting for space would help is not said any more")
        #expect(script.state.troubles.first?.problem.effect == .done)
    }

    @Test(arguments: [(Fixture.refusal(.floatingNotAvailable), ServerEffect.none), (Fixture.timeout, .possible)])
    func whatTheServerDidNotDoIsSaidAsThat(failure: ServiceFailure, effect: ServerEffect) {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(failure)
        script.play(.recorded(script.latest, .failure(full), at: now))
        #expect(script.codes == [.outcomeNotWritten])
        #expect(script.state.troubles.first?.problem.effect == effect)
        script.play(.recordingDue(script.latest))
        script.settle()
        #expect(script.codes == [failure.problem.code])
    }

    @Test func whatCouldNotBeSentForWantOfAMemoryIsTakenBack() {
        var script = ClientScript.holding()
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written(), at: now))
        let onDisk = script.state.book
        script.play(.recorded(script.latest, .failure(full), at: now))
        #expect(script.state.book == onDisk, "what is shown is what is on disk")
        #expect(script.state.troubles.map(\.problem) == [full], "told at once, as nothing was sent")
        #expect(script.entry?.borrow.operation.phase == .refused(full))
        #expect(script.entry?.borrow.operation.lease == onDisk.first?.operation.lease)
        script.play(.recorded(script.latest, .failure(full), at: now))
        #expect(script.effects.last == .recordLater(script.latest, seconds: 1))
        #expect(!script.state.mayLose, "the server was not asked")
        #expect(script.state.underway.values.map(\.heldOutcome) == [nil])
        script.play(.recordingDue(script.latest))
        script.settle()
        #expect(script.state.book.first?.status() == .refused(full))
        #expect(script.told.count == 1)
    }

    // MARK: Waiting no longer

    @Test func cancellingStopsTheWaitAndNothingElse() {
        var script = ClientScript.holding()
        script.submit()
        script.send(.cancelRequested(script.latest))
        script.leave()
        script.send(.cancelRequested(script.latest), effects: [.cancel(script.latest)])
        let problem = Problem(.transportCancelled, message: "cancelled", time: now, effect: .possible)
        script.respond(ServiceFailure(problem))
        script.settle()
        #expect(script.state.book.first?.doubt?.code == .transportCancelled)
        #expect(script.state.troubles.map(\.problem.effect) == [.possible])
    }

    @Test func aProgramThatEndsCancelsWhatWaitsAndWritesThatDown() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.send(.shutdownRequested, effects: [.cancel(script.latest)]) { $0.isShuttingDown = true }
        script.respond(ServiceFailure(Problem(.transportCancelled, message: "", time: now, effect: .possible)))
        script.settle()
        #expect(script.state.underway.isEmpty)
        #expect(script.state.book.first?.doubt?.code == .transportCancelled)
    }

    /// How many steps are on disk when the program is asked to end.
    @Test(arguments: [0, 1, 2])
    func aProgramThatEndsSendsNothingNew(steps: Int) {
        var script = ClientScript.holding()
        script.play(.requested(.borrow(Fixture.request(), source: .prompt), at: now))
        if steps > 0 { script.play(.identified(script.latest, ClientScript.identified, at: now)) }
        if steps > 1 { script.play(.recorded(script.latest, ClientScript.written(1), at: now)) }
        script.play(.shutdownRequested)
        if steps == 0 { script.play(.identified(script.latest, ClientScript.identified, at: now)) }
        for line in 2..<5 where !script.state.underway.isEmpty {
            script.play(.recorded(script.latest, ClientScript.written(Int64(line)), at: now))
        }
        #expect(script.state.underway.isEmpty)
        #expect(!script.effects.contains { if case .send = $0 { true } else { false } })
        #expect(script.codes == [.operationNotSent])
        if steps > 0 {
            guard case .refused = script.state.book.first?.status() else {
                Issue.record("its row is settled")
                return
            }
        }
    }

    @Test func aProgramThatEndsTriesOnceMoreToWrite() {
        var script = held()
        #expect(script.play(.shutdownRequested) == script.entry.map { [.record(script.latest, $0)] })
    }

    @Test func aProgramThatEndsTriesOnceMoreWhereATryIsUnderWay() {
        var script = held()
        script.play(.recordingDue(script.latest))
        #expect(script.play(.shutdownRequested).isEmpty)
        let again = script.play(.recorded(script.latest, .failure(full), at: now))
        #expect(again == script.entry.map { [.record(script.latest, $0)] })
        let later = script.play(.recorded(script.latest, .failure(full), at: now))
        #expect(later == [.recordLater(script.latest, seconds: 5)], "once, and not for ever")
    }

    @Test func quittingLosesNothingWhereNothingIsUnderWay() {
        var script = ClientScript.holding(.inDoubt())
        #expect(!script.state.mayLose)
        script.play(.requested(.release(OperationID(rawValue: "b")), key: Fixture.key, at: now))
        #expect(!script.state.mayLose, "it is not known yet which license is meant")
        script.play(.identified(script.latest, ClientScript.identified, at: now))
        #expect(script.state.mayLose)
    }
}

extension OperationPhase {
    fileprivate var problem: Problem? {
        switch self {
        case .refused(let problem), .unknown(let problem): problem
        case .intended, .sent, .confirmed, .noted: nil
        }
    }
}
