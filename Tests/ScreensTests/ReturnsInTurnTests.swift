import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// Several borrows that are returned, while others and the person go on.
@Suite struct ReturnsInTurnTests {
    private static let borrows = (0..<6).map {
        Fixture.borrow("b\($0)", product: "P\($0)", license: .user("u\($0)@acme.example"), hours: Double(10 + $0))
    }

    private let isFree = Result<Client.CallResponse, ServiceFailure>.success(.release(Response(value: "ok")))

    /// A desk that returns all six, of which four are on their way.
    private func returning() -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, borrows: Self.borrows)
        desk.press(.character("*"), .character("r"), .enter)
        #expect(desk.text.contains("Returning 1 of 6"), "\(desk.text)")
        desk.rest()
        return desk
    }

    /// The seat of whoever had it by then was returned, and stood in the list as a borrow of its own.
    @Test func whatOthersHaveReturnedBeforeItsTurnIsLeftAlone() {
        var desk = returning()
        var rows = Self.borrows
        for place in 4..<6 {
            rows[place].releasedAt = desk.now
            rows[place].operation.startedBy.process += 1
        }
        desk.reads(rows, line: 9)
        for number in 0..<4 { desk.respondToRelease("s-\(number + 1)", of: Self.borrows[number], isFree) }
        #expect(desk.state.client.underway.isEmpty && !desk.state.releases.isRunning, "\(desk.text)")
        #expect(desk.words.contains("4 returned, 2 over already."), "\(desk.text)")
        #expect(desk.state.list.marked.isEmpty, "\(desk.text)")
    }

    /// "Return 1 borrow now?" was answered with yes, and nothing came of it.
    @Test func whatFailedIsTriedAgainWhileTheOthersAreOnTheirWay() {
        var desk = returning()
        desk.respondToRelease("s-1", of: Self.borrows[0], .failure(Fixture.refusal(.authenticationFailure)))
        #expect(desk.row("P0")?.contains("! not") == true, "\(desk.text)")
        desk.rest()
        desk.press(.home, .character(" "), .character("r"))
        #expect(desk.box("Return").contains("Return 1 borrow now?"), "\(desk.text)")
        desk.press(.enter)
        #expect(desk.row("P0")?.contains("waiting") == true, "\(desk.text)")
        for number in 1..<6 { desk.respondToRelease("s-\(number + 1)", of: Self.borrows[number], isFree) }
        desk.respondToRelease("s-7", of: Self.borrows[0], isFree)
        #expect(desk.words.contains("6 returned."), "\(desk.text)")
    }

    /// It was extended, and then returned.
    @Test func nothingElseIsBegunWithWhatWaitsForItsTurn() {
        var desk = returning()
        desk.press(.end)
        #expect(desk.row("P5")?.contains("waiting") == true, "\(desk.text)")
        #expect(!desk.footer.contains("extend") && !desk.footer.contains("return"), "\(desk.footer)")
        for key in "er" {
            #expect(desk.press(.character(key)) == [] && desk.state.overlays.isEmpty, "\(desk.text)")
            #expect(desk.words.contains("It waits for its return with others. ^X stops them."), "\(desk.text)")
        }
    }

    @Test func quittingCountsWhatIsUnderWay() {
        var desk = returning()
        for number in 0..<4 {
            let borrow = Self.borrows[number]
            let name = Client.Identified(
                reference: borrow.subject.license, identification: .username("u\(number)@acme.example"))
            let id = OperationID(rawValue: "s-\(number + 1)")
            desk.client(.identified(id, .success(name), at: desk.now))
            desk.written(id, 2)
        }
        desk.press(.character("q"))
        #expect(
            desk.box("Quit").contains("4 operations are under way. If you quit now, their outcomes may stay unknown"),
            "\(desk.text)")
    }
}
