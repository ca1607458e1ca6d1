import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What a person does at the desk, key by key.
@Suite struct DeskTests {
    @Test func aKeyBorrowWithTheMaximumSendsNullForTheEnd() {
        var desk = DeskScript()
        desk.type("CAD-PRO")
        #expect(desk.press(.tab) == [.client(.query(.product("CAD-PRO")))], "leaving the product asks about it")
        desk.press(.tab)
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab)
        desk.press(.character(" "))
        #expect(desk.state.form.isMaximum)
        desk.press(.enter)
        #expect(desk.state.form.focus == .borrow, "there is nothing else to fill in")
        desk.press(.enter)
        #expect(
            desk.script.effects.contains(
                .client(.identify(OperationID(rawValue: "s-1"), .credentials(.licenseKey(Fixture.key))))))
        let running = desk.state.client.underway[OperationID(rawValue: "s-1")]
        #expect(running?.request == .borrow(Fixture.request(), source: .prompt))
    }

    @Test func aTypedEndIsSentAsAnInstant() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        desk.type("2026-11-27 18:00")
        #expect(desk.text.contains("Fri 27 Nov 18:00 UTC+1"))
        #expect(desk.text.contains("= 17:00 UTC"))
        #expect(desk.text.contains("4 d 3 h 58 min"))
        desk.press(.enter, .enter)
        let running = desk.state.client.underway[OperationID(rawValue: "s-1")]
        let end = UTC.parse("2026-11-27T17:00:00Z")
        #expect(running?.request == .borrow(Fixture.request(end: .at(end ?? .distantPast)), source: .prompt))
    }

    @Test func anIncompleteFormGoesToTheFieldAndSendsNothing() {
        var desk = DeskScript()
        desk.type("CAD-PRO")
        desk.press(.tab, .backTab, .backTab)
        #expect(desk.state.form.focus == .borrow)
        let effects = desk.press(.enter)
        #expect(effects == [])
        #expect(desk.state.form.focus == .key)
        #expect(desk.state.form.errors[.key] != nil)
        #expect(desk.text.contains("! "))
    }

    @Test func anEndInThePastIsBarredBeforeItIsSent() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        desk.type("2026-11-20")
        #expect(desk.press(.enter, .enter) == [])
        #expect(desk.state.form.focus == .until)
        #expect(desk.state.client.underway.isEmpty)
    }

    @Test func afterABorrowTheRowShowsWhatTheServerGrantedAndTheSecretIsGone() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant(), clockOffset: 1)))
        #expect(desk.state.form[.key].text.isEmpty)
        #expect(desk.state.focus == .list)
        let row = desk.row("…4444") ?? ""
        #expect(row.contains("CAD-PRO") && row.contains("Mon 30 14:02"))
        #expect(row.contains("6d 23h"), "one second nearer by the server's clock")
        #expect(!desk.text.contains("clock"), "a clock that is right is not worth a word")
    }

    @Test func aProblemTakesTheKeysAndItsRemediesWork() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.deviceNotFound)))
        #expect(desk.state.focus == .problem)
        desk.press(.character("a"))
        guard case .dialog(let dialog) = desk.state.overlays.last, case .activate(let request) = dialog.purpose else {
            Issue.record("expected a question first, got \(desk.state.overlays)")
            return
        }
        #expect(desk.box("Activate").contains("on the license CAD-PRO …4444?"), "\(desk.text)")
        #expect(
            desk.press(.enter) == [
                .client(.identify(OperationID(rawValue: "s-2"), .credentials(request.credentials)))
            ])
        #expect(request.credentials == .licenseKey(Fixture.key))
    }

    @Test func returningTakesTwoKeysAndAsksOnce() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.escape, .character("r"))
        #expect(desk.text.contains("Return CAD-PRO ana@acme.example on this host now?"))
        #expect(desk.press(.enter) == [.client(.identify(OperationID(rawValue: "s-1"), .borrow(borrow, key: nil)))])
    }

    @Test func aReturnByKeyAsksForTheKeyThatIsNotKept() {
        let borrow = Fixture.borrow("b")
        var desk = DeskScript(borrows: [borrow])
        desk.press(.escape, .character("r"))
        desk.type("AAAA-BBBB-CCCC-4444")
        #expect(!desk.text.contains("AAAA"), "a secret is never on the screen")
        #expect(
            desk.press(.enter) == [
                .client(.identify(OperationID(rawValue: "s-1"), .borrow(borrow, key: Fixture.key)))
            ])
    }

    @Test func aBorrowInDoubtAsksBeforeItIsRepeated() {
        let doubtful = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful], product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        #expect(desk.text.contains("may be borrowed already"))
        desk.press(.escape)
        #expect(desk.state.client.underway.isEmpty, "declined: nothing was written or sent")
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func aCheckSaysThatItTakesASeat() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.escape, .character("s"))
        #expect(desk.words.contains("asking takes one"))
        #expect(desk.press(.enter) == [.client(.identify(OperationID(rawValue: "s-1"), .borrow(borrow, key: nil)))])
    }

    @Test func anUnknownOutcomeIsNotedWithAReason() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))])
        desk.press(.escape, .character("v"))
        desk.type("vendor says no")
        let effects = desk.press(.enter)
        guard case .client(.record(_, let entry)) = effects.first else {
            Issue.record("expected the note to be written, got \(effects)")
            return
        }
        #expect(entry.borrow.operation.phase == .noted(reason: "vendor says no"))
    }

    @Test func aReasonOfNothingButBlanksIsNone() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))])
        desk.press(.escape, .character("v"))
        desk.type("   ")
        #expect(desk.press(.enter) == [])
        #expect(desk.text.contains("Say why, in a few words."))
    }

    @Test func escapeNeverQuitsAndADirtyFormAsks() {
        var desk = DeskScript(product: "CAD-PRO")
        #expect(desk.press(.escape) == [])
        #expect(desk.press(.escape) == [], "in the list Escape does nothing")
        #expect(desk.state.focus == .list)
        desk.press(.character("b"))
        desk.type("AAAA")
        #expect(desk.press(.control("c")) == [])
        #expect(desk.text.contains("What you typed is lost"))
        #expect(desk.press(.escape) == [])
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.press(.control("c"), .control("c")) == [.quit(.success)])
    }

    @Test func aTextThatIsNoSecretIsMissedToo() {
        for text in ["MESH", "27 Nov"] {
            var desk = DeskScript(product: "CAD-PRO")
            if text == "MESH" { desk.press(.backTab, .backTab, .control("u")) } else { desk.press(.tab, .tab) }
            desk.type(text)
            desk.press(.escape)
            #expect(desk.press(.character("q")) == [], "\(text)")
            #expect(desk.text.contains("What you typed is lost"))
        }
    }

    @Test func whatTheFormBeginsWithIsNotMissed() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.backTab, .backTab)
        desk.type("X")
        desk.press(.backspace, .escape)
        #expect(desk.press(.character("q")) == [.quit(.success)])
    }

    @Test(arguments: [Key.character("q"), .control("c")])
    func quittingWhileAnOperationIsUnderWayAsksWhateverTheFormHolds(key: Key) {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.escape, .character("r"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(
            reference: .user("ana@acme.example"), identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        #expect(desk.state.client.underway[id]?.isAwaitingResponse == true && !desk.state.form.isDirty)
        #expect(desk.press(key) == [], "a return is under way")
        guard case .dialog(let dialog) = desk.state.overlays.last else {
            Issue.record("expected a question, got \(desk.state.overlays)")
            return
        }
        #expect(dialog.purpose == .quit)
        desk.press(.escape)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.press(key) == [])
        #expect(desk.press(.enter) == [.client(.cancel(id)), .quit(.success)], "what waits is cancelled first")
    }

    /// Each kind of proof that a browser sign-in hands out, in turn, typed and pasted.
    @Test(arguments: [0, 1], [true, false])
    func whatSingleSignOnHandsOutIsNeverShown(turns: Int, isPasted: Bool) {
        var desk = DeskScript(columns: 120, rows: 40, product: "SIM-X")
        desk.press(.backTab, .right, .right, .tab)
        for _ in 0..<turns { desk.press(.right) }
        desk.press(.tab)
        #expect(desk.state.form.focus == .proof)
        if isPasted { desk.press(.paste("pr00f-0f-me")) } else { desk.type("pr00f-0f-me") }
        #expect(desk.state.form[.proof].text == "pr00f-0f-me")
        for field in desk.state.form.fields {
            desk.script.play(.key(.tab, at: desk.now))
            #expect(!desk.text.contains("pr00f") && !desk.text.contains("0f-me"), "beside \(field)")
            #expect(desk.text.contains("•••••••••••"), "a dot for each character")
        }
    }

    @Test func whatIsCutIsToldAndNotSent() {
        var desk = DeskScript(product: "SIM-X")
        desk.press(.backTab, .right, .right, .tab, .right, .tab)
        desk.press(.paste(String(repeating: "t", count: 8193)))
        #expect(desk.box("New").contains("! At most 8192 characters fit here;"))
        desk.press(.tab)
        desk.type("acme")
        desk.press(.tab, .character(" "), .enter)
        #expect(desk.press(.enter) == [])
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.state.form.focus == .proof)
        desk.press(.control("u"))
        #expect(!desk.words.contains("characters fit here"), "\(desk.text)")
    }

    @Test func lettersTypeInAFieldAndActElsewhere() {
        var desk = DeskScript()
        desk.press(.character("q"))
        #expect(desk.state.form[.product].text == "q")
        desk.press(.backspace, .escape)
        #expect(desk.press(.character("q")) == [.quit(.success)])
    }

    @Test func aDisabledActionSaysWhy() {
        var desk = DeskScript()
        #expect(desk.press(.escape, .character("r")) == [])
        #expect(desk.state.notice?.text == "Nothing is borrowed.")
    }

    @Test func theCalendarMovesBarsAndTypesATime() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab)
        #expect(desk.state.form.focus == .until)
        desk.press(.down)
        #expect(desk.text.contains("November 2026"))
        desk.press(.right, .right, .right)
        for digit in "0930" { desk.press(.character(digit)) }
        desk.press(.enter)
        #expect(desk.state.form[.until].text == "2026-11-27 09:30")
        desk.press(.backTab, .backTab, .down)
        desk.press(.pageUp)
        #expect(desk.text.contains("That day is past."))
        #expect(desk.press(.escape) == [])
        #expect(desk.state.form[.until].text == "2026-11-27 09:30")
    }

    @Test func theLicensePickerListsTheUsersLicenses() {
        var desk = DeskScript(product: "SIM-X")
        desk.press(.backTab, .right)
        desk.press(.tab)
        desk.type("ana@acme.example")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.tab, .tab, .tab, .character(" "), .tab)
        #expect(desk.state.form.focus == .license)
        let credentials = Credentials.user(name: "ana@acme.example", password: Secret("tulip-9-harbour"))
        let query = Client.Query.licenses(product: "SIM-X", credentials: credentials)
        #expect(desk.press(.enter) == [.client(.query(query))])
        #expect(desk.text.contains("Asking the server…"))
        let license = License(
            id: 1_699_349_720_166_389, user: "ana@acme.example", maxBorrowHours: 72, seats: Seats(total: 3, inUse: 1))
        desk.client(.queried(query, .success(.licenses(Response(value: [license])))))
        #expect(desk.text.contains("2 of 3 free, longest 3 d"))
        desk.press(.down, .enter)
        #expect(desk.state.form[.license].text == "1699349720166389")
    }

    @Test func ticksAreAskedForOnlyWhenACellWillChange() {
        var desk = DeskScript()
        let minute = TestClock.start.addingTimeInterval(60)
        #expect(desk.script.effects.contains(.tick(at: minute)), "the header's clock")
        let before = desk.script.effects.count
        desk.script.play(.resized(Size(columns: 100, rows: 30)))
        #expect(desk.script.effects.count == before, "the tick that is due is not asked for again")
        #expect(desk.script.play(.ticked(at: minute)) == [.tick(at: minute.addingTimeInterval(60))])
    }

    @Test func theLastHourTicksBySeconds() {
        let desk = DeskScript(borrows: [Fixture.borrow("b", hours: 0.5)])
        #expect(desk.script.effects.last == .tick(at: TestClock.start.addingTimeInterval(1)))
        #expect(desk.text.contains("30m 00s !!"))
    }

    @Test func textFromTheServerCannotActOnTheTerminal() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.client(
            .requested(.query(.product("CAD-PRO")), at: desk.now),
            .queried(
                .product("CAD-PRO"),
                .failure(Fixture.refusal(.authenticationFailure, "bad\u{1B}]52;c;aGk=\u{07} \u{202E}evil"))))
        let scalars = desk.text.unicodeScalars
        #expect(desk.text.contains("Not looked up"))
        #expect(!scalars.contains("\u{1B}") && !scalars.contains("\u{202E}") && !scalars.contains("\u{07}"))
    }

    @Test func aResponseDoesNotTakeTheKeysFromSomebodyWhoTypes() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        desk.press(.backTab, .backTab, .backTab)
        desk.type("X")
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.refusal(.blacklisted)), at: desk.now))
        desk.written(id, 1)
        #expect(desk.text.contains("blacklisted"))
        #expect(desk.state.focus == .form)
        #expect(desk.state.form[.key].text == "AAAA-BBBB-CCCC-4444X")
    }

    @Test func longDetailsScroll() {
        var desk = DeskScript(columns: 60, rows: 16, product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.blacklisted, "This device is blacklisted")))
        desk.press(.character("d"))
        #expect(!desk.text.contains("End asked"))
        desk.press(.end)
        #expect(desk.text.contains("End asked"))
        desk.press(.up, .home)
        #expect(!desk.text.contains("End asked"))
    }

    @Test func secretsAreNotInADumpOfTheState() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        var dumped = ""
        dump(desk.state, to: &dumped)
        #expect(!dumped.contains("AAAA-BBBB"))
        #expect(!"\(desk.state)".contains("AAAA-BBBB"))
    }
}
