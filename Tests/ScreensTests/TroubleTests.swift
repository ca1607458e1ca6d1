import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// The keys of the problem panel act on what the panel shows.
@Suite struct TroubleTests {
    /// A desk whose form stands ready to send.
    private func ready(_ borrows: [Borrow] = [], product: String = "CAD-PRO") -> DeskScript {
        var desk = DeskScript(borrows: borrows, product: product)
        desk.fillIn()
        return desk
    }

    /// What was asked to be identified last.
    private func subject(_ effects: [App.Effect]) -> Client.Subject? {
        effects.lazy.compactMap { if case .client(.identify(_, let subject)) = $0 { subject } else { nil } }.first
    }

    @Test func aRetryRepeatsTheBorrowOfThePanelAndNotTheForm() {
        var desk = ready()
        desk.borrow(.failure(Fixture.timeout))
        desk.press(.escape)
        #expect(desk.state.client.troubles.isEmpty)
        desk = ready()
        desk.borrow(.failure(Fixture.timeout))
        // Somebody changes the form, and comes back to the panel.
        desk.press(.tab, .control("u"))
        desk.type("MESH")
        desk.press(.escape, .character("!"))
        let effects = desk.press(.character("R"))
        #expect(subject(effects) == .credentials(.licenseKey(Fixture.key)))
        guard case .borrow(let request, _) = desk.state.client.underway.values.first?.request else {
            Issue.record("expected a borrow, got \(desk.state.client.underway)")
            return
        }
        #expect(request.product == "CAD-PRO")
    }

