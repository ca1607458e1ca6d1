import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// A question whose borrow changes while it is open closes, and says why.
@Suite struct MeanwhileTests {
    private func asking(_ action: Character, hours: Double = 1, phase: OperationPhase = .confirmed) -> DeskScript {
        var desk = DeskScript(borrows: [Fixture.borrow("b", hours: hours, phase: phase)])
        desk.press(.character(action))
        #expect(desk.state.overlays.count == 1)
        return desk
    }

    @Test func thatItsBorrowHasEndedIsTold() {
        var desk = asking("r")
        desk.now += 3601
        desk.script.play(.ticked(at: desk.now))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("The question has closed: CAD-PRO …4444 has ended meanwhile"), "\(desk.text)")
        #expect(desk.press(.enter) == [], "an Enter that was meant for the question does nothing")
        #expect(desk.words.contains("has ended meanwhile"), "and what was told still stands")
    }

    @Test func thatOthersHaveReturnedItIsTold() {
        var desk = asking("r")
        var returned = Fixture.borrow("b", hours: 1)
        returned.releasedAt = desk.now
        desk.reads([returned], line: 9)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("CAD-PRO …4444 has been returned meanwhile"), "\(desk.text)")
    }

    @Test(arguments: ["r", "s", "e"] as [Character]) func thatItHasGoneIsTold(action: Character) {
        var desk = asking(action)
        desk.reads([], line: 9)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("its borrow is not in the list any more"), "\(desk.text)")
    }

    @Test func thatItsOutcomeIsKnownIsTold() {
        var desk = asking("v", phase: .unknown(Fixture.timeout.problem))
        desk.reads([Fixture.borrow("b", hours: 1)], line: 9)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("the outcome of CAD-PRO …4444 is known now"), "\(desk.text)")
    }

    @Test func anExtensionWhoseBorrowIsOverOrKnownCloses() {
        var returned = Fixture.borrow("b", hours: 1)
        returned.releasedAt = TestClock.start
        var desk = asking("e")
        desk.reads([returned], line: 9)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("CAD-PRO …4444 has been returned meanwhile"), "\(desk.text)")
        desk = asking("e")
        desk.now += 3601
        desk.script.play(.ticked(at: desk.now))
        #expect(desk.state.overlays.isEmpty && desk.words.contains("has ended meanwhile"), "\(desk.text)")
        desk = asking("R", phase: .unknown(Fixture.timeout.problem))
        desk.reads([Fixture.borrow("b", hours: 1)], line: 9)
        #expect(desk.state.overlays.isEmpty && desk.words.contains("is known now"), "\(desk.text)")
    }

    @Test func whatWasOpenedFromItClosesWithIt() {
        var desk = asking("e")
        desk.press(.down)
        #expect(desk.state.overlays.count == 2, "the calendar")
        let form = desk.state.form
        desk.reads([], line: 9)
        #expect(desk.state.overlays.isEmpty && desk.state.form[.until] == form[.until])
    }

    @Test func aQuestionThatIsAnsweredSaysNothingOfTheKind() {
        var desk = asking("r")
        desk.press(.escape)
        #expect(!desk.words.contains("The question has closed"))
    }
}
