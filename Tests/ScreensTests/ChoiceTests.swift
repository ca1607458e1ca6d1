import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// Which borrow the keys of the list are about, whatever happens to rows.
@Suite struct ChoiceTests {
    private let there = HardwareID(rawValue: "render-17")
    private func user(_ id: String, _ product: String, hours: Double = 50) -> Borrow {
        Fixture.borrow(id, product: product, license: .user("ana@acme.example"), hours: hours)
    }
    private var three: [Borrow] { [user("a", "A", hours: 10), user("b", "B", hours: 20), user("c", "C", hours: 30)] }

    @Test func aRefusedBorrowLeavesTheChoiceWhereItWas() {
        var desk = DeskScript(borrows: three, product: "CAD-PRO")
        desk.choose("b")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable)))
        #expect(desk.chosen == OperationID(rawValue: "b"))
    }

    @Test func aBorrowThatSucceedsIsTheChosenOneUnlessSomebodyMovedOn() {
        var desk = DeskScript(borrows: three, product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant())))
        #expect(desk.chosen == OperationID(rawValue: "s-1"))
    }

    @Test func whatReturnsTheNextOneIsPressedOnceMore() {
        var desk = DeskScript(borrows: three)
        desk.choose("b")
        desk.press(.character("r"), .enter)
        desk.respondToRelease("s-1", of: three[1], .success(.release(Response(value: ""))))
        #expect(desk.chosen == OperationID(rawValue: "c"), "the list does not leap to where the returned row has gone")
        desk.press(.character("r"))
        #expect(desk.state.overlays.isEmpty, "no other borrow is offered to be returned: \(desk.text)")
        #expect(desk.words.contains("The choice has moved to C ana@acme.example: r again returns it."), "\(desk.text)")
        desk.press(.character("r"))
        #expect(desk.box("Return").contains("Return C "), "\(desk.text)")
    }

    @Test func whatTakesTheNextRowOffTheListIsPressedOnceMore() {
        var desk = DeskScript(borrows: [
            user("a", "A", hours: -1), user("b", "B", hours: -2), user("c", "C", hours: -3),
        ])
        desk.choose("b")
        #expect(!desk.press(.character("x")).isEmpty)
        desk.written(OperationID(rawValue: "s-1"), 1)
        #expect(desk.chosen == OperationID(rawValue: "a"), "a neighbour")
        #expect(desk.press(.character("x")) == [])
        #expect(desk.words.contains("The choice has moved to A ana@acme.example: x again takes it off the list."))
        #expect(!desk.press(.character("x")).isEmpty)
        desk.written(OperationID(rawValue: "s-2"), 1)
        desk.press(.down, .up)
        #expect(!desk.press(.character("x")).isEmpty, "whoever has looked at it means it")
    }

    @Test func aKeyThatWaitedAsTheRowsMovedDoesNotActOnAnother() {
        var desk = DeskScript(borrows: three)
        desk.choose("b")
        desk.reads([three[0], three[2]], line: 9)
        #expect(desk.chosen != OperationID(rawValue: "b"))
        #expect(desk.pressUnseen(.character("r")) == [] && desk.state.overlays.isEmpty)
        #expect(desk.words.contains("That key was pressed before this came up"))
        desk.press(.character("r"))
        #expect(!desk.state.overlays.isEmpty, "what is pressed with the row in sight acts")
    }

    @Test func aNoSeatLeadsToABorrowOfThatLicenseOrIsNotOffered() {
        func refused(_ borrows: [Borrow]) -> DeskScript {
            var desk = DeskScript(columns: 120, rows: 40, borrows: borrows, product: "CAD-PRO")
            desk.fillIn()
            desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable)))
            return desk
        }
        let helps = Fixture.borrow("helps", hours: 60, hardwareID: there)
        var desk = refused(three + [helps])
        #expect(desk.box("Problem").contains("return one of yours (o)"), "\(desk.text)")
        desk.press(.character("o"))
        #expect(desk.chosen == helps.id && desk.state.focus == .list)
        desk = refused(three)
        #expect(!desk.box("Problem").contains("return one of yours"), "\(desk.text)")
    }

    @Test func whatTheProblemLeadsToShowsWhateverIsSearchedFor() {
        let helps = Fixture.borrow("helps", hours: 60, hardwareID: there)
        var desk = DeskScript(columns: 120, rows: 40, borrows: three + [helps], product: "CAD-PRO")
        desk.press(.character("/"))
        desk.type("ana")
        desk.press(.enter)
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable)))
        desk.press(.character("o"))
        #expect(desk.chosen == helps.id && desk.finding == nil)
    }

    /// What a move repaints is what a slow line has to carry.
    @Test(arguments: [40, 80, 200]) func aMoveChangesTheCellsOfTheMarkAlone(columns: Int) {
        let borrows = (1...9).map { Fixture.borrow("\($0)", product: "P\($0)", hours: Double(40 + $0)) }
        var desk = DeskScript(columns: columns, borrows: borrows)
        for key in [Key.down, .down, .up, .down] {
            let before = desk.frame
            desk.press(key)
            let changed = zip(before.rows.joined(), desk.frame.rows.joined()).count { $0 != $1 }
            #expect(changed <= 4, "\(changed) cells\n\(desk.text)")
        }
    }

    @Test func aSearchForBlanksIsNone() {
        var desk = DeskScript(borrows: three)
        desk.press(.character("/"), .character(" "), .enter)
        #expect(desk.finding == nil && !desk.text.contains("found"))
    }

    @Test func anEnterThatFollowsAResultAtOnceHidesNothing() {
        var desk = DeskScript(borrows: [three[0]])
        desk.press(.character("e"), .control("t"), .enter)
        desk.type("tulip-9-harbour")
        desk.press(.enter)
        desk.press(.enter)
        #expect(desk.state.overlays.isEmpty, "an Enter pressed twice: \(desk.text)")
        desk.rest()
        let name = Client.Identified(reference: three[0].subject.license, identification: .username("ana@acme.example"))
        let id = OperationID(rawValue: "s-1")
        desk.client(.identified(id, .success(name), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant()))), at: desk.now))
        desk.written(id, 1)
        desk.press(.enter)
        #expect(desk.state.overlays.isEmpty && desk.words.contains("Extended A"), "\(desk.text)")
        desk.rest()
        desk.press(.enter)
        #expect(desk.text.contains("Details"), "what somebody means opens it")
    }
}
