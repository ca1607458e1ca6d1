import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// A borrow of what is held sets a new end of it: that shows before it is sent, and takes nothing away unasked.
@Suite struct HeldTests {
    private let held = Fixture.borrow("b", hours: 168)

    /// The form, filled in for the license that is held, to end in some hours; its button has the focus.
    private func form(hours: Int, columns: Int = 80) -> DeskScript {
        var desk = DeskScript(columns: columns, borrows: [held], product: "CAD-PRO")
        desk.press(.character("b"))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        desk.type("+\(hours)h")
        desk.press(.enter)
        return desk
    }

    /// Plays that it is known which license is meant.
    private func identified(_ desk: inout DeskScript) {
        let named = Client.Identified(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
        desk.client(.identified(OperationID(rawValue: "s-1"), .success(named), at: desk.now))
    }

    @Test(arguments: [40, 80, 200]) func theFormShowsTheOldEndAndTheNewOne(columns: Int) {
        let shorter = form(hours: 1, columns: columns)
        #expect(shorter.words.contains("Mon 30 Nov 14:02 →"), "\(shorter.text)")
        #expect(shorter.words.contains("6 d 23 h shorter"), "\(shorter.text)")
        var other = DeskScript(columns: columns, borrows: [held], product: "CAD-PRO")
        other.press(.character("b"))
        other.type("AAAA-BBBB-CCCC-5555")
        #expect(!other.text.contains("→"), "another license: \(other.text)")
    }

    @Test func itIsNotShortenedUnasked() {
        var desk = form(hours: 1)
        desk.press(.enter)
        identified(&desk)
        let box = desk.box("Shorten")
        #expect(box.contains("CAD-PRO …4444 on this host is held until Mon 30 Nov 14:02 UTC+1"), "\(desk.text)")
        #expect(box.contains("6 d 23 h earlier"), "\(box)")
        #expect(desk.press(.enter) == [], "an Enter pressed twice is no answer")
        desk.rest()
        desk.press(.escape)
        #expect(desk.state.client.underway.isEmpty && desk.state.overlays.isEmpty)
        #expect(desk.state.form[.until].text == "+1h", "what was typed is still there")
    }

    @Test func aYesShortensItAndSaysSo() {
        var desk = form(hours: 1)
        desk.press(.enter)
        identified(&desk)
        desk.rest()
        desk.press(.character("y"))
        let id = OperationID(rawValue: "s-1")
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant(hours: 1)))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.words.contains("Shortened CAD-PRO …4444: Mon 30 Nov 14:02"), "\(desk.text)")
    }

    /// How long the longest borrow is only the response tells.
    @Test(arguments: [
        (100.0, "Extended CAD-PRO …4444:"), (168, "CAD-PRO …4444 again:"), (170, "Shortened CAD-PRO …4444:"),
    ])
    func theResultSaysWhatReallyCame(hours: Double, words: String) {
        var desk = DeskScript(borrows: [Fixture.borrow("b", hours: hours)], product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant())))
        #expect(desk.words.contains(words), "\(desk.text)")
    }

    @Test func anExtensionThatIsConfirmedIsNotAskedAboutTwice() {
        var desk = DeskScript(
            borrows: [Fixture.borrow("b", product: "SIM-X", license: .user("ana@acme.example"), hours: 99)])
        desk.press(.character("e"))
        desk.type("+1h")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        desk.rest()
        desk.press(.character("y"))
        let named = Client.Identified(
            reference: .user("ana@acme.example"), identification: .username("ana@acme.example"))
        desk.client(.identified(OperationID(rawValue: "s-1"), .success(named), at: desk.now))
        #expect(desk.state.client.questions.isEmpty && desk.state.overlays.isEmpty, "\(desk.text)")
    }

    /// Somebody was told to press again what never works there, and then nothing was said at all.
    @Test func anEnterThatIsNoAnswerIsNotAskedForAgainAndSaysWhatIs() {
        var desk = form(hours: 1)
        desk.press(.enter)
        identified(&desk)
        desk.press(.enter)
        #expect(!desk.words.contains("press it again"), "\(desk.text)")
        #expect(desk.words.contains("came up, where it does nothing."), "\(desk.text)")
        desk.press(.character("y"))
        #expect(desk.words.contains("press it again"), "what does something is to be pressed again: \(desk.text)")
        desk.rest()
        desk.press(.enter)
        #expect(desk.words.contains("Enter does not answer this: y does (shorten it)."), "\(desk.text)")
        #expect(!desk.box("Shorten").isEmpty)
    }

    /// The same of the question that an extension asks.
    @Test func norIsItWhereAnExtensionShortens() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 99)])
        desk.press(.character("e"))
        desk.type("+1h")
        desk.press(.tab, .paste("tulip"), .enter)
        #expect(!desk.box("Shorten").isEmpty, "\(desk.text)")
        desk.press(.enter)
        #expect(!desk.words.contains("press it again"), "\(desk.text)")
        desk.rest()
        desk.press(.enter)
        #expect(desk.words.contains("Enter does not answer this: y does (shorten it)."), "\(desk.text)")
    }
}
