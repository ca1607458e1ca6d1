import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What stands around the parts: header, notice, footer, and the smallest screens.
@Suite struct ScreenTests {
    @Test(arguments: [40, 60, 80, 120, 200]) func theHeaderNamesHostAndServer(columns: Int) {
        let desk = DeskScript(columns: columns, rows: 24, borrows: [Fixture.borrow("b")])
        let header = desk.frame.lines.first ?? ""
        #expect(header.contains("production"))
        #expect(header.contains("desk-1"))
        #expect(!header.contains("3eb1bd"), "a hash is for the details")
    }

    @Test func theClockIsMentionedOnlyWhereItIsWrong() {
        var desk = DeskScript(product: "CAD-PRO")
        #expect(!(desk.frame.lines.first ?? "").contains("clock"))
        desk.fillIn()
        desk.borrow(.success(Response(value: Fixture.grant(hours: 169.1), clockOffset: 3960)))
        #expect(desk.frame.lines.first?.contains("clock 1 h 6 min slow") == true)
        #expect(desk.words.contains("timedatectl"))
    }

    /// M8: the end of the sentence was the answer.
    @Test func aLongNoticeTakesUpToThreeRowsAndIsNotCut() {
        let borrow = Fixture.borrow(
            "b", product: "SolidWorks-Premium", license: .user("maximiliane@engineering.acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.character("s"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(
            reference: borrow.subject.license, identification: .username("maximiliane@engineering.acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        let license = License(
            id: Fixture.licenseID, maxBorrowHours: 168, seats: Seats(total: 3, inUse: 1),
            borrowedUntil: Fixture.grant().end, isBorrowed: true)
        desk.client(.responded(id, .success(.license(Response(value: license))), at: desk.now))
        desk.written(id, 1)
        #expect(!desk.text.contains("…\n"))
        let notice = desk.state.notice?.text ?? ""
        #expect(notice.contains("Mon 30 Nov 14:02"), "in this host's zone, not \(notice)")
        #expect(desk.words.contains(notice), "\(desk.text)")
    }

    /// Keys that nobody can see the effect of are no keys.
    @Test func aScreenThatIsTooSmallTakesNoKeys() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.script.play(.resized(Size(columns: 20, rows: 5)))
        let before = desk.state
        for key in [Key.character("r"), .enter, .character("q"), .character("b"), .character("x"), .escape] {
            #expect(desk.press(key) == [], "\(key.label)")
        }
        #expect(desk.state.overlays == before.overlays && desk.state.focus == before.focus)
        #expect(desk.press(.control("c")) == [.quit(.success)], "leaving works, and asks nothing unseen")
    }

    @Test func aScreenThatIsTooSmallKeepsADialogUnanswered() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character("r"))
        desk.script.play(.resized(Size(columns: 30, rows: 8)))
        #expect(desk.press(.enter, .character("y")) == [])
        desk.script.play(.resized(Size(columns: 80, rows: 24)))
        #expect(desk.text.contains("Return CAD-PRO ana@acme.example on this host now?"))
    }

    @Test func aScreenThatIsTooSmallSaysWhole() {
        let desk = DeskScript(columns: 20, rows: 5)
        #expect(desk.words.contains("Berth needs 40x12 cells; here are 20x5."))
        #expect(desk.words.contains("Until then no key acts; ^C quits."))
    }

    @Test func waitingSaysForHowLongAndHowToStop() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(6)))
        #expect(desk.words.contains("Waiting for the server, 6 s · ^X stops waiting"))
    }

    /// M12: remedies before causes on the smallest screen.
    @Test func remediesComeBeforeCauses() {
        var desk = DeskScript(columns: 40, rows: 12, product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.floatingNotAvailable, "No available slots for floating license")))
        #expect(desk.text.contains("You can"))
        #expect(desk.footer.contains("↑↓ scroll"))
        #expect(desk.footer.contains("? help  q quit"))
        desk.script.play(.resized(Size(columns: 120, rows: 40)))
        let lines = desk.frame.lines
        let remedy = lines.firstIndex { $0.contains("You can") } ?? .max
        let cause = lines.firstIndex { $0.contains("Likely") } ?? .min
        #expect(remedy < cause)
    }

    @Test(arguments: GoldenScreen.allCases, [40, 80, 200]) func theFooterIsNeverCut(screen: GoldenScreen, columns: Int)
    {
        let footer = screen.desk(columns, 24).footer
        #expect(!footer.contains("…"), "\(footer)")
        #expect(footer.contains("help") || footer.contains("back") || footer.contains("cancel"), "\(screen): \(footer)")
    }

    /// A sentence about what was done must not move what it is about.
    @Test(arguments: GoldenTests.sizes, [0, 1, 2, 3]) func aNoticeMovesNoRowOfTheList(size: Size, up: Int) {
        var desk = DeskScript(columns: size.columns, rows: size.rows, borrows: SampleBorrows.sixty)
        desk.press(.pageDown)
        for _ in 0..<up { desk.press(.up) }
        let before = desk.listRows
        desk.script.play(.saved("Saved.", isGood: true))
        let meanwhile = desk.listRows
        #expect(desk.text.contains("Saved.") && meanwhile.contains { $0.contains("▸") }, "\(desk.text)")
        let isMoved = size.rows < 20 && up == 0
        #expect(isMoved || meanwhile == Array(before.prefix(meanwhile.count)), "\(desk.text)")
        if size.rows >= 20 { #expect(meanwhile == before) }
        desk.script.play(.saved(String(repeating: "word ", count: 60), isGood: true))
        #expect(desk.listRows.contains { $0.contains("▸") }, "\(desk.text)")
        desk.script.play(.saved("Saved.", isGood: true))
        #expect(desk.listRows == meanwhile, "\(desk.text)")
        desk.press(.function(60))
        #expect(desk.listRows == before, "once it is gone all is as it was: \(desk.text)")
    }
}

extension DeskScript {
    /// The rows of the list that show.
    fileprivate var listRows: [String] {
        frame.inside("Borrowed").filter { row in ["CAD-PRO", "SIM-X", "MESH", "RENDER"].contains(where: row.contains) }
    }
}
