import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What the panel says of a problem is so, and its ways lead there.
@Suite struct ProblemWayTests {
    /// The edge said that Esc and `!` go to the problem that shows; they went to that of the row that was chosen by itself meanwhile.
    @Test func theWayToTheProblemLeadsThere() {
        let borrows = ["one", "two"].enumerated().map {
            Fixture.borrow(
                $1, product: $1.uppercased(), license: .user("\($1)@acme.example"), hours: Double(10 + $0))
        }
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows, product: "CAD-PRO")
        desk.choose("two")
        desk.press(.character("r"), .enter)
        desk.respondToRelease("s-1", of: borrows[1], .failure(Fixture.refusal(.authenticationFailure)))
        desk.rest()
        desk.press(.tab, .escape)
        desk.choose("one")
        desk.press(.character("r"), .enter)
        desk.fillIn()
        let effects = desk.press(.enter)
        guard case .client(.identify(let id, _)) = effects.first else {
            Issue.record("nothing was sent: \(desk.text)")
            return
        }
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.refusal(.floatingNotAvailable)), at: desk.now))
        desk.written(id, 1)
        desk.rest()
        desk.press(.tab)
        desk.respondToRelease("s-2", of: borrows[0], .success(.release(Response(value: "ok"))))
        desk.rest()
        #expect(desk.state.focus == .form && desk.words.contains("Esc ! goes to this problem"), "\(desk.text)")
        #expect(desk.text.contains("floating_not_available"), "\(desk.text)")
        desk.press(.escape, .character("!"))
        #expect(desk.state.focus == .problem && desk.text.contains("floating_not_available"), "\(desk.text)")
    }

    /// What was typed was added to the end that had been refused.
    @Test func whatIsTypedTakesThePlaceOfARefusedEnd() {
        let end = BorrowEnd.at(TestClock.start.addingTimeInterval(400 * 3600))
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        desk.type("+400h")
        desk.press(.enter)
        desk.borrow(.failure(Fixture.refusal(.borrowUntilNotValid, request: Fixture.request(end: end))))
        var other = desk
        desk.press(.character("u"))
        desk.type("+1d")
        #expect(desk.state.form[.until].text == "+1d", "\(desk.text)")
        other.press(.character("m"), .escape, .character("!"), .character("u"))
        if !other.state.overlays.isEmpty { other.press(.enter) }
        other.type("+1d")
        #expect(other.state.form.focus == .until && other.state.form[.until].text == "+1d", "\(other.text)")
    }

    /// A problem of a feature was called as one of the license.
    @Test func aFeaturesProblemIsCalledByIt() {
        let gpu = Fixture.borrow("gpu", product: "RENDER", license: .user("ana@acme.example"), feature: "GPU")
        var desk = DeskScript(columns: 120, rows: 40, borrows: [gpu])
        desk.press(.character("r"), .enter)
        var facts = ProblemFacts(gpu)
        facts.endpoint = "/api/v4/floating/feature_release"
        let problem = Problem(
            .authenticationFailure, status: 400, message: "", time: desk.now, effect: .none, facts: facts)
        desk.respondToRelease("s-1", of: gpu, .failure(ServiceFailure(problem)))
        #expect(desk.box("Problem").contains("RENDER · GPU ana@acme.example"), "\(desk.text)")
    }
}