    @Test func aRetryOfAListOfLicensesBorrowsNothing() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.blacklisted)))
        let query = Client.Query.licenses(
            product: "SIM-X", credentials: .user(name: "ana@acme.example", password: Secret("tulip-9-harbour")))
        desk.press(.escape)
        desk.client(
            .requested(.query(query), at: desk.now), .queried(query, .failure(Fixture.refusal(.authenticationFailure))))
        desk.press(.character("!"))
        #expect(desk.press(.character("R")) == [.client(.query(query))])
        #expect(desk.state.client.underway.isEmpty)
    }

    @Test func aRetryOfAReturnIsAReturn() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.escape, .character("r"), .enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(.identified(id, .failure(Problem(.configMissing, message: "", time: desk.now)), at: desk.now))
        #expect(desk.text.contains("Problem"))
        let effects = desk.press(.character("R"))
        #expect(subject(effects) == .borrow(borrow, key: nil))
        #expect(desk.state.client.underway.values.first?.request == .release(borrow.id))
    }

    @Test func aCheckFromThePanelIsAboutItsBorrowAndNotTheChosenRow() {
        let other = Fixture.borrow("z", product: "MESH", license: .user("bo@acme.example"), hours: 1)
        let doubtful = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [other, doubtful])
        desk.press(.escape, .down, .character("r"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(
            reference: doubtful.subject.license, identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.timeout), at: desk.now))
        desk.written(id, 1)
        desk.press(.character("o"), .home)
        desk.press(.character("!"), .character("s"))
        guard case .dialog(let dialog) = desk.state.overlays.last else {
            Issue.record("expected a question, got \(desk.state.overlays)")
            return
        }
        #expect(dialog.purpose == .check(doubtful.id))
    }

    @Test func closingGoesBackToWhereTheKeysWere() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.escape, .character("r"), .enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(.identified(id, .failure(Problem(.configMissing, message: "", time: desk.now)), at: desk.now))
        #expect(desk.state.focus == .problem)
        desk.press(.escape)
        #expect(desk.state.focus == .list, "the list had the keys")
        desk.press(.escape, .escape)
        #expect(desk.state.focus == .list, "in the list, Escape does nothing")
    }

    @Test func aProblemThatArrivesDoesNotTakeThePlaceOfOneThatIsRead() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.blacklisted)))
        let shown = desk.state.client.troubles[0]
        desk.ledgerFails(.ledgerUnreadable)
        #expect(desk.text.contains("blacklisted"))
        #expect(desk.text.contains("Problem 2 of 2"))
        desk.press(.escape)
        #expect(!desk.state.client.troubles.contains(shown), "closed is what was read")
        #expect(desk.state.client.troubles.map(\.problem.code) == [.ledgerUnreadable])
        #expect(desk.text.contains("ledger_unreadable"), "the other one is left")
        #expect(desk.state.focus == .form, "back to where the keys were")
    }

    @Test func aPanelThatWasReachedByTabGoesBackToTheListToo() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.blacklisted)))
        desk.press(.tab, .escape, .tab)
        #expect(desk.state.focus == .problem)
        desk.press(.escape)
        #expect(desk.state.focus == .list)
    }

    @Test func theChoiceStaysOnWhatWasAskedAbout() {
        let first = Fixture.borrow("a", license: .user("ana@acme.example"), phase: .unknown(Fixture.timeout.problem))
        let second = Fixture.borrow(
            "b", product: "MESH", license: .user("ana@acme.example"), phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [first, second])
        desk.press(.escape, .character("s"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(
            reference: first.subject.license, identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        let license = License(
            id: Fixture.licenseID, maxBorrowHours: 168, borrowedUntil: Fixture.grant().end, isBorrowed: true)
        desk.client(.responded(id, .success(.license(Response(value: license))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.chosen == first.id)
    }

    @Test func aKeyGoesThroughTheProblems() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.blacklisted)))
        desk.ledgerFails(.ledgerUnreadable)
        desk.press(.character("n"))
        #expect(desk.text.contains("Problem 1 of 2"))
        desk.press(.character("n"))
        #expect(desk.text.contains("Problem 2 of 2"))
    }

    @Test func aLedgerThatCouldNotBeReadIsNotCalledEmptyAndIsReadAgain() {
        var desk = DeskScript()
        desk.ledgerFails(.ledgerUnreadable)
        #expect(!desk.text.contains("Nothing is borrowed."))
        #expect(desk.text.contains("could not be read"))
        let effects = desk.press(.character("R"))
        guard case .client(.loadLedger) = effects.first else {
            Issue.record("expected a reading, got \(effects)")
            return
        }
    }

    @Test func correctingFillsTheFormAsTheRequestHadIt() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.licenseNotFound)))
        desk.press(.tab, .control("u"))
        desk.type("MESH")
        desk.press(.escape, .character("!"), .character("k"))
        #expect(desk.state.form.focus == .key)
        #expect(desk.state.form[.product].text == "CAD-PRO")
        #expect(desk.state.form.isMaximum)
    }

    @Test func whatIsCorrectedTakesThePlaceOfTheProblem() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.unknownProduct)))
        desk.press(.character("p"), .control("u"))
        desk.type("MESH")
        desk.press(.backTab)
        desk.press(.enter)
        #expect(desk.state.client.troubles.isEmpty)
        #expect(desk.state.client.underway.count == 1)
    }

    @Test func aProblemThatIsSolvedLeavesAndTheKeysGoBack() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable)))
        desk.press(.character("R"))
        let id = OperationID(rawValue: "s-2")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant()))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.state.client.troubles.isEmpty)
        #expect(desk.state.focus == .list)
    }
}

/// What the list shows of borrows of the same seat, and what questions do to somebody who types.
@Suite struct TrustTests {
    @Test func aBorrowOfUnknownOutcomeIsNotHiddenByAnOlderOneThatEnded() {
        var doubtful = Fixture.borrow("a", phase: .unknown(Fixture.timeout.problem))
        doubtful.grant = nil
        let ended = Fixture.borrow("b", hours: -5)
        #expect(doubtful.subject == ended.subject)
        #expect(DeskScript(borrows: [doubtful, ended]).text.contains("unknown ?"))
        #expect(DeskScript(borrows: [ended, doubtful]).text.contains("unknown ?"))
    }

