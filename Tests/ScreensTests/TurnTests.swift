import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// A key belongs to what was on the screen as it was pressed.
@Suite struct TurnTests {
    private func ready() -> DeskScript {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        return desk
    }

    @Test func aSecondEnterAfterABorrowDoesNotOpenItsRow() {
        var desk = ready()
        desk.borrow(.success(Response(value: Fixture.grant())))
        #expect(desk.state.focus == .list)
        desk.press(.enter)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("Borrowed CAD-PRO"), "what came of it stays: \(desk.text)")
        desk.rest()
        desk.press(.enter)
        #expect(desk.text.contains("Details"), "an Enter that somebody means opens it")
    }

    @Test func aKeyThatWaitedAsAProblemCameDoesNotAnswerIt() {
        var desk = ready()
        desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable)))
        #expect(desk.state.focus == .problem)
        for key in [Key.character("R"), .escape, .character("k"), .enter] {
            #expect(desk.pressUnseen(key) == [], "\(key.label)")
        }
        #expect(desk.state.focus == .problem && desk.state.client.troubles.count == 1)
        #expect(desk.words.contains("That key was pressed before this came up"))
        #expect(!desk.press(.character("R")).isEmpty, "what is pressed with the problem in sight acts")
    }

    @Test func quittingIsNeverHeld() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.ledgerFails(.ledgerUnreadable)
        #expect(desk.pressUnseen(.control("c")) == [.quit(.success)])
    }

    @Test func anEnterPressedTwiceOnTheLastFieldSendsNothing() {
        var desk = ready()
        #expect(desk.state.form.focus == .borrow)
        #expect(desk.pressUnseen(.enter) == [])
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.words.contains("Enter came twice at once"))
        desk.press(.enter)
        #expect(desk.state.client.underway.count == 1)
    }

    @Test func anEnterPressedTwiceInTheCommandsAnswersNoQuestion() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character(":"))
        desk.type("return")
        desk.press(.enter)
        desk.pressUnseen(.enter)
        #expect(desk.state.overlays.count == 1 && desk.state.client.underway.isEmpty)
    }

    @Test func anEnterPressedTwiceInAQuestionOpensNothing() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character("r"), .enter)
        desk.pressUnseen(.enter)
        #expect(desk.state.overlays.isEmpty && desk.state.client.underway.count == 1)
    }

    /// Who knows the way types it ahead: letters lead where they always lead.
    @Test func whatIsTypedAheadOfLettersActs() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character("r"))
        desk.pressUnseen(.enter)
        #expect(desk.state.client.underway.count == 1)
        desk.pressUnseen(.down)
        desk.pressUnseen(.character("?"))
        #expect(desk.text.contains("Help · Borrows"))
    }

    @Test func whatHasBeenSentIsNotSentAgain() {
        var desk = ready()
        desk.press(.enter, .enter, .character(" "))
        #expect(desk.state.client.underway.count == 1)
        #expect(desk.words.contains("That borrow has been sent"))
    }
}
