import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// The list leaps nowhere: neither its choice nor its columns.
@Suite struct ListPlaceTests {
    /// Where the upper edge has no room for it, nothing said how the rows are ordered.
    @Test func anotherOrderIsSaid() {
        var desk = DeskScript(columns: 40, rows: 12, borrows: SampleBorrows.sixty)
        for order in ["product", "device", "license", "end"] {
            desk.press(.character("o"))
            #expect(desk.words.contains("Ordered by \(order)."), "\(desk.text)")
        }
    }

    /// Returns the chosen one of some borrows.
    private func returning(_ id: String, of borrows: [Borrow]) -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        desk.choose(id)
        desk.press(.character("r"), .enter)
        let borrow = borrows.first { $0.id.rawValue == id } ?? borrows[0]
        desk.respondToRelease("s-1", of: borrow, .success(.release(Response(value: ""))))
        return desk
    }

    @Test func aReturnLeavesTheChoiceWhereItIs() {
        let borrows = (0..<4).map {
            Fixture.borrow("b\($0)", product: "P\($0)", license: .user("u\($0)@acme.example"), hours: Double(10 + $0))
        }
        var desk = returning("b1", of: borrows)
        #expect(desk.chosen?.rawValue == "b2", "the next one of those that are held")
        #expect(desk.row("P1")?.contains("returned") == true)
        #expect(returning("b0", of: [borrows[0]]).chosen?.rawValue == "b0")
        let over = Fixture.borrow("o", product: "OVER", license: .user("o@acme.example"), hours: -5)
        let last = returning("b3", of: borrows + [over])
        #expect(last.chosen?.rawValue == "b2", "the one before where there is none after it")
        #expect(returning("b0", of: [borrows[0], over]).chosen?.rawValue == "b0", "nothing is held any more")
        #expect(desk.pressUnseen(.character("r")) == [] && desk.state.overlays.isEmpty, "a key for the one before")
    }

    @Test(arguments: BorrowList.Order.allCases)
    func aSearchThatIsLeftGoesBackToWhatWasChosen(order: BorrowList.Order) {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        for _ in 0..<order.rawValue { desk.press(.character("o")) }
        desk.choose("b30")
        desk.press(.character("/"))
        desk.type("mesh")
        #expect(desk.chosen?.rawValue == "b30", "it is one of them")
        desk.press(.control("u"))
        desk.type("sim-x")
        let rows = Array(desk.state.list.rows(desk.state.desk).map(\.id))
        #expect(rows.count == 15 && desk.chosen.map(rows.contains) == true)
        desk.press(.escape)
        #expect(desk.chosen?.rawValue == "b30", "by \(order)")
        #expect(desk.frame.lines.contains { $0.contains("│▸") })
    }

    @Test func aSearchChoosesTheNearestOfWhatItFinds() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.choose("b31")
        desk.press(.character("/"))
        desk.type("mesh")
        #expect(desk.chosen?.rawValue == "b34")
        desk.press(.down, .escape)
        #expect(desk.chosen?.rawValue == "b38", "what was chosen meanwhile stays")
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40), (200, 60)])
    func scrollingMovesNoColumn(columns: Int, rows: Int) {
        let borrows =
            SampleBorrows.sixty
            + SampleBorrows.longNames.enumerated().map { place, borrow in
                var borrow = borrow
                borrow.grant?.end = TestClock.start.addingTimeInterval(Double(400 + place) * 86_400)
                return borrow
            }
        var desk = DeskScript(columns: columns, rows: rows, borrows: borrows)
        let titles = desk.row("Product  ") ?? desk.row("Product ")
        #expect(titles != nil)
        for _ in 0..<70 {
            desk.press(.down)
            #expect(desk.row("Ends")?.dropFirst(columns < 80 ? 0 : 30) == titles?.dropFirst(columns < 80 ? 0 : 30))
        }
        desk.press(.character("/"))
        desk.type("mesh")
        #expect(desk.row("Ends")?.dropFirst(columns < 80 ? 0 : 30) == titles?.dropFirst(columns < 80 ? 0 : 30))
    }

    @Test func theRowsThatShowAreCountedBesideTheMarks() {
        for columns in [40, 80] {
            var desk = DeskScript(columns: columns, rows: 24, borrows: SampleBorrows.sixty)
            desk.press(.character("/"))
            desk.type("render-1")
            desk.press(.enter, .character("*"))
            let title = desk.frame.lines.first { $0.contains("marked") } ?? ""
            #expect(title.contains(/\d+–\d+ of \d+|\d+ found/), "\(title)")
        }
    }

    /// What was returned before it was gone to was left as other rows came, as if it had just been returned.
    @Test func aReturnedRowThatWasGoneToKeepsTheChoice() {
        let held = Fixture.borrow("held", product: "HELD", license: .user("ana@acme.example"), hours: 20)
        var over = Fixture.borrow("over", product: "OVER", license: .user("bo@acme.example"), hours: 30)
        over.releasedAt = TestClock.start.addingTimeInterval(-60)
        var desk = DeskScript(borrows: [held, over])
        desk.press(.end)
        #expect(desk.chosen == over.id, "\(desk.text)")
        let others = Fixture.borrow("other", product: "OTHER", license: .user("cy@acme.example"), hours: 10)
        desk.reads([held, over, others], line: 9)
        #expect(desk.chosen == over.id, "\(desk.text)")
    }
}
