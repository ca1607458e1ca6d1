import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// Extending is a thing of its own: old end, new end, and a question where it gets shorter (M3).
@Suite struct ExtendTests {
    private let user = LicenseReference.user("ana@acme.example")

    /// A desk with the dialog open on a borrow that ends in some hours.
    private func extending(hours: Double = 99) -> DeskScript {
        var desk = DeskScript(borrows: [Fixture.borrow("b", product: "SIM-X", license: user, hours: hours)])
        desk.press(.character("e"))
        return desk
    }

    /// What was asked for last.
    private func request(_ desk: DeskScript) -> Client.Request? { desk.state.client.underway.values.first?.request }

    /// The end that was asked for last.
    private func end(_ desk: DeskScript) -> BorrowEnd? {
        if case .extend(_, let end, _) = request(desk) { end } else { nil }
    }

    @Test func itNamesWhatIsExtendedAndBothEnds() {
        var desk = extending()
        #expect(desk.text.contains("Extend SIM-X ana@acme.example"))
        #expect(desk.box("Extend").contains("It ends Fri 27 Nov 17:02"))
        desk.type("2026-11-28 18:00")
        #expect(desk.box("Extend").contains("Fri 27 Nov 17:02 → Sat 28 Nov 18:00"))
        #expect(desk.box("Extend").contains("1 d longer"))
    }

    /// An end that was offered was cut to the minute, and so came earlier than the one that is held.
    @Test func theOfferedEndIsNeverEarlierThanTheOneThatIsHeld() {
        // The last one is the longest borrow of a few seconds ago: no full minute lies between its end and the latest one.
        let minute = 1.0 / 60
        let cases: [(hours: Double, later: TimeInterval)] = [
            (168, 0), (167, 0), (99 + 0.7 * minute, 0), (20 + 0.1 * minute, 7), (168 + 0.3 * minute, 25),
        ]
        for (hours, later) in cases {
            var desk = DeskScript(borrows: [Fixture.borrow("b", product: "SIM-X", license: user, hours: hours)])
            desk.now += later
            desk.script.play(.ticked(at: desk.now))
            desk.press(.character("e"))
            if case .extend(let dialog)? = desk.state.overlays.last, dialog.isMaximum { desk.press(.control("t")) }
            #expect(!desk.box("Extend").contains("shorter"), "\(hours): \(desk.text)")
            #expect(!desk.box("Extend").contains("longest 7 d, until"), "\(hours): \(desk.text)")
            desk.press(.tab, .paste("tulip"), .enter)
            guard case .at(let end) = end(desk) else {
                Issue.record("nothing was sent: \(desk.text)")
                continue
            }
            #expect(end >= TestClock.start.addingTimeInterval(hours * 3600 - 1), "\(hours)")
        }
    }

    @Test func theMaximumHasAnOldAndANewEndToo() {
        var desk = extending()
        desk.press(.control("t"))
        #expect(desk.box("Extend").contains("Fri 27 Nov 17:02 → about Mon 30 Nov 14:02 UTC+1"), "\(desk.text)")
    }

