import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

@Suite("A first start is read whole at every size")
struct SetupReadingTests {
    static let sizes = [
        Size(columns: 40, rows: 12), .init(columns: 41, rows: 13), .init(columns: 60, rows: 16),
        .init(columns: 80, rows: 19), .init(columns: 80, rows: 24), .init(columns: 200, rows: 60),
    ]

    /// A step whose check has failed.
    private func failed(_ step: SetupStep.ID, _ size: Size) -> SetupScript {
        var setup = SetupScript(columns: size.columns, rows: size.rows)
        if step == .place {
            setup.press(.enter)
        } else {
            setup.enter(finding: .reached(clockOffset: 4000))
            setup.enter()
            setup.enter("an-api-key")
            setup.enter("a-shared-key")
        }
        setup.checked(.failure(step == .place ? SetupFixture.unreachable : SetupFixture.refused))
        return setup
    }

    @Test(
        "Why a check failed can be read to its end, and question and answer stay in sight",
        arguments: [SetupStep.ID.place, .sharedKey], sizes)
    func failure(step: SetupStep.ID, size: Size) {
        var setup = failed(step, size)
        let label = SetupStep.of(step).label
        // A secret that was refused is kept nowhere, so there is none to go on with.
        let isForgotten = step == .sharedKey
        let answer = isForgotten ? "▸ forgotten: type or paste it anew" : "▸ (•) the vendor's service"
        let isRead = setup.frame.inside(label).joined().contains("Code ")
        let footer = setup.frame.lines.suffix(2).joined(separator: " ")
        #expect(isRead || footer.contains("PgUp/PgDn scroll"), "\(setup.text)")
        for key in isForgotten ? ["Enter go on", "^C leave"] : ["Enter try again", "Tab go on anyway", "^C leave"] {
            #expect(footer.contains(key), "\(setup.text)")
        }
        var script = setup
        let reading = Reading({ script.frame }, label) {
            #expect(script.text.contains("▸" + label) && script.text.contains(answer), "\(script.text)")
            script.press(.pageDown)
        }
        let problem = step == .place ? SetupFixture.unreachable : SetupFixture.refused
        let explanation = setup.state.walk.explain(problem)
        let texts = [explanation.whatHappened] + explanation.remedies.map(\.text) + explanation.likelyCauses
        for text in texts { #expect(reading.words.contains(Reading.words(text)), "\(reading.lines)") }
        #expect(reading.words.contains("Code " + problem.code.rawValue))
        #expect(script.state.walk == setup.state.walk, "nothing but the text has moved")
        for _ in 0..<30 { script.press(.pageUp) }
        #expect(script.frame == setup.frame, "and back")
        setup.press(.tab)
        #expect((setup.state.walk.step == step) == isForgotten)
    }

    @Test("What was answered and found can be read at every size", arguments: sizes)
    func soFar(size: Size) {
        var setup = SetupScript(columns: size.columns, rows: size.rows)
        setup.enter(finding: .reached(clockOffset: 4000))
        setup.enter()
        setup.enter("an-api-key")
        setup.enter("a-shared-key", finding: .accepted)
        let box = setup.frame.inside("So far")
        var script = setup
        let lines = Reading({ script.frame }, "Product") { script.press(.down) }.lines
        let words = Reading.words((box + lines).joined(separator: " "))
        #expect(words.contains("Licenses from the vendor's service, api.licensespring.com"), "\(setup.text)")
        #expect(words.contains(Reading.words(SetupFinding.reached(clockOffset: 4000).sentence)), "\(setup.text)")
        #expect(words.contains("Authorization") && words.contains("Shared key"), "\(setup.text)")
    }

    @Test(
        "Where the server does not tell whether it accepts the credentials, that is a warning with what came, and it goes on"
    )
    func untold() {
        let finding = SetupFinding.untold("HTTP 403, forbidden_by_gateway: No way")
        var setup = SetupScript(columns: 120, rows: 40)
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.enter("an-api-key")
        setup.enter("a-shared-key", finding: finding)
        #expect(
            finding.isWarning && setup.text.contains("! Whether the server accepts them is not known."), "\(setup.text)"
        )
        #expect(setup.text.contains("Product"), "\(setup.text)")
    }

    @Test("PgDn moves the text and never the answer; the arrows move the answer")
    func pages() {
        var setup = failed(.place, Size(columns: 40, rows: 12))
        let before = setup.text
        setup.press(.pageDown)
        #expect(setup.text != before && setup.words.contains("(•) the vendor's service"))
        setup.press(.down)
        #expect(setup.words.contains("(•) another server, such as one that `berth sandbox` runs"), "\(setup.text)")
    }

    @Test("Help is in front: its footer is its own, ^L only redraws, and nothing is typed under it", arguments: sizes)
    func help(size: Size) {
        var setup = SetupScript(columns: size.columns, rows: size.rows)
        setup.enter(finding: .reached(clockOffset: nil))
        setup.enter()
        setup.type("half")
        let below = setup.frame
        setup.press(.function(1))
        let help = setup.frame
        let footer = help.lines.suffix(2).joined(separator: " ")
        #expect(footer.contains("Esc back") && footer.contains("^C leave"), "\(setup.text)")
        #expect(!footer.contains("go on") && !footer.contains("F1"), "\(setup.text)")
        #expect(setup.press(.control("l")) == [.repaint] && setup.frame == help)
        #expect(setup.press(.character("x"), .tab, .control("z")) == [.suspend] && setup.frame == help)
        var script = setup
        let words = Reading({ script.frame }, "Keys") { script.press(.pageDown) }.words
        for text in ["Check the answer and go on.", "Redraw the screen.", "Leave without writing anything."] {
            #expect(words.contains(text), "\(words)")
        }
        for key in [Key.escape, .enter, .character("?"), .function(1)] {
            var script = setup
            script.press(key)
            #expect(script.frame == below, "\(key.label) leads back")
        }
    }
}
