import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// With rows marked the keys of one row do what harms nothing, and say why they do nothing else.
@Suite struct MarkedKeysTests {
    private func marked() -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, borrows: SampleBorrows.typical)
        desk.choose("mine")
        desk.press(.character(" "))
        return desk
    }

    @Test(arguments: ["e", "a", "s", "x", "R", "v"]) func theySayWhy(key: Character) {
        var desk = marked()
        #expect(desk.press(.character(key)) == [])
        #expect(desk.state.overlays.isEmpty, "\(desk.text)")
        #expect(
            desk.words.contains("Rows are marked: that is done with one row. - takes the marks away."), "\(desk.text)")
    }

    @Test(arguments: [Key.enter, .character("d")]) func theDetailsShow(key: Key) {
        var desk = marked()
        desk.press(key)
        #expect(!desk.box("Details").isEmpty, "\(desk.text)")
        desk.press(.escape)
        #expect(desk.state.list.marked.count == 1)
    }

    /// The key that takes the marks away stood twice in a row.
    @Test func eachKeyIsToldOnce() {
        var desk = marked()
        desk.press(.character("?"))
        #expect(desk.words.contains("Take all marks away."), "\(desk.text)")
        #expect(!desk.words.contains("- -"), "\(desk.text)")
    }
}