    @Test func aDayIsADayHoweverLongItTookToType() {
        var desk = extending()
        desk.now += 7
        desk.script.play(.ticked(at: desk.now))
        desk.type("2026-11-28 17:01")
        #expect(desk.box("Extend").contains("23 h 59 min longer"), "\(desk.text)")
        desk.press(.control("u"))
        desk.type("2026-11-28 17:02")
        #expect(desk.box("Extend").contains("1 d longer"), "\(desk.text)")
        let odd = Fixture.borrow("b", product: "SIM-X", license: user, hours: 99 + 20.0 / 3600)
        desk = DeskScript(borrows: [odd])
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("1 d longer"), "\(desk.text)")
    }

    @Test func whatIsWrongWithTheEndIsSaidOnceAndInTheChosenZone() {
        var desk = extending()
        desk.type("+400d")
        desk.press(.enter)
        let box = desk.box("Extend")
        #expect(box.contains("until Mon 30 Nov 14:02 UTC+1") && !box.contains("! "), "\(desk.text)")
        #expect(!box.contains(" UTC:"), "\(desk.text)")
        let sentence = #expect(throws: FieldError.self) {
            try Validation.end(
                typed: "+400d", now: TestClock.start, zone: LocalZone(named: "Europe/Berlin") ?? .utc, limit: 168)
        }
        #expect(sentence?.sentence == "The latest end is Mon 30 Nov 14:02 UTC+1: the longest borrow is 168 h (7 days).")
    }

    @Test func theKeyOfTheMaximumShowsOnASmallScreen() {
        var desk = DeskScript(columns: 40, rows: 12, borrows: [Fixture.borrow("b", product: "SIM-X", license: user)])
        desk.press(.character("e"))
        #expect(desk.footer.contains("^T max") && desk.footer.contains("Esc cancel"), "\(desk.footer)")
    }

    @Test func whatIsTypedReplacesTheEndThatStandsThere() {
        var desk = extending()
        #expect(desk.box("Extend").contains("Until 2026-11-28 17:02"))
        desk.type("fri 18:00")
        #expect(desk.box("Extend").contains("Until fri 18:00"))
    }

    @Test func itAsksForThePasswordAndNamesTheRow() {
        var desk = extending()
        desk.type("2026-11-28 18:00")
        #expect(desk.press(.enter) == [], "the password comes first")
        desk.type("tulip-9-harbour")
        #expect(!desk.text.contains("tulip"))
        desk.press(.enter)
        let end = BorrowEnd.at(UTC.parse("2026-11-28T17:00:00Z") ?? .distantPast)
        let credentials = Credentials.user(name: "ana@acme.example", password: Secret("tulip-9-harbour"))
        #expect(request(desk) == .extend(OperationID(rawValue: "b"), to: end, with: credentials))
        #expect(desk.state.overlays.isEmpty)
    }

    /// A desk on which an earlier end waits for a yes.
    private func shortening() -> DeskScript {
        var desk = extending()
        desk.type("+1h")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        #expect(desk.press(.enter) == [])
        return desk
    }

    @Test func aShorterEndIsAskedForAndWantsItsOwnKey() {
        var desk = shortening()
        let named = desk.now.addingTimeInterval(3600)
        #expect(
            desk.box("Shorten").contains(
                "SIM-X ana@acme.example on this host is held until Fri 27 Nov 17:02 UTC+1. It ends 4 d 2 h earlier then, "
                    + "Mon 23 Nov 15:02 UTC+1. Shorten it?"), "\(desk.text)")
        #expect(desk.footer.contains("y shorten it") && !desk.footer.contains("Enter"), "\(desk.footer)")
        desk.rest()
        for key in [Key.enter, .enter, .character(" "), .tab, .character("x")] {
            #expect(desk.press(key) == [], "\(key.label)")
            desk.rest()
        }
        #expect(desk.state.client.underway.isEmpty, "no number of Enters is a yes")
        #expect(!desk.press(.character("y")).isEmpty)
        #expect(end(desk) == .at(named), "the end that the question names")
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func theEndThatTheQuestionNamesIsSentWhateverZoneIsSetMeanwhile() throws {
        var desk = extending()
        desk.press(.control("u"))
        desk.type("23 Nov 15:02")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        #expect(desk.box("Shorten").contains("Mon 23 Nov 15:02 UTC+1"), "\(desk.text)")
        var settings = desk.state.settings
        settings.timeZone = try #require(LocalZone(named: "Asia/Tokyo"))
        desk.script.play(
            .configurationChanged(
                .success(App.Reconfiguration(settings: settings, changed: ["time_zone"])), at: desk.now))
        #expect(desk.box("Shorten").contains("Mon 23 Nov 23:02 UTC+9"), "\(desk.text)")
        desk.rest()
        desk.press(.character("y"))
        #expect(end(desk) == .at(Date(timeIntervalSince1970: 1_795_442_520)))
    }

    @Test func aYesThatWasTypedAheadIsNone() {
        var desk = shortening()
        desk.press(.character("y"))
        #expect(desk.state.client.underway.isEmpty, "it belongs to the password that was typed")
        desk.rest()
        desk.press(.character("y"))
        #expect(request(desk) != nil)
    }

    @Test(arguments: [Key.escape, .character("n")]) func aNoLeadsBackToWhatWasTyped(key: Key) {
        var desk = shortening()
        desk.press(key)
        #expect(desk.box("Extend").contains("Until +1h") && desk.box("Extend").contains("Password •••"), "\(desk.text)")
        desk.rest()
        desk.press(.enter)
        #expect(desk.state.client.underway.isEmpty && desk.box("Shorten").contains("Shorten it?"), "it is asked anew")
    }

    @Test func aShorterEndIsAskedForOnceWhateverTheClockDoes() {
        var desk = shortening()
        desk.script.play(.key(.character("y"), at: desk.now.addingTimeInterval(3)))
        #expect(request(desk) != nil, "the same end was asked about: \(desk.text)")
    }

    @Test func anotherShorterEndIsAskedForAnew() {
        var desk = shortening()
        desk.press(.escape, .tab, .control("u"))
        desk.type("+5h")
        desk.rest()
        #expect(desk.press(.enter) == [])
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.box("Shorten").contains("Mon 23 Nov 19:02"), "\(desk.text)")
    }

    /// What is asked of a borrow from the form is asked in the same words and takes the same keys.
    @Test func theFormAsksTheSame() {
        let own = Fixture.borrow("b", product: "SIM-X", license: user, hours: 99)
        var desk = DeskScript(borrows: [own], product: "SIM-X")
        let id = OperationID(rawValue: "s-1")
        var wish = Fixture.userRequest()
        wish.end = .at(TestClock.start.addingTimeInterval(3600))
        desk.client(.requested(.borrow(wish, source: .prompt), at: desk.now))
        desk.client(.identified(id, .success(.init(reference: user, identification: nil)), at: desk.now))
        let extended = shortening()
        #expect(desk.box("Shorten") == extended.box("Shorten"), "\(desk.text)")
        #expect(desk.footer == extended.footer)
    }

    @Test func aSecretThatWillNotDoIsForgotten() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.character("e"), .enter)
        desk.press(.paste("no key"), .enter)
        #expect(desk.words.contains("What was typed is forgotten; type or paste it anew."), "\(desk.text)")
        #expect(desk.state.client.underway.isEmpty)
        desk.press(.paste(Fixture.key.exposed), .enter)
        #expect(request(desk) != nil, "\(desk.text)")
    }

    @Test func onTheSmallestScreenTheLicenseIsNamedWhole() {
        let borrows = [1_699_349_720_170_001, 1_699_349_720_170_002].map { (number: Int64) in
            Fixture.borrow("b\(number)", product: "SIM-X", license: user, hours: 99, licenseID: number)
        }
        var desk = DeskScript(columns: 40, rows: 12, borrows: borrows)
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("SIM-X ana@acme.example …0001"), "\(desk.text)")
        #expect(desk.box("Extend").contains("It ends Fri 27 Nov"), "\(desk.text)")
        desk.script.play(.resized(Size(columns: 80, rows: 24)))
        #expect(desk.text.contains("▸Extend SIM-X ana@acme.example …0001"), "\(desk.text)")
    }

    @Test func theEndThatStandsThereCanBeSent() {
        for hours in [1.0, 99, 160, 168] {
            var desk = extending(hours: hours)
            desk.press(.tab)
            desk.type("tulip-9-harbour")
            #expect(!desk.press(.enter).isEmpty, "\(hours) h: \(desk.text)")
        }
    }

    @Test func aKeyTurnsToTheMaximum() {
        var desk = extending()
        desk.press(.control("t"))
        #expect(desk.text.contains("[x] max borrow time"))
        desk.press(.enter)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        #expect(end(desk) == .maximum)
    }

    @Test func theCalendarFillsInTheEndAndComesBack() {
        var desk = extending()
        desk.press(.down)
        #expect(desk.text.contains("November 2026"))
        desk.press(.right)
        for digit in "0930" { desk.press(.character(digit)) }
        desk.press(.enter)
        guard case .extend(let dialog) = desk.state.overlays.last else {
            Issue.record("expected the dialog, got \(desk.state.overlays)")
            return
        }
        #expect(dialog.until.text == "2026-11-29 09:30")
        desk.press(.escape)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func anEndPastTheLimitSaysSoAndSendsNothing() {
        var desk = extending()
        desk.type("+8d")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        #expect(desk.press(.enter) == [])
        #expect(desk.text.contains("▸Until"), "back to the field at fault")
        #expect(desk.box("Extend").contains("longest 7 d, until Mon 30 Nov"), "\(desk.text)")
    }

    @Test(arguments: ["k", "R"]) func aRefusedPasswordLeadsBackToTheEndThatWasAskedFor(key: Character) {
        var desk = extending()
        desk.type("2026-11-28 18:00")
        desk.press(.enter)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(reference: user, identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.refusal(.authenticationFailure)), at: desk.now))
        desk.written(id, 1)
        desk.rest()
        desk.press(.character(key))
        guard key == "k" else { return #expect(desk.state.client.underway.count == 1, "the password is still at hand") }
        #expect(desk.box("Extend").contains("Until 2026-11-28 18:00"), "\(desk.text)")
        desk.type("oak-7-anchor")
        #expect(!desk.text.contains("oak"), "what is pasted next is the secret: \(desk.text)")
    }

    @Test func aKeyThatIsNotKeptIsAskedFor() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        // It ends as late as it may already, and goes on so.
        desk.press(.character("e"), .enter)
        desk.type("AAAA-BBBB-CCCC-4444")
        #expect(!desk.text.contains("AAAA"))
        let row = Fixture.borrow("b")
        let effects = desk.press(.enter)
        #expect(effects == [.client(.identify(OperationID(rawValue: "s-1"), .borrow(row, key: Fixture.key)))])
        #expect(request(desk) == .extend(row.id, to: .maximum, with: nil))
    }

    @Test func whatIsOverIsBorrowedAgainByTheForm() {
        var over = Fixture.borrow("b", product: "SIM-X", license: user, hours: -1, feature: "GPU")
        over.subject.bundleCode = "SUITE"
        var desk = DeskScript(borrows: [over])
        desk.press(.character("e"))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("It is over: borrow it again."))
        #expect(desk.footer.contains("a borrow again"))
        desk.press(.character("a"))
        #expect(desk.state.focus == .form)
        let form = desk.state.form
        #expect(form[.product].text == "SIM-X" && form[.userName].text == "ana@acme.example")
        #expect(form[.feature].text == "GPU" && form[.bundle].text == "SUITE" && form.isUnfolded)
        #expect(form.focus == .password, "what wants something has the keys")
        desk.type("tulip-9-harbour")
        desk.press(.enter, .enter, .enter)
        guard case .borrow(let request, _) = request(desk) else {
            Issue.record("nothing was sent: \(desk.text)")
            return
        }
        #expect(request.feature == "GPU" && request.bundleCode == "SUITE")
    }

    @Test func repeatingAnUnknownOneKeepsItsEndAndDoesNotAskAgain() {
        var desk = DeskScript(
            borrows: [Fixture.borrow("b", product: "SIM-X", license: user, phase: .unknown(Fixture.timeout.problem))])
        desk.press(.character("R"))
        #expect(desk.text.contains("Repeat SIM-X"))
        #expect(desk.text.contains("▸Password"), "the end stands there; what signs in does not")
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        #expect(end(desk) == .maximum)
        let named = Client.Identified(reference: user, identification: .username("ana@acme.example"))
        desk.client(.identified(OperationID(rawValue: "s-1"), .success(named), at: desk.now))
        #expect(desk.state.overlays.isEmpty, "whoever repeats it has read that it is in doubt")
    }

    @Test func theEndIsPreviewedBelowIt() {
        let lines = extending().frame.lines
        let until = lines.firstIndex { $0.contains("Until ") && $0.contains("2026-11-28 17:02") } ?? 0
        #expect(lines[until + 1].contains("→"), "\(extending().text)")
        #expect(lines.dropFirst(until + 2).contains { $0.contains(" Password") })
    }

    @Test func aBorrowThatIsGoneLeavesItsDialogNothingToDo() {
        var desk = extending()
        desk.reads([], line: 5)
        #expect(
            desk.text.contains("Too late: its borrow is not in the list"),
            "a dialog that has the keys is seen: \(desk.text)")
        #expect(desk.press(.enter) == [] && desk.state.overlays.isEmpty)
    }

    /// "Enter extend" stood there, and Enter went to the password.
    @Test func theFooterSaysThatEnterGoesOnToThePassword() {
        var desk = extending()
        #expect(desk.footer.contains("Enter go on") && !desk.footer.contains("Enter extend"), "\(desk.footer)")
        desk.press(.enter)
        #expect(desk.footer.contains("Enter extend"), "\(desk.footer)")
        desk.press(.paste("tulip"), .tab)
        #expect(desk.footer.contains("Enter extend"), "\(desk.footer)")
    }
}
