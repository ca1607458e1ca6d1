import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// How the ledger is read: once what is current, then what changes.
@Suite struct ReadingTests {
    let now = TestClock.start
    let current = LedgerSelection.current(at: Moment(host: TestClock.start, server: Fixture.server), others: 500)
    let broken = Problem(.ledgerUnreadable, message: "disk I/O error", time: TestClock.start)

    @Test func itIsReadOnceAndThenByChanges() {
        var script = ClientScript(Client.State(session: ClientScript.session))
        script.send(.started(at: now), effects: [.watchLedger, .loadLedger(current)]) { $0.reading = .whole }
        script.send(.ledgerAnnounced(.changed, at: now)) { $0.next = .changes }
        script.send(ClientScript.read([.other("a")], line: 7), effects: [.readChanges(after: 7)]) { state in
            (state.reading, state.next) = (.changes, .no)
            (state.ledger, state.line) = (.ready, 7)
            state.book = [.other("a")]
        }
        script.send(ClientScript.read([], line: 7, isWhole: false)) { $0.reading = .no }
        script.send(.ledgerAnnounced(.changed, at: now), effects: [.readChanges(after: 7)]) { $0.reading = .changes }
    }

    @Test func aPartShowsBeforeTheRestIsThere() {
        var script = ClientScript(Client.State(session: ClientScript.session))
        script.play(.started(at: now))
        let soon = LedgerPart(borrows: [.other("b")], progress: LedgerProgress(read: 1, of: 3))
        script.send(.ledgerReading(soon, at: now)) { state in
            state.ledger = .reading(LedgerProgress(read: 1, of: 3))
            state.book = [.other("b")]
        }
        script.send(.ledgerReading(LedgerPart(borrows: [], progress: LedgerProgress(read: 2, of: 3)), at: now)) {
            $0.ledger = .reading(LedgerProgress(read: 2, of: 3))
        }
        script.send(ClientScript.read([.other("a"), .other("b"), .other("c")], line: 9)) { state in
            (state.ledger, state.reading, state.line) = (.ready, .no, 9)
            state.book = [.other("a"), .other("b"), .other("c")]
        }
        // What is known stays while all is read anew.
        script.play(.requested(.readLedger, at: now))
        script.send(.ledgerReading(soon, at: now)) { _ in }
    }

    @Test func aCopyShowsWithItsTimeUntilTheLedgerIsThere() {
        var script = ClientScript(Client.State(session: ClientScript.session))
        script.play(.started(at: now))
        let then = now.addingTimeInterval(-3600)
        let copy = LedgerPart(borrows: [.other("b")], progress: LedgerProgress(read: 1, of: 1), asOf: then)
        script.play(.ledgerReading(copy, at: now))
        script.play(.ledgerRead(.failure(broken), at: now))
        #expect(script.state.ledger == .failed(broken, asOf: then))
        #expect(script.state.book == [.other("b")])
        // It is still as old when it is found to be away once more.
        script.play(.ledgerAnnounced(.changed, at: now))
        script.play(.ledgerRead(.failure(broken), at: now))
        #expect(script.state.ledger == .failed(broken, asOf: then))
        script.play(.ledgerAnnounced(.changed, at: now))
        script.play(ClientScript.read([.other("a")], line: 9))
        #expect(script.state.ledger == .ready && script.state.book == [.other("a")])
    }

    @Test func whatCouldNotBeReadAtAllIsOfNoTime() {
        var script = ClientScript(Client.State(session: ClientScript.session))
        script.play(.started(at: now))
        script.play(.ledgerRead(.failure(broken), at: now))
        #expect(script.state.ledger == .failed(broken, asOf: nil))
    }

