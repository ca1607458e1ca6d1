import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Several processes on one ledger, and a ledger that cannot be written.
@Suite struct RivalTests {
    typealias ClientScript = Script<Client>

    let now = TestClock.start
    let full = Problem(.ledgerUnwritable, message: "database or disk is full", time: TestClock.start)

    func refused(_ code: ProblemCode) -> Result<Client.Written, Problem> {
        .failure(Problem(code, message: "Operation 7 of ben is sent.", time: now))
    }

    @Test(arguments: [ProblemCode.operationInProgress, .operationOvertaken])
    func theSecondOfTwoIsToldAndSeesTheFirst(code: ProblemCode) {
        var script = ClientScript.holding()
        script.submit()
        #expect(script.play(.recorded(script.latest, refused(code), at: now)) == [.loadLedger])
        #expect(script.state.underway.isEmpty)
        #expect(script.state.borrows.isEmpty)
        #expect(script.state.problems.map(\.code) == [code])
        let theirs = Fixture.borrow("7")
        script.play(.ledgerLoaded(.success(.init(borrows: [theirs])), at: now))
        #expect(script.state.borrows == [theirs])
    }

    @Test func anIntentSaysWhatWasKnownOfTheSameSeat() {
        var picked = Fixture.borrow("b", hours: -1, licenseID: 5)
        picked.subject.licenseID = 5
        var script = ClientScript.holding(Fixture.borrow("a", hours: -1), picked, Fixture.borrow("c", product: "MESH"))
        script.submit()
        #expect(script.entry?.known == [OperationID(rawValue: "a"), OperationID(rawValue: "b")])
    }

    @Test func aBorrowOfAnotherLicenseOfTheUserIsAnotherBorrow() {
        let held = Fixture.borrow("b", licenseID: 5)
        var request = Fixture.request()
        request.licenseID = 6
        var script = ClientScript.holding(held)
        script.submit(request)
        #expect(script.entry?.borrow.id == script.latest)
        #expect(script.entry?.borrow.grant == nil)
    }

