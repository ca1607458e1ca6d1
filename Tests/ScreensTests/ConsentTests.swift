import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// A yes and a note are to what a person has read, and to nothing that others have done since.
@Suite struct ConsentTests {
    /// Its `y` to "1 h earlier" took four days from a borrow that somebody else had extended meanwhile.
    @Test func aYesToAnEarlierEndIsToTheEndThatItNamed() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", hours: 30)])
        desk.press(.character("e"))
        desk.type("+2h")
        desk.press(.tab)
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.enter)
        #expect(desk.words.contains("Shorten it?"), "\(desk.text)")
        desk.reads([Fixture.borrow("b", hours: 130)], line: 2_000)
        desk.now += 5
        desk.press(.character("y"))
        #expect(desk.state.client.underway.isEmpty && desk.words.contains("Shorten it?"), "\(desk.text)")
        desk.now += 5
        desk.press(.character("y"))
        #expect(desk.state.client.underway.count == 1 && desk.state.overlays.isEmpty, "\(desk.text)")
    }

    /// Its note settled a later doubt, which nobody had read.
    @Test func aNoteIsOnTheDoubtThatWasThereAsItWasBegun() {
        let doubtful = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var later = Fixture.timeout.problem
        later.time += 60
        for (doubt, isSame) in [(Fixture.timeout.problem, true), (later, false)] {
            var desk = DeskScript(borrows: [doubtful])
            desk.press(.character("v"))
            desk.type("asked the vendor")
            desk.reads([Fixture.borrow("b", phase: .unknown(doubt))], line: 2_000)
            #expect(desk.words.contains("has been tried") == !isSame, "\(desk.text)")
            desk.press(.enter)
            #expect(desk.state.client.underway.isEmpty == !isSame, "\(desk.text)")
        }
    }
}
