import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

@Suite struct ReconfigurationTests {
    private func changed(
        _ desk: DeskScript, later: [String] = [], _ change: (inout App.Settings) throws -> Void
    ) rethrows -> App.Event {
        var settings = desk.state.settings
        try change(&settings)
        return .configurationChanged(
            .success(App.Reconfiguration(settings: settings, changed: ["theme"], later: later)), at: desk.now)
    }

    private func effects(_ desk: inout DeskScript, _ event: App.Event) -> [App.Effect] {
        desk.script.play(event).filter { if case .tick = $0 { false } else { true } }
    }

    @Test func `A theme is drawn with at once, and said in the line`() {
        var desk = DeskScript()
        let look = Look(palette: .light, usesASCII: true)
        let event = changed(desk) { $0.look = look }
        #expect(effects(&desk, event) == [.look(look)])
        #expect(desk.text.contains("The configuration was read anew: theme."))
        #expect(effects(&desk, event).isEmpty, "the same again is no news")
    }

    @Test func `What holds from the next start is named, and changes nothing`() {
        var desk = DeskScript()
        let session = desk.state.client.session
        let event = changed(desk, later: ["server", "api_key", "ledger"]) { _ in }
        #expect(effects(&desk, event).isEmpty)
        #expect(desk.words.contains("From the next start on: server, api_key and ledger."))
        #expect(desk.state.client.session == session)
    }

    @Test
    func `A configuration that cannot be used leaves what there was, and is told with its line until it is mended`() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        let before = desk.state.settings
        var facts = ProblemFacts()
        facts.path = "/c.yaml"
        let problem = Problem(
            .configInvalid, message: "Line 4: There is no setting \"servr\". Did you mean \"server\"?", time: desk.now,
            facts: facts)
        #expect(effects(&desk, .configurationChanged(.failure(problem), at: desk.now)).isEmpty)
        #expect(desk.state.settings == before)
        #expect(
            desk.words.contains(
                "The configuration cannot be used; what held before goes on. Line 4: There is no setting \"servr\". Did "
                    + "you mean \"server\"?"))
        _ = effects(&desk, changed(desk) { _ in })
        #expect(desk.words.contains("The configuration was read anew"), "\(desk.words)")
    }

    @Test func `Other keys act at once, but not on what was typed before they showed`() throws {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        let keymap = try Keymap<App.Action>([("help", ["F9"]), ("close", ["F10"])])
        let event = changed(desk) { $0.keymap = keymap }
        _ = effects(&desk, event)
        #expect(desk.footer.contains("F9 help"), "\(desk.footer)")
        desk.pressUnseen(.function(9))
        #expect(desk.state.overlays.isEmpty)
        desk.rest()
        desk.press(.function(9))
        #expect(desk.text.contains("Help"))
    }

    @Test
    func `Zone and warning time are those of every row and of the clock, in the next picture of a kept painter, too`() {
        var desk = DeskScript(borrows: SampleBorrows.typical, zone: "UTC")
        var painter = DeskPainter()
        _ = painter.frame(of: desk.state)
        let event = changed(desk) {
            $0.timeZone = LocalZone(named: "Asia/Tokyo") ?? .utc
            $0.warning = 9_000 * 3600
        }
        _ = effects(&desk, event)
        #expect(desk.text.contains("UTC+9"), "\(desk.text)")
        #expect(painter.frame(of: desk.state) == desk.frame)
    }

    @Test func `A form that nobody has filled in begins with the new product; one that somebody has stays`() {
        var desk = DeskScript()
        _ = effects(&desk, changed(desk) { $0.product = "SIM-X" })
        #expect(desk.state.form[.product].text == "SIM-X")
        desk.type("Y")
        let typed = desk.state.form
        _ = effects(&desk, changed(desk) { $0.product = "CAD-PRO" })
        #expect(desk.state.form[.product].text == typed[.product].text)
    }

    @Test func `Who turns calls on is not called for what was so before`() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        let event = changed(desk) { $0.notification = .bell }
        #expect(effects(&desk, event).isEmpty)
    }
}