    @Test func whatIsWrittenWhileAPartShowsOutlastsTheRest() {
        var state = Client.State(session: ClientScript.session)
        _ = Client.reduce(&state, .started(at: now))
        let part = LedgerPart(borrows: [.other("b")], progress: LedgerProgress(read: 1, of: 2))
        _ = Client.reduce(&state, .ledgerReading(part, at: now))
        var mine = Fixture.borrow("mine")
        state.onDisk(mine, Client.Written(line: 12))
        mine.move(to: .sent)
        state.onDisk(mine, Client.Written(line: 13))
        #expect(state.book.map(\.id.rawValue) == ["b", "mine"])
        _ = Client.reduce(&state, ClientScript.read([.other("a"), .other("b"), Fixture.borrow("mine")], line: 12))
        #expect(state.book.map(\.id.rawValue) == ["a", "b", "mine"])
        #expect(state.book.last?.operation.phase == .sent)
    }

    @Test func aReadingThatWasOvertakenIsUsedAndBroughtUpToDate() {
        var script = ClientScript.holding()
        script.play(.ledgerAnnounced(.changed, at: now))
        script.play(.ledgerAnnounced(.changed, at: now))
        script.play(.ledgerAnnounced(.changed, at: now))
        let effects = script.play(ClientScript.read([.other("a")], line: 1, isWhole: false))
        #expect(script.state.book == [.other("a")])
        #expect(effects == [.readChanges(after: 1)], "once, however often it was overtaken")
    }

    @Test func rowsKeepTheOrderInWhichTheyWereMade() {
        let mine = Fixture.borrow("mine")
        var script = ClientScript.holding(.other("a"))
        script.play(ClientScript.read([mine], line: 3, isWhole: false))
        // Made before it by another process, and read after it.
        script.play(ClientScript.read([.other("theirs", product: "SIM"), mine], line: 4, isWhole: false))
        #expect(script.state.book.map(\.id.rawValue) == ["a", "theirs", "mine"])
        var ended = Borrow.other("a")
        ended.releasedAt = now
        script.play(ClientScript.read([ended, .other("c", product: "FEA")], line: 5, isWhole: false))
        #expect(script.state.book.map(\.id.rawValue) == ["a", "theirs", "mine", "c"])
        #expect(script.state.book.first == ended)
    }

