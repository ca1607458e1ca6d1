import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What the desk says looks like a license key is not to be read anywhere.
@Suite struct HiddenKeyTests {
    private static let key = "MESH-6ZTQ-B3XK-R9PA"

    /// A key that was pasted behind an end was called one below the field in which it stood in clear.
    @Test func anEndWithAKeyBehindItIsHidden() {
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.press(.tab, .tab)
        desk.type("fri 18:00")
        desk.press(.paste(Self.key))
        #expect(desk.state.form[.until].text == "fri 18:00" + Self.key, "\(desk.text)")
        #expect(desk.words.contains("This looks like a license key"), "\(desk.text)")
        #expect(!desk.text.contains("6ZTQ"), "\(desk.text)")
    }

    @Test func soItIsWhereABorrowIsExtended() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b")])
        desk.press(.character("e"))
        desk.type("fri 18:00")
        desk.press(.paste(Self.key))
        #expect(desk.box("Extend").contains("This looks like a license key"), "\(desk.text)")
        #expect(!desk.text.contains("6ZTQ"), "\(desk.text)")
    }

    /// Half of a last group made a key readable in a search that hid it in its own sentence.
    @Test func soItIsInASearch() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: SampleBorrows.typical)
        desk.press(.character("/"), .paste("MESH-6ZTQ-B3XK-R9"))
        #expect(!desk.text.contains("6ZTQ"), "\(desk.text)")
        desk.press(.escape, .character("b"), .control("u"), .down, .paste("MESH-6ZTQ-B3XK-R9"))
        #expect(!desk.text.contains("6ZTQ"), "\(desk.text)")
    }
}
