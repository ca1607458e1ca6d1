import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// A question whose borrow changes while it is open closes, and says why; where somebody types it stays, and does nothing.
@Suite struct MeanwhileTests {
    private static let user = LicenseReference.user("ana@acme.example")

    private func asking(_ action: Character, hours: Double = 1, phase: OperationPhase = .confirmed) -> DeskScript {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: Self.user, hours: hours, phase: phase)])
        desk.press(.character(action))
        #expect(desk.state.overlays.count == 1)
        return desk
    }

    private func returned(_ license: LicenseReference = Self.user) -> Borrow {
        var returned = Fixture.borrow("b", license: license, hours: 1)
        returned.releasedAt = TestClock.start
        return returned
    }

    private let name = "CAD-PRO ana@acme.example"

    @Test func thatItsBorrowHasEndedIsTold() {
        var desk = asking("r")
        desk.now += 3601
        desk.script.play(.ticked(at: desk.now))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("The question has closed: \(name) has ended meanwhile"), "\(desk.text)")
        #expect(desk.press(.enter) == [], "an Enter that was meant for the question does nothing")
        #expect(desk.words.contains("has ended meanwhile"), "and what was told still stands")
    }

    @Test func thatOthersHaveReturnedItIsTold() {
        var desk = asking("r")
        desk.reads([returned()], line: 9)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("\(name) has been returned meanwhile"), "\(desk.text)")
    }

    @Test(arguments: ["r", "s"] as [Character]) func thatItHasGoneIsTold(action: Character) {
        var desk = asking(action)
        desk.reads([], line: 9)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("The question has closed: its borrow is not in the list any more"), "\(desk.text)")
    }

    /// What was pressed as the question closed acted on the list: `b` led into the form, and the next letters into Product.
    @Test func whatIsPressedAsItClosesIsMeantForIt() {
        var desk = asking("r")
        desk.reads([returned()], line: 9)
        desk.now += 0.6
        for key in [Key.character("b"), .character("x"), .character("q"), .enter] {
            #expect(desk.press(key) == [], "\(key.label)")
        }
        #expect(desk.state.focus == .list && desk.state.overlays.isEmpty)
        #expect(
            desk.words.contains(
                "has been returned meanwhile. That key was pressed before this came up; press it again."),
            "\(desk.text)")
        desk.rest()
        desk.press(.character("b"))
        #expect(desk.state.focus == .form, "what is pressed later acts")
    }

    @Test func thatItsOutcomeIsKnownIsTold() {
        var desk = asking("v", phase: .unknown(Fixture.timeout.problem))
        desk.reads([Fixture.borrow("b", license: Self.user, hours: 1)], line: 9)
        #expect(desk.box("Settle").contains("! Too late: the outcome of \(name) is known now."), "\(desk.text)")
        #expect(!desk.box("Settle").contains("Why"), "it asks nothing any more: \(desk.text)")
    }

    /// A question about a row that others are at said that its outcome was known, or was sent to be refused.
    @Test(arguments: ["r", "s", "v", "e", "R"] as [Character]) func whatOthersAreAtIsWaitedFor(action: Character) {
        let isInDoubt = "vR".contains(action)
        let borrow = Fixture.borrow(
            "b", license: Self.user, hours: 1, phase: isInDoubt ? .unknown(Fixture.timeout.problem) : .confirmed)
        var pending = borrow
        pending.operation = Fixture.operation("other", kind: .check)
        let titles: [Character: String] = [
            "r": "Return", "s": "Ask the server", "v": "Settle", "e": "Extend", "R": "Repeat",
        ]
        let title = titles[action] ?? ""
        var desk = DeskScript(borrows: [borrow])
        desk.press(.character(action))
        if action == "v" { desk.type("asked the vendor") }
        if "eR".contains(action) {
            if action == "e" { desk.press(.tab) }
            desk.type("tulip-9-harbour")
        }
        desk.reads([pending], line: 9)
        #expect(desk.state.overlays.count == 1 && !desk.words.contains("Too late"), "\(desk.text)")
        #expect(
            desk.box(title).contains("Somebody's operation on it is under way. This waits until that is over."),
            "\(desk.text)")
        #expect(desk.press(.enter) == [] && desk.state.overlays.count == 1, "\(desk.text)")
        desk.reads([borrow], line: 10)
        #expect(!desk.box(title).contains("This waits"), "\(desk.text)")
        #expect(!desk.press(.enter).isEmpty && desk.state.client.underway.count == 1, "\(desk.text)")
    }

    @Test func aSeatOfACheckThatOthersHaveReturnedIsNotAskedAbout() {
        var seated = Fixture.borrow("b", license: Self.user)
        seated.grant = nil
        seated.seatTakenAt = TestClock.start
        var desk = DeskScript(borrows: [seated])
        desk.press(.character("s"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(reference: Self.user, identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        let license = License(id: 1, isBorrowed: false)
        desk.client(.responded(id, .success(.license(Response(value: license))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.box("Return the seat of a check").contains("Return that seat?"), "\(desk.text)")
        var returned = seated
        returned.seatTakenAt = nil
        returned.releasedAt = desk.now
        desk.reads([returned], line: 9_999)
        #expect(desk.state.overlays.isEmpty && desk.words.contains("has been returned meanwhile"), "\(desk.text)")
    }

    /// The letters of a password went to the list as commands, and in clear into Product, from where they were sent to the server.
    @Test func aPasswordThatIsTypedAcrossTheEndGoesNowhereElse() {
        var desk = asking("e")
        desk.press(.tab)
        desk.type("tul")
        desk.now += 3601
        desk.script.play(.ticked(at: desk.now))
        for character in "ip-9-harbour bq?" { #expect(desk.press(.character(character)) == []) }
        #expect(desk.state.overlays.count == 1 && desk.state.focus == .list)
        #expect(desk.state.form[.product].text.isEmpty)
        #expect(!desk.text.contains("harbour") && !desk.text.contains("tul"), "\(desk.text)")
        #expect(
            desk.box("Extend").contains(
                "! Too late: \(name) has ended meanwhile, and its seat is free. Nothing is sent any more. Enter closes this."
            ),
            "\(desk.text)")
        for part in ["Until", "Password", "It ends"] {
            #expect(!desk.box("Extend").contains(part), "it asks nothing any more: \(desk.text)")
        }
        #expect(desk.press(.enter) == [], "nothing is sent")
        #expect(desk.state.overlays.isEmpty && desk.words.contains("has ended meanwhile"), "\(desk.text)")
    }

    @Test func aKeyThatIsTypedAsAnotherDeskReturnsTheBorrowGoesNowhereElse() {
        let key = LicenseReference.key(lastFour: "4444", fingerprint: "f1")
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: key, hours: 1)])
        desk.press(.character("r"))
        desk.type("AAAA-BBBB")
        desk.reads([returned(key)], line: 9)
        desk.type("-CCCC-4444")
        #expect(desk.box("Return").contains("! Too late: CAD-PRO …4444 has been returned meanwhile."), "\(desk.text)")
        #expect(!desk.words.contains("now?") && !desk.words.contains("type it again"), "\(desk.text)")
        #expect(!desk.text.contains("AAAA") && !desk.text.contains("CCCC"), "\(desk.text)")
        #expect(desk.press(.escape) == [])
        #expect(desk.state.overlays.isEmpty && desk.state.client.underway.isEmpty)
    }

    @Test func aWordThatIsTypedStaysInItsQuestion() {
        let other = Fixture.borrow(
            "b", license: Self.user, hours: 1, hardwareID: HardwareID(rawValue: "render-node-17"))
        var over = other
        over.releasedAt = TestClock.start
        for keys in [[Key.character("r")], [.character("*"), .character("r")]] {
            var desk = DeskScript(borrows: [other])
            for key in keys { desk.press(key) }
            desk.type("ret")
            desk.reads([over], line: 9)
            desk.type("urn")
            #expect(desk.state.overlays.count == 1 && desk.box("Return").contains("! Too late:"), "\(desk.text)")
            #expect(desk.press(.enter) == [] && desk.state.client.underway.isEmpty)
        }
    }

    @Test func anExtensionWhoseBorrowIsOverOrKnownDoesNothingAnyMore() {
        var desk = asking("e")
        desk.reads([returned()], line: 9)
        #expect(desk.box("Extend").contains("Too late: \(name) has been returned meanwhile"), "\(desk.text)")
        #expect(!desk.footer.contains("extend") && desk.footer.contains("Enter close"), "\(desk.footer)")
        desk = asking("R", phase: .unknown(Fixture.timeout.problem))
        desk.reads([Fixture.borrow("b", license: Self.user, hours: 1)], line: 9)
        #expect(desk.box("Repeat").contains("is known now"), "\(desk.text)")
    }

    /// A calendar over an extension that was over told nothing of that.
    @Test func whatWasOpenedFromItLeavesSoThatItShows() {
        var desk = asking("e")
        desk.press(.down)
        #expect(desk.state.overlays.count == 2, "the calendar")
        let form = desk.state.form
        desk.reads([], line: 9)
        #expect(desk.state.overlays.count == 1)
        #expect(desk.box("Extend").contains("Too late: its borrow is not in the list any more."), "\(desk.text)")
        #expect(desk.press(.enter) == [] && desk.state.overlays.count == 1, "that was meant for the calendar")
        desk.rest()
        desk.press(.function(1))
        #expect(desk.state.overlays.count == 2, "what is opened later stays")
        desk.press(.escape, .escape)
        #expect(desk.state.overlays.isEmpty && desk.state.form[.until] == form[.until])
        // A question without a field goes once the commands over it have closed.
        desk = asking("r")
        desk.press(.alt("x"), .character("r"))
        desk.reads([returned()], line: 9)
        #expect(desk.state.overlays.count == 2)
        desk.press(.escape)
        #expect(desk.state.overlays.isEmpty && desk.words.contains("The question has closed"), "\(desk.text)")
    }

    /// A search that was being typed lost the keys to a problem, in which each letter is a command.
    @Test func whoTypesASearchIsNotInterrupted() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: Self.user, hours: 9)])
        desk.press(.character("r"), .enter, .character("/"), .character("C"))
        desk.respondToRelease(
            "s-1", of: Fixture.borrow("b", license: Self.user, hours: 9),
            .failure(Fixture.refusal(.authenticationFailure)))
        #expect(desk.state.focus == .list && desk.state.client.troubles.count == 1)
        desk.type("AD")
        #expect(desk.finding == "CAD")
    }

    /// It was swallowed without a word.
    @Test func aKeyThatCameBeforeAQuestionIsTold() {
        let doubtful = Fixture.borrow("b", license: Self.user, phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful], product: "CAD-PRO")
        desk.press(.character("b"), .backTab, .character(" "), .tab)
        desk.type("ana@acme.example")
        desk.press(.tab)
        desk.type("tulip")
        desk.press(.tab, .character(" "), .enter, .enter)
        let named = Client.Identified(reference: Self.user, identification: nil)
        desk.client(.identified(OperationID(rawValue: "s-1"), .success(named), at: desk.now))
        #expect(desk.state.client.questions.count == 1, "\(desk.text)")
        desk.now += 0.35
        desk.press(.character("y"))
        #expect(desk.state.client.questions.count == 1, "\(desk.text)")
        #expect(desk.words.contains("That key was pressed before this came up"), "\(desk.text)")
    }

    /// A row whose check, asked for before somebody typed on, has taken a seat, and the question that waits.
    private func seated(typing: Bool) -> DeskScript {
        var doubtful = Fixture.borrow("b", license: Self.user)
        (doubtful.grant, doubtful.operation.kind) = (nil, .check)
        doubtful.move(to: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful])
        desk.press(.character("s"), .enter)
        if typing {
            desk.press(.character("b"))
            desk.type("MESH")
        }
        let none = License(id: Fixture.licenseID, isBorrowed: false)
        desk.respondToRelease("s-1", of: doubtful, .success(.license(Response(value: none))))
        guard case .seated = desk.state.client.book[doubtful.id]?.status(at: Moment(host: desk.now)) else {
            Issue.record("no seat was taken: \(desk.text)")
            return desk
        }
        return desk
    }

    /// Its `y` returned the borrow that had been made meanwhile.
    @Test func theSeatOfACheckIsNotOfferedWhereABorrowHoldsIt() {
        var desk = seated(typing: true)
        #expect(desk.state.overlays.isEmpty && desk.words.contains("A question waits for your answer"), "\(desk.text)")
        desk.reads([Fixture.borrow("b", license: Self.user)], line: 2_000)
        #expect(!desk.words.contains("A question waits"), "\(desk.text)")
        desk.press(.escape)
        #expect(desk.state.overlays.isEmpty, "\(desk.text)")
        desk = seated(typing: true)
        desk.press(.escape)
        #expect(desk.box("Return the seat").contains("Return that seat?"), "as long as it is the check's: \(desk.text)")
    }

    @Test func theQuestionAboutTheSeatOfACheckClosesOnceABorrowHoldsIt() {
        for (phase, reason) in [
            (OperationPhase.confirmed, "\(name) has been borrowed meanwhile"),
            (.unknown(Fixture.timeout.problem), "something else has been done about \(name) meanwhile"),
        ] {
            var desk = seated(typing: false)
            #expect(desk.state.overlays.count == 1, "\(desk.text)")
            desk.reads([Fixture.borrow("b", license: Self.user, phase: phase)], line: 2_000)
            #expect(desk.state.overlays.isEmpty, "\(desk.text)")
            #expect(desk.words.contains("The question has closed: \(reason)"), "\(desk.text)")
        }
        var desk = seated(typing: false)
        desk.reads([returned()], line: 2_000)
        #expect(desk.words.contains("\(name) has been returned meanwhile"), "\(desk.text)")
    }

    /// Whatever failed meanwhile took the open list of licenses away.
    @Test func aListOfLicensesLeavesWhereItsOwnQueryFails() {
        let held = Fixture.borrow("b", license: Self.user, hours: 9)
        var desk = DeskScript(borrows: [held], product: "SIM-X")
        desk.press(.character("r"), .enter, .character("b"), .backTab, .right, .tab)
        desk.type("ana@acme.example")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.tab, .tab, .tab, .character(" "), .tab)
        #expect(desk.state.form.focus == .license, "\(desk.text)")
        desk.press(.enter)
        desk.respondToRelease("s-1", of: held, .failure(Fixture.refusal(.authenticationFailure)))
        #expect(desk.state.client.troubles.count == 1)
        guard case .choice? = desk.state.overlays.last else {
            Issue.record("the list has gone: \(desk.text)")
            return
        }
        let credentials = Credentials.user(name: "ana@acme.example", password: Secret("tulip-9-harbour"))
        let query = Client.Query.licenses(product: "SIM-X", credentials: credentials)
        desk.client(.queried(query, .failure(Fixture.refusal(.authenticationFailure))))
        #expect(desk.state.overlays.isEmpty, "\(desk.text)")
    }

    @Test func aQuestionThatIsAnsweredSaysNothingOfTheKind() {
        var desk = asking("r")
        desk.press(.escape)
        #expect(!desk.words.contains("The question has closed"))
    }

    @Test func lineByLineAYesToWhatIsOverDoesNothing() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        guard let borrow = desk.state.client.book.first(where: { $0.isToRelease(at: Moment(host: desk.now)) }) else {
            Issue.record("nothing is held")
            return
        }
        func spoken() -> SpokenDesk {
            SpokenDesk(client: desk.state.client, settings: desk.state.settings, now: desk.now)
        }
        let (question, draft) = (spoken().dialog(.release(borrow.id)), spoken().draft(.extend, of: borrow))
        #expect(spoken().settlement(question) == nil && spoken().settlement(draft) == nil)
        var returned = borrow
        returned.releasedAt = desk.now
        desk.reads(desk.state.client.book.map { $0.id == borrow.id ? returned : $0 }, line: 99)
        #expect(spoken().settlement(question) != nil && spoken().settlement(draft) != nil)
    }

    /// ^C left at once, and took with it what was typed in a question.
    @Test func whatIsTypedInAQuestionIsNotLostUnasked() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b")])
        desk.press(.character("r"))
        desk.type("AAAA-BBBB")
        #expect(desk.press(.control("c")) == [], "\(desk.text)")
        #expect(desk.box("Quit").contains("What you typed is lost."), "\(desk.text)")
        desk.press(.escape)
        #expect(!desk.box("Return").isEmpty, "\(desk.text)")
        var extending = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b")])
        extending.press(.character("e"))
        var untouched = extending
        #expect(untouched.press(.control("c")).contains(.quit(.success)), "nothing was typed")
        extending.type("+2d")
        #expect(extending.press(.control("c")) == [], "\(extending.text)")
    }

    /// Where the key had to be typed, nobody was asked to type the word that another device wants.
    @Test func anotherDevicesReturnWantsTheWordBesideTheKey() {
        let other = Fixture.borrow("b", hardwareID: HardwareID(rawValue: "render-node-17"))
        var desk = DeskScript(columns: 120, rows: 40, borrows: [other])
        desk.press(.character("r"))
        #expect(desk.box("Return").contains("Type \"return\""), "\(desk.text)")
        desk.type("return")
        #expect(desk.press(.enter) == [], "\(desk.text)")
        #expect(desk.box("Return").contains("The license key is not kept; type it again"), "\(desk.text)")
        desk.type("AAAA-BBBB-CCCC-4444")
        #expect(!desk.text.contains("BBBB"), "\(desk.text)")
        #expect(desk.press(.enter).count == 1, "\(desk.text)")
        #expect(desk.state.overlays.isEmpty)
    }

    /// "Extended …" stood there after another desk had set another end.
    @Test func whatWasDoneIsNotToldAnyMoreOnceOthersHaveChangedIt() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant())))
        #expect(desk.words.contains("Borrowed CAD-PRO …4444 until"), "\(desk.text)")
        guard var borrow = desk.state.client.book.first else {
            Issue.record("nothing was borrowed: \(desk.text)")
            return
        }
        desk.reads([borrow], line: 2_000)
        #expect(desk.words.contains("Borrowed CAD-PRO …4444 until"), "it is as it was: \(desk.text)")
        borrow.operation = Fixture.operation("other")
        borrow.operation.phase = .confirmed
        desk.reads([borrow], line: 2_001)
        #expect(!desk.words.contains("Borrowed CAD-PRO …4444 until"), "\(desk.text)")
    }
}