    @Test func whatIsReadLeavesAloneWhatIsUnderWayHere() {
        let other = Fixture.borrow("a", product: "MESH")
        var script = ClientScript.holding(other, Fixture.borrow("b"))
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written, at: now))
        let mine = script.state.borrows
        var theirs = other
        theirs.returnedAt = now
        script.play(.ledgerLoaded(.success(.init(borrows: [theirs, Fixture.borrow("b")])), at: now))
        #expect(script.state.borrows == [theirs, mine[1]], "in the ledger's order")
        script.play(.ledgerLoaded(.success(.init(borrows: [theirs])), at: now))
        #expect(script.state.borrows == [theirs, mine[1]], "even where the reading was too early to hold it")
    }

    @Test func aReadingThatIsOlderThanAnOutcomeIsDropped() {
        var script = ClientScript.holding()
        #expect(script.play(.ledgerChanged) == [.loadLedger])
        script.submit()
        script.leave()
        script.play(.borrowFinished(script.latest, .success(Answer(value: Fixture.grant())), at: now))
        #expect(script.settle() == [], "it is being read already, and once more afterwards")
        let settled = script.state.borrows
        #expect(script.play(.ledgerLoaded(.success(.init(borrows: [])), at: now)) == [.loadLedger])
        #expect(script.state.borrows == settled)
        #expect(script.play(.ledgerLoaded(.success(.init(borrows: settled)), at: now)) == [])
        #expect(script.state.borrows == settled)
    }

    @Test func aReturnIsAboutTheBorrowAsItStandsByThen() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.play(.returnRequested(OperationID(rawValue: "b"), key: Fixture.key, at: now))
        let extended = Fixture.borrow("b", hours: 100)
        script.play(.ledgerLoaded(.success(.init(borrows: [extended])), at: now))
        script.play(.identified(script.latest, ClientScript.identified, at: now))
        #expect(script.entry?.borrow.grant == extended.grant)
    }

    // MARK: Leftovers

    func left(_ phase: OperationPhase, kind: Licensing.Operation.Kind = .borrow(.maximum)) -> Borrow {
        var borrow = Fixture.borrow("b", phase: phase)
        borrow.grant = nil
        borrow.operation.kind = kind
        return borrow
    }

    @Test func anOperationThatOnlyWasIntendedIsKnownNotToHaveBeenSent() {
        let borrow = left(.intended)
        let script = ClientScript.holding(borrow, interrupted: [borrow.id])
        guard case .refused(let problem) = script.entry?.borrow.status() else {
            Issue.record("expected refused")
            return
        }
        #expect(problem.code == .operationNotSent)
    }

    @Test(arguments: [
        (Licensing.Operation.Kind.borrow(.maximum), "the borrow may exist"), (.release, "the seat may still be taken"),
        (.check, "may hold a seat"),
    ])
    func anOperationThatWasSentIsInDoubtInItsOwnWords(kind: Licensing.Operation.Kind, words: String) {
        let borrow = left(.sent, kind: kind)
        let script = ClientScript.holding(borrow, interrupted: [borrow.id])
        guard case .unknown(let problem) = script.entry?.borrow.status() else {
            Issue.record("expected unknown")
            return
        }
        #expect(problem.code == .operationInterrupted)
        #expect(ProblemCatalogue.explain(problem).whatHappened.contains(words))
    }

    @Test func aLeftoverThatAnotherProcessSettledFirstIsNoProblem() {
        let borrow = left(.sent)
        var script = ClientScript.holding(borrow, interrupted: [borrow.id])
        let entry = script.entry
        #expect(script.play(.ledgerChanged) == [.loadLedger])
        let again = Client.LoadedLedger(borrows: [borrow], interrupted: [borrow.id])
        #expect(script.play(.ledgerLoaded(.success(again), at: now)) == [], "it is being written already")
        let effects = script.play(.kept(entry?.borrow ?? borrow, refused(.ledgerStepRefused)))
        #expect(effects == [.loadLedger])
        #expect(script.state.problems.isEmpty)
    }

    @Test func aNoteThatCameTooLateIsToldOf() {
        let borrow = Borrow.inDoubt()
        var script = ClientScript.holding(borrow)
        script.play(.noted(borrow.id, reason: "asked", at: now))
        #expect(script.play(.noted(borrow.id, reason: "asked", at: now)) == [], "one at a time")
        #expect(script.play(.kept(script.entry?.borrow ?? borrow, refused(.ledgerStepRefused))) == [.loadLedger])
        #expect(script.state.problems.map(\.code) == [.ledgerStepRefused])
    }

    // MARK: A full disk

    @Test func anOutcomeThatCannotBeWrittenIsNotShownAndIsWrittenLater() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.play(.borrowFinished(script.latest, .success(Answer(value: Fixture.grant())), at: now))
        let outcome = script.entry
        let onDisk = script.state.borrows
        #expect(script.play(.recorded(script.latest, .failure(full), at: now)) == [.loadLedger])
        #expect(script.state.borrows == onDisk)
        #expect(script.state.problems.map(\.code) == [.outcomeNotWritten])
        #expect(script.state.problems.first?.message.contains(UTC.format(Fixture.grant().end)) == true)

        script.play(.ledgerLoaded(.success(.init(borrows: onDisk)), at: now))
        #expect(script.effects.last == outcome.map { .keep($0) })
        let failed = script.play(.kept(script.entry?.borrow ?? onDisk[0], .failure(full)))
        #expect(failed == [], "it is not tried in a circle")
        #expect(script.state.borrows == onDisk)

        script.play(.ledgerChanged)
        script.play(.ledgerLoaded(.success(.init(borrows: onDisk)), at: now))
        #expect(script.effects.last == outcome.map { .keep($0) })
        #expect(script.play(.kept(script.entry?.borrow ?? onDisk[0], ClientScript.written)) == [.loadLedger])
        #expect(script.state.borrows.map { $0.status() } == [.active(until: Fixture.grant().end)])
        #expect(script.state.unwritten.isEmpty)
    }

    @Test func anOutcomeThatTheLedgerWillNotTakeAnyMoreIsGivenUp() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.play(.borrowFinished(script.latest, .success(Answer(value: Fixture.grant())), at: now))
        let onDisk = script.state.borrows
        script.play(.recorded(script.latest, .failure(full), at: now))
        script.play(.ledgerLoaded(.success(.init(borrows: onDisk)), at: now))
        #expect(script.play(.kept(script.entry?.borrow ?? onDisk[0], refused(.ledgerStepRefused))) == [.loadLedger])
        script.play(.ledgerLoaded(.success(.init(borrows: onDisk)), at: now))
        #expect(script.entry?.borrow.doubt?.code == .operationInterrupted)
    }

    @Test func whatCouldNotBeSentForWantOfAMemoryIsSettledLater() {
        var script = ClientScript.holding()
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written, at: now))
        let onDisk = script.state.borrows
        #expect(script.play(.recorded(script.latest, .failure(full), at: now)) == [.loadLedger])
        #expect(script.state.borrows == onDisk, "what is shown is what is on disk")
        #expect(script.state.problems == [full])
        script.play(.ledgerLoaded(.success(.init(borrows: onDisk)), at: now))
        guard case .refused(let problem) = script.entry?.borrow.status() else {
            Issue.record("expected refused")
            return
        }
        #expect(problem.code == .operationNotSent)
    }
}
