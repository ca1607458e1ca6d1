import ClientCore
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What somebody typed is neither lost nor taken for something else.
@Suite struct KeptDraftTests {
    @Test func anExtensionLeavesTheFormAsItWasTyped() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.character("b"))
        desk.type("MESH")
        desk.press(.escape, .character("e"), .tab)
        desk.type("harbour-1")
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: borrow.subject.license, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant()))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.state.form[.product].text == "MESH")
    }

    @Test func anEndThatIsTypedOverTheMaximumIsMeant() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 160)])
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("[x] max borrow time"))
        desk.type("+1h")
        #expect(desk.box("Extend").contains("+1h"))
        #expect(!desk.box("Extend").contains("[x] max borrow time"))
    }

    /// A blank at the end that stood there wiped it.
    @Test func aBlankWipesNoEnd() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 99)])
        desk.press(.character("e"), .character(" "))
        #expect(desk.box("Extend").contains("Until 2026-11-28 17:02"), "\(desk.text)")
        var form = DeskScript(product: "CAD-PRO")
        form.press(.tab, .tab)
        let before = form.state.form[.until].text
        form.press(.character(" "))
        #expect(!before.isEmpty && form.state.form[.until].text.hasPrefix(before), "\(form.text)")
    }

    @Test func comingBackFromTheMaximumGivesTheTypedEndBack() {
        for key in [Key.control("t"), .character(" ")] {
            var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 99)])
            desk.press(.character("e"))
            desk.type("fri 9")
            desk.press(.control("t"))
            #expect(desk.box("Extend").contains("[x] max borrow time"))
            desk.press(key)
            #expect(desk.box("Extend").contains("Until fri 9"), "\(key.label)")
            desk.press(.control("t"), .character("s"))
            #expect(desk.box("Extend").contains("Until fri 9s"), "a letter brings it back as well")
        }
    }

    @Test func textOnAFieldThatTakesNoneIsToldAndNotSwallowed() {
        var desk = DeskScript()
        desk.press(.tab)
        desk.type("x")
        #expect(desk.text.contains("Nothing can be typed here"))
    }

    @Test func aNewBorrowNeverBeginsOnTheButton() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")], product: "CAD-PRO")
        desk.press(.character("b"))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.escape, .character("b"))
        #expect(desk.state.form.focus == .product)
    }
}
