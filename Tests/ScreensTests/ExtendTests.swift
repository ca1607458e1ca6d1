import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// Extending is a thing of its own: old end, new end, and a question where it gets shorter (M3).
@Suite struct ExtendTests {
    private let user = LicenseReference.user("ana@acme.example")

    /// A desk with the dialog open on a borrow that ends in some hours.
    private func extending(hours: Double = 99) -> DeskScript {
        var desk = DeskScript(borrows: [Fixture.borrow("b", product: "SIM-X", license: user, hours: hours)])
        desk.press(.character("e"))
        return desk
    }

    /// The borrow that was asked for last.
    private func request(_ desk: DeskScript) -> BorrowRequest? {
        guard case .borrow(let request, _) = desk.state.client.underway.values.first?.request else { return nil }
        return request
    }

    @Test func itNamesWhatIsExtendedAndBothEnds() {
        var desk = extending()
        #expect(desk.text.contains("Extend SIM-X ana@acme.example"))
        #expect(desk.box("Extend").contains("It ends Fri 27 Nov 17:02"))
        desk.type("2026-11-28 18:00")
        #expect(desk.box("Extend").contains("Fri 27 Nov 17:02 → Sat 28 Nov 18:00"))
        #expect(desk.box("Extend").contains("1 d longer"))
    }

    @Test func whatIsTypedReplacesTheEndThatStandsThere() {
        var desk = extending()
        #expect(desk.box("Extend").contains("Until 2026-11-28 17:02"))
        desk.type("fri 18:00")
        #expect(desk.box("Extend").contains("Until fri 18:00"))
    }

    @Test func itAsksForThePasswordAndSendsTheSameLicense() {
        var desk = extending()
        desk.type("2026-11-28 18:00")
        #expect(desk.press(.enter) == [], "the password comes first")
        desk.type("tulip-9-harbour")
        #expect(!desk.text.contains("tulip"))
        desk.press(.enter)
        let request = request(desk)
        #expect(request?.product == "SIM-X")
        #expect(request?.credentials == .user(name: "ana@acme.example", password: Secret("tulip-9-harbour")))
        #expect(request?.hardwareID == Fixture.host)
        #expect(request?.licenseID == Fixture.grant().licenseID)
        #expect(request?.end == .at(UTC.parse("2026-11-28T17:00:00Z") ?? .distantPast))
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func aShorterEndIsAskedForOnceMore() {
        var desk = extending()
        desk.type("+1h")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        #expect(desk.press(.enter) == [])
        #expect(desk.box("Extend").contains("That ends 4 d 2 h earlier than it does now. Enter again shortens it."))
        #expect(desk.text.contains("Enter shorten it"))
        #expect(!desk.press(.enter).isEmpty)
        #expect(request(desk) != nil)
    }

    @Test func aShorterEndIsAskedForOnceWhateverTheClockDoes() {
        var desk = extending()
        desk.type("+1h")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        desk.script.play(.key(.enter, at: desk.now.addingTimeInterval(3)))
        #expect(request(desk) != nil, "the same end was asked about: \(desk.text)")
    }

    @Test func anotherShorterEndIsAskedForAnew() {
        var desk = extending()
        desk.type("+5h")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.enter, .tab, .control("u"))
        desk.type("+1h")
        #expect(desk.press(.enter) == [])
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.box("Extend").contains("Enter again shortens it"))
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
        #expect(request(desk)?.end == .maximum)
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
        #expect(desk.box("Extend").contains("! "))
    }

    @Test func aKeyThatIsNotKeptIsAskedFor() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.character("e"), .control("t"), .enter)
        desk.type("AAAA-BBBB-CCCC-4444")
        #expect(!desk.text.contains("AAAA"))
        desk.press(.enter)
        #expect(request(desk)?.credentials == .licenseKey(Fixture.key))
    }

    @Test func repeatingAnUnknownOneKeepsItsEndAndDoesNotAskAgain() {
        var desk = DeskScript(
            borrows: [Fixture.borrow("b", product: "SIM-X", license: user, phase: .unknown(Fixture.timeout.problem))])
        desk.press(.character("R"))
        #expect(desk.text.contains("Repeat SIM-X"))
        desk.press(.enter)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        #expect(request(desk)?.end == .maximum)
        let named = Client.Identified(reference: user, identification: .username("ana@acme.example"))
        desk.client(.identified(OperationID(rawValue: "s-1"), .success(named), at: desk.now))
        #expect(desk.state.overlays.isEmpty, "whoever repeats it has read that it is in doubt")
    }

    @Test func aBorrowThatIsGoneTakesItsDialogAlong() {
        var desk = extending()
        desk.reads([], line: 5)
        #expect(desk.state.overlays.isEmpty, "an unseen dialog must not have the keys")
    }
}