    @Test func aLiveBorrowIsNotHiddenByALaterEndThatWasReturned() {
        var returned = Fixture.borrow("a", hours: 72)
        returned.releasedAt = TestClock.start
        let live = Fixture.borrow("b", hours: 24)
        for borrows in [[returned, live], [live, returned]] {
            var desk = DeskScript(borrows: borrows)
            #expect(desk.text.contains("Borrowed 1"))
            #expect(!desk.text.contains("returned"))
            desk.press(.escape, .character("r"))
            #expect(desk.text.contains("Return CAD-PRO"))
        }
    }

    @Test func aQuestionWaitsForSomebodyWhoTypes() {
        let doubtful = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful], product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        // The response to "which license" is late, and the next form is being filled in.
        desk.press(.backTab, .backTab, .backTab)
        desk.type("X")
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.text.contains("A question waits"))
        desk.type("y")
        #expect(desk.state.form[.key].text == "AAAA-BBBB-CCCC-4444Xy", "a letter is text")
        desk.press(.escape)
        #expect(desk.text.contains("may be borrowed already"))
        #expect(desk.press(.enter) == [], "Enter may have been meant for something else")
        #expect(desk.press(.character("y")) == [], "typed ahead: nobody can have read it")
        #expect(desk.state.overlays.count == 1)
        var setBack = desk
        let later = desk.now.addingTimeInterval(1)
        #expect(!desk.script.play(.key(.character("y"), at: later)).isEmpty)
        #expect(desk.state.overlays.isEmpty)
        setBack.script.play(.key(.character("y"), at: setBack.now.addingTimeInterval(-3600)))
        #expect(setBack.state.overlays.isEmpty, "a clock that is set back locks nobody out")
    }

    @Test func whileAQuestionWaitsNothingIsSaidToBeSent() {
        let doubtful = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful], product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        desk.client(
            .identified(
                OperationID(rawValue: "s-1"),
                .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(15)))
        #expect(!desk.text.contains("Waiting for the server"))
        #expect(!desk.text.contains("waiting…"))
    }

    @Test func aLicenseKeyInTheProductsFieldGoesNowhere() {
        var desk = DeskScript()
        desk.type("rFALT-0000-0000-0001")
        #expect(desk.press(.tab) == [])
        #expect(desk.box("New").contains("looks like a license key"))
        desk.press(.tab)
        desk.fillIn()
        #expect(desk.press(.enter) == [])
        #expect(desk.state.form.focus == .product)
    }

    @Test func anotherDeviceIsNamedInTheQuestion() {
        let device = HardwareID(rawValue: "render-node-17")
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hardwareID: device)])
        desk.press(.escape, .character("r"))
        #expect(desk.box("Return").contains("of another device, render-node-17?"))
    }

    @Test func aNoteWithoutAReasonSaysSo() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))])
        desk.press(.escape, .character("v"))
        #expect(desk.press(.enter) == [])
        #expect(desk.text.contains("Say why"))
    }

    @Test func anExtensionNamesTheOldEndAndTheNew() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", hours: 48)], product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant())))
        #expect(desk.words.contains("Extended CAD-PRO …4444: Wed 25 Nov 14:02 UTC+1 → Mon 30 Nov 14:02 UTC+1."))
    }

    @Test func aSingleSignOnBorrowCannotBeReturnedAndSaysSoAtOnce() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .customerAccount("acme"))])
        #expect(desk.press(.escape, .character("r")) == [])
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.text.contains("ends by itself"))
    }

    @Test func quittingAsksWhileAResponseIsNotOnDisk() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant())))
        #expect(desk.press(.character("q")) == [.quit(.success)], "on disk: nothing to ask")
        desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant()))), at: desk.now))
        desk.client(.recorded(id, .failure(Problem(.ledgerUnwritable, message: "full", time: desk.now)), at: desk.now))
        #expect(desk.words.contains("not on disk yet"))
        #expect(desk.press(.control("c")) == [])
        #expect(desk.box("Quit").contains("is not on disk yet"))
        #expect(desk.box("Quit").contains("Quit?"))
    }
}
