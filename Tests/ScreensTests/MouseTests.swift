import ClientCore
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What clicks do, where the mouse is turned on.
@Suite struct MouseTests {
    private func click(_ column: Int, _ row: Int) -> Key { .mouse(.left, Position(column: column, row: row)) }

    @Test func aClickChoosesTheRowThatItMeets() {
        let borrows = [Fixture.borrow("a", hours: 2), Fixture.borrow("b", product: "MESH", hours: 4)]
        var desk = DeskScript(borrows: borrows)
        #expect(desk.state.list.choice == borrows[0].id)
        desk.press(click(50, 4))
        #expect(desk.state.list.choice == borrows[1].id)
        #expect(desk.state.focus == .list)
        desk.press(click(50, 20))
        #expect(desk.state.list.choice == borrows[1].id, "below the last row there is none")
    }

    @Test func aClickGoesToAFieldAndASecondOneTurnsIt() {
        var desk = DeskScript(borrows: [Fixture.borrow("a")])
        desk.press(click(5, 5))
        #expect(desk.state.focus == .form)
        #expect(desk.state.form.focus == .maximum)
        #expect(!desk.state.form.isMaximum, "the first click only goes there")
        desk.press(click(5, 5))
        #expect(desk.state.form.isMaximum)
    }

    /// A double click sent what had been sent already.
    @Test func aClickOnTheButtonSendsOnceWhatStandsThere() throws {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        let row = try #require(desk.frame.lines.firstIndex { $0.contains("[ Borrow ]") })
        #expect(!desk.press(click(8, row)).isEmpty && desk.state.client.underway.count == 1)
        #expect(desk.press(click(8, row)) == [])
        #expect(desk.state.client.underway.count == 1)
        #expect(desk.words.contains("That borrow has been sent; Berth waits for the response."), "\(desk.text)")
    }

    @Test func aClickOutsideOfAQuestionDoesNothing() {
        var desk = DeskScript(borrows: [Fixture.borrow("a", license: .user("ana@acme.example"))])
        desk.press(.character("r"))
        let before = desk.text
        #expect(desk.press(click(5, 5)) == [])
        #expect(desk.text == before)
    }
}
