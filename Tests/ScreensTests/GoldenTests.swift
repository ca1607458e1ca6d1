import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// Whole screens, as a reviewer sees them.
@Suite struct GoldenTests {
    let golden = Golden()

    /// Borrows in every state that the pane shows.
    static var everyState: [Borrow] {
        var returned = Fixture.borrow(
            "e", product: "MESH", license: .key(lastFour: "9012", fingerprint: "f2"), hours: 20)
        returned.releasedAt = TestClock.start.addingTimeInterval(-600)
        return [
            Fixture.borrow(
                "a", product: "SIM-X", license: .user("ana@acme.example"), hours: 3.5, licenseID: 1_699_349_720_170_001),
            Fixture.borrow("b", hours: 99),
            Fixture.borrow("c", product: "RENDER", license: .key(lastFour: "5VJA", fingerprint: "f3"), hours: 0.46),
            Fixture.borrow("d", product: "MESH", license: .key(lastFour: "R9PA", fingerprint: "f4"), hours: -5),
            returned,
            Fixture.borrow(
                "f", product: "MESH", license: .user("bo@acme.example"), phase: .unknown(Fixture.timeout.problem)),
        ]
    }

    static let sizes = [(80, 24), (120, 40), (60, 16)]

    @Test(arguments: sizes) func theEmptyDesk(columns: Int, rows: Int) {
        golden.expect(DeskScript(columns: columns, rows: rows).frame, "empty-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func borrowsInEveryState(columns: Int, rows: Int) {
        var desk = DeskScript(columns: columns, rows: rows, borrows: Self.everyState, product: "CAD-PRO")
        desk.press(.escape)
        golden.expect(desk.frame, "borrows-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func aUserWithAnError(columns: Int, rows: Int) {
        var desk = DeskScript(columns: columns, rows: rows, isDemo: true, product: "SIM-X")
        desk.press(.backTab, .right, .tab)
        desk.type("ana")
        desk.press(.tab, .tab)
        desk.press(.tab, .tab, .tab, .enter)
        golden.expect(desk.frame, "user-error-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func everySeatIsTaken(columns: Int, rows: Int) {
        var desk = DeskScript(
            columns: columns, rows: rows, borrows: [Fixture.borrow("b", product: "SIM-X")], product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab, .tab, .character(" "), .tab)
        desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")))
        golden.expect(desk.frame, "no-seat-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func theCalendar(columns: Int, rows: Int) {
        var desk = DeskScript(columns: columns, rows: rows, product: "CAD-PRO")
        desk.press(.tab, .tab, .tab, .tab, .enter, .right)
        golden.expect(desk.frame, "calendar-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func theReturnQuestion(columns: Int, rows: Int) {
        var desk = DeskScript(columns: columns, rows: rows, borrows: [Fixture.borrow("b")])
        desk.press(.escape, .character("r"))
        golden.expect(desk.frame, "return-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func theHelp(columns: Int, rows: Int) {
        var desk = DeskScript(columns: columns, rows: rows)
        desk.press(.escape, .character("?"))
        golden.expect(desk.frame, "help-\(columns)x\(rows)")
    }

    @Test(arguments: sizes) func anUnknownOutcome(columns: Int, rows: Int) {
        var desk = DeskScript(columns: columns, rows: rows, product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab, .tab, .character(" "), .tab)
        desk.borrow(.failure(Fixture.timeout))
        golden.expect(desk.frame, "unknown-\(columns)x\(rows)")
    }

    @Test func singleSignOn() {
        var desk = DeskScript(product: "SIM-X")
        desk.press(.backTab, .right, .right)
        golden.expect(desk.frame, "sso-80x24")
        desk.press(.tab, .tab)
        desk.type("c0de-0f-the-browser")
        golden.expect(desk.frame, "sso-typed-80x24")
    }

    @Test func theSmallestScreen() {
        golden.expect(DeskScript(columns: 40, rows: 12, isDemo: true).frame, "smallest-40x12")
        golden.expect(DeskScript(columns: 20, rows: 5).frame, "too-small-20x5")
    }

    /// No size crashes the view or draws outside its frame.
    @Test func everySizeIsDrawn() {
        var desk = DeskScript(borrows: Self.everyState, product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab, .tab, .character(" "), .tab)
        desk.borrow(.failure(Fixture.timeout))
        for overlay in [nil, Key.character("?"), .character("d")] {
            if let overlay { desk.press(overlay) }
            for columns in [0, 1, 2, 3, 10, 39, 40, 41, 79, 80, 99, 100, 101, 300] {
                for rows in [0, 1, 2, 3, 11, 12, 13, 19, 20, 24, 100] {
                    desk.script.play(.resized(Size(columns: columns, rows: rows)))
                    #expect(desk.frame.cells.count == columns * rows)
                }
            }
        }
    }
}