    @Test func whatWasMadeHereAfterAReadingComesAfterIt() {
        var script = ClientScript.holding(.other("a"))
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written(4), at: now))
        script.play(ClientScript.read([.other("theirs", product: "SIM")], line: 3, isWhole: false))
        #expect(script.state.book.map(\.id.rawValue) == ["a", "theirs", "s-1"])
    }

    @Test func aStepThatIsToldLateDoesNotUndoWhatWasReadSince() {
        var script = ClientScript.holding()
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written(1), at: now))
        let theirs = LedgerRules.lapsed(script.state.book[0], at: now + 121)
        guard let theirs else { return }
        script.play(ClientScript.read([theirs], line: 5, isWhole: false))
        script.play(.recorded(script.latest, ClientScript.written(2), at: now))
        #expect(script.state.book == [theirs])
    }

    @Test func anOldRowThatWasNotReadBeforeIsReadInItsPlace() {
        var old = Borrow.other("old")
        old.operation = Fixture.operation("9")
        var script = ClientScript.holding(.other("a", product: "SIM"))
        let effects = script.play(ClientScript.read([old], line: 3, isWhole: false))
        #expect(script.state.book.map(\.id.rawValue) == ["a", "old"])
        #expect(effects == [.loadLedger(current)], "nothing tells where it belongs, so all has to be read")
    }

    @Test func changesThatOutdateWhatWasReadBeforeHaveAllReadAnew() {
        var script = ClientScript.holding(.other("a"))
        script.play(.ledgerAnnounced(.changed, at: now))
        var changes = LedgerReading(borrows: [.other("b", product: "SIM")], line: 3)
        changes.outdatesEarlier = true
        let effects = script.play(.ledgerRead(.success(.init(changes, isWhole: false)), at: now))
        #expect(script.state.book.map(\.id.rawValue) == ["a", "b"])
        #expect(effects == [.loadLedger(current)])
    }

    @Test func whatIsForgottenElsewhereGoes() {
        var forgotten = Borrow.other("a")
        forgotten.forgottenAt = now
        var script = ClientScript.holding(.other("a"), Fixture.borrow("b"))
        script.play(ClientScript.read([forgotten], line: 3, isWhole: false))
        #expect(script.state.book.map(\.id.rawValue) == ["b"])
    }

    @Test func whatIsReadLeavesAloneWhatIsUnderWayHere() {
        let other = Borrow.other("a")
        var script = ClientScript.holding(other, Fixture.borrow("b"))
        script.submit()
        script.play(.recorded(script.latest, ClientScript.written(4), at: now))
        let mine = script.state.book
        var theirs = other
        theirs.releasedAt = now
        script.play(ClientScript.read([theirs, Fixture.borrow("b")], line: 3))
        #expect(script.state.book == [theirs, mine[1]])
        script.play(ClientScript.read([theirs], line: 3))
        #expect(script.state.book == [theirs, mine[1]], "even where the reading was too early to hold it")
    }

    @Test func aReadingThatIsOlderThanAnOutcomeDoesNotUndoIt() {
        for isWhole in [true, false] {
            var script = ClientScript.holding()
            script.grant()
            script.play(isWhole ? .requested(.readLedger, at: now) : .ledgerAnnounced(.changed, at: now))
            script.settle(3)
            let settled = script.state.book
            var early = settled[0]
            early.operation.phase = .sent
            #expect(script.play(ClientScript.read([early], line: 2, isWhole: isWhole)) == [.readChanges(after: 2)])
            #expect(script.state.book == settled)
            script.play(ClientScript.read(Array(settled), line: 3, isWhole: false))
            #expect(script.state.book == settled)
            #expect(script.state.written.isEmpty)
        }
    }

    @Test func aReadingThatFailsCanBeRepeated() {
        var script = ClientScript.holding(.other("a"))
        script.play(.ledgerAnnounced(.changed, at: now))
        script.play(.ledgerRead(.failure(broken), at: now))
        #expect(script.state.ledger == .failed(broken, asOf: broken.time))
        #expect(script.state.book == [.other("a")], "what was read before stays shown")
        guard let trouble = script.state.troubles.first else {
            Issue.record("expected a problem")
            return
        }
        #expect(trouble.request == .readLedger)
        #expect(script.play(.retryRequested(trouble.id, at: now)) == [.loadLedger(current)])
        script.play(ClientScript.read([]))
        #expect(script.state.ledger == .ready)
        #expect(script.state.troubles.isEmpty)
    }

    @Test func aReadingThatFailsAfterwardsTurnsNoSuccessIntoAFailure() {
        var script = ClientScript.holding()
        script.grant()
        script.settle()
        script.play(.ledgerRead(.failure(broken), at: now))
        let told = script.told.filter { $0.operation != nil }
        #expect(told.count == 1)
        guard case .borrowed = told.first?.result else {
            Issue.record("expected a borrow")
            return
        }
        #expect(script.told.last?.request == .readLedger)
    }

    @Test func whatTheLedgerAnnouncesIsKeptForTheFrontEnds() {
        var script = ClientScript.holding()
        script.send(.ledgerAnnounced(.waiting(holder: "sqlite3 (4711)"), at: now)) { $0.lockHolder = "sqlite3 (4711)" }
        script.send(.ledgerAnnounced(.waiting(holder: nil), at: now)) { $0.lockHolder = nil }
        script.send(.ledgerAnnounced(.unavailable(broken), at: now), effects: [.readChanges(after: 0)]) { state in
            state.watchProblem = broken
            state.reading = .changes
        }
    }

    @Test func aQueryThatFailsWhileTheFormIsFilledInRaisesNoAlarm() {
        var script = ClientScript.holding()
        let query = Client.Query.product("CAD")
        #expect(script.play(.requested(.query(query), at: now)) == [.query(query)])
        #expect(script.play(.requested(.query(query), at: now)) == [], "one at a time")
        let refusal = Fixture.refusal(.unknownProduct).problem
        script.play(.queried(query, .failure(ServiceFailure(refusal, clockOffset: -90))))
        #expect(script.state.troubles.isEmpty)
        #expect(script.state.clockOffset == -90, "what it tells of the server's clock is news all the same")
        #expect(script.state.productProblems["CAD"]?.code == .unknownProduct)
    }
}
