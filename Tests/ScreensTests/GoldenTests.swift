import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// Whole screens, as a reviewer sees them.
@Suite struct GoldenTests {
    private let golden = Golden()

    static let sizes = [
        Size(columns: 40, rows: 12), .init(columns: 80, rows: 24), .init(columns: 120, rows: 40),
        .init(columns: 200, rows: 60),
    ]

    @Test(arguments: GoldenScreen.allCases, sizes) func screen(_ screen: GoldenScreen, size: Size) {
        let desk = screen.desk(size.columns, size.rows)
        golden.expect(desk.frame, "\(screen.rawValue)-\(size.columns)x\(size.rows)")
    }

    @Test func singleSignOn() {
        var desk = DeskScript(product: "SIM-X")
        desk.press(.backTab, .right, .right)
        golden.expect(desk.frame, "sso-80x24")
        desk.press(.tab, .tab)
        desk.type("c0de-0f-the-browser")
        golden.expect(desk.frame, "sso-typed-80x24")
    }

    @Test func aScreenThatIsTooSmallSaysWhatItNeeds() {
        golden.expect(DeskScript(columns: 20, rows: 5).frame, "too-small-20x5")
        golden.expect(DeskScript(columns: 39, rows: 12).frame, "too-small-39x12")
    }

    /// No size crashes the view or draws outside its frame.
    @Test(arguments: GoldenScreen.allCases) func everySizeIsDrawn(_ screen: GoldenScreen) {
        var desk = screen.desk(80, 24)
        for columns in [0, 1, 2, 3, 10, 39, 40, 41, 79, 80, 99, 100, 101, 139, 140, 300] {
            for rows in [0, 1, 2, 3, 11, 12, 13, 19, 20, 24, 100] {
                let size = Size(columns: columns, rows: rows)
                desk.script.play(.resized(size))
                #expect(desk.frame.fault(at: size) == nil, "\(columns)x\(rows)")
            }
        }
    }
}
