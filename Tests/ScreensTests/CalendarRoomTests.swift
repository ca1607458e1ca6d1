import Screens
import TerminalUI
import Testing

/// What the calendar has room for.
@Suite("The calendar's room")
struct CalendarRoomTests {
    /// At the smallest size the weeks give way to what is told of the end, which is never cut.
    @Test("What is told of an end is whole at every size, and so is the chosen week", arguments: GoldenTests.sizes)
    func remarksAreWhole(size: Size) throws {
        var desk = DeskScript(columns: size.columns, rows: size.rows, product: "CAD-PRO")
        desk.press(.tab, .tab, .down)
        desk.type("0900")
        desk.press(.home, .enter)
        let words = desk.box("Until")
        #expect(words.contains("! 09:00 is past; type a later time."), "\(desk.text)")
        #expect(words.contains("‹23›") && words.contains("Time 09:00"), "\(desk.text)")
        for part in ["Mon 23 Nov 09:00 UTC+1 = 08:00 UTC", "past: 5 h 2 min ago"] {
            #expect(words.contains(part), "\(desk.text)")
        }
        // The last of six weeks, where what is told takes most lines.
        desk.press(.down)
        let last = desk.box("Until")
        #expect(last.contains("‹30›") && last.contains("Mon 30 Nov 09:00 UTC+1 = 08:00 UTC"), "\(desk.text)")
        #expect(last.contains("longest borrow: told once it is borrowed"), "\(desk.text)")
        desk.press(.up, .pageDown, .end)
        let told = desk.box("Until")
        #expect(told.contains("longest borrow: told once it is borrowed"), "\(desk.text)")
        #expect(told.contains("‹27›"), "\(desk.text)")
        #expect(desk.footer.contains("Enter take it") && desk.footer.contains("Esc back"), "\(desk.footer)")
    }
}
