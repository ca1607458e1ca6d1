import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

@Suite struct ReconfigurationTests {
    private func changed(
        _ desk: DeskScript, _ names: [String] = ["theme"], later: [String] = [],
        _ change: (inout App.Settings) throws -> Void
    ) rethrows -> App.Event {
        var settings = desk.state.settings
        try change(&settings)
        return .configurationChanged(
            .success(App.Reconfiguration(settings: settings, changed: names, later: later)), at: desk.now)
    }

    /// A desk that waits for the response to a return.
    private func waiting() -> DeskScript {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character("r"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(
            reference: .user("ana@acme.example"), identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        desk.now += 5
        desk.script.play(.ticked(at: desk.now))
        #expect(desk.words.contains("Waiting for the server, 5 s"))
        return desk
    }

    private func respond(_ desk: inout DeskScript) {
        let id = OperationID(rawValue: "s-1")
        desk.client(.responded(id, .success(.release(Response(value: ""))), at: desk.now))
        desk.written(id, 1)
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

    @Test func `A profile that goes while details are open is named no more`() {
        var desk = DeskScript(
            columns: 120, rows: 40, borrows: SampleBorrows.twoProfiles, account: SampleBorrows.account,
            profiles: SampleBorrows.profiles)
        desk.choose("theirs")
        desk.press(.enter)
        #expect(desk.box("Details").contains("`berth --profile staging`"), "\(desk.text)")
        let left = App.Reconfiguration(
            settings: desk.state.settings, changed: [], later: ["api_key"], profiles: [SampleBorrows.profiles[0]])
        _ = effects(&desk, .configurationChanged(.success(left), at: desk.now))
        #expect(desk.box("Details").contains("start Berth with that"), "\(desk.text)")
        #expect(desk.words.contains("From the next start on: api_key."), "\(desk.text)")
    }

    @Test func `Another zone writes the end of an open extension anew, but not one that was typed`() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 99)])
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("Until 2026-11-28 17:02"), "\(desk.text)")
        var typed = desk
        typed.type("2026-11-28 20:00")
        for isTyped in [false, true] {
            var open = isTyped ? typed : desk
            let event = changed(open, ["time_zone"]) { $0.timeZone = .utc }
            _ = effects(&open, event)
            #expect(open.box("Extend").contains("Until 2026-11-28 \(isTyped ? "20:00" : "16:02")"), "\(open.text)")
        }
    }

    @Test func `A list of products that is open is of the new ones`() {
        var desk = DeskScript()
        desk.press(.enter)
        #expect(desk.box("Product").contains("SIM-X"), "\(desk.text)")
        _ = effects(&desk, changed(desk, ["products"]) { $0.products = ["MESH"] })
        #expect(desk.box("Product").contains("MESH") && !desk.box("Product").contains("SIM-X"), "\(desk.text)")
        desk.rest()
        desk.press(.enter)
        #expect(desk.state.form[.product].text == "MESH")
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

    @Test func `What comes while a response is awaited is told once that is told, whatever is pressed meanwhile`() {
        var desk = waiting()
        _ = effects(&desk, changed(desk, ["theme"]) { $0.look.usesASCII = true })
        #expect(desk.words.contains("Waiting for the server"), "the way to stop it stays in sight")
        desk.press(.down)
        desk.now += 10
        desk.press(.down)
        _ = effects(&desk, changed(desk, ["warning", "theme"]) { $0.warning = 3600 })
        respond(&desk)
        #expect(desk.words.contains("Returned CAD-PRO ana@acme.example"), "\(desk.text)")
        desk.now += 10
        desk.press(.down)
        #expect(desk.words.contains("The configuration was read anew: theme, warning."), "\(desk.text)")
        desk.now += 10
        desk.press(.down)
        #expect(!desk.words.contains("The configuration"), "and once")
    }

    @Test func `So is that the file cannot be used, and a mended one takes its place`() {
        let problem = Problem(.configInvalid, message: "Line 4: no.", time: TestClock.start)
        var broken = waiting()
        _ = effects(&broken, .configurationChanged(.failure(problem), at: broken.now))
        var mended = broken
        respond(&broken)
        broken.rest()
        broken.press(.down)
        #expect(broken.words.contains("what held before goes on. Line 4: no."), "\(broken.text)")
        _ = effects(&mended, changed(mended, []) { _ in })
        respond(&mended)
        mended.rest()
        mended.press(.down)
        #expect(mended.words.contains("The configuration was read anew."), "\(mended.text)")
        #expect(!mended.words.contains("Line 4"))
    }

    @Test func `Who types does not take it away unread, nor does what lies over it`() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.type("AAAA")
        _ = effects(&desk, changed(desk) { $0.look.usesASCII = true })
        desk.type("BBBB")
        desk.rest()
        desk.type("CCCC")
        #expect(desk.words.contains("The configuration was read anew: theme."), "\(desk.text)")
        desk.press(.function(1))
        desk.now += 10
        desk.press(.down, .escape)
        #expect(desk.words.contains("The configuration was read anew: theme."), "\(desk.text)")
        desk.now += 10
        desk.type("D")
        #expect(!desk.words.contains("The configuration"))
        #expect(desk.state.form[.key].text == "AAAABBBBCCCCD")
    }

    @Test func `What is refused after what was not told yet leaves that to be told once it is mended`() {
        var desk = waiting()
        _ = effects(&desk, changed(desk, ["theme"]) { $0.look.usesASCII = true })
        let problem = Problem(.configInvalid, message: "no", time: desk.now)
        _ = effects(&desk, .configurationChanged(.failure(problem), at: desk.now))
        respond(&desk)
        desk.now += 10
        desk.press(.down)
        desk.now += 10
        desk.press(.down)
        _ = effects(&desk, changed(desk, ["warning"]) { $0.warning = 60 })
        #expect(desk.words.contains("read anew: theme, warning."), "\(desk.text)")
    }

    @Test func `Open help and the open list of commands show the new keys, and keep their place`() throws {
        let keymap = try Keymap<App.Action>([("timeline", ["F5"]), ("find", ["F6"])])
        var help = DeskScript(borrows: SampleBorrows.typical)
        help.press(.character("?"))
        #expect(help.row("Show what ends first")?.contains(" t ") == true)
        _ = effects(&help, changed(help, ["keys"]) { $0.keymap = keymap })
        #expect(help.row("Show what ends first")?.contains("F5") == true, "\(help.text)")
        var list = DeskScript(borrows: SampleBorrows.typical)
        list.press(.character(":"))
        list.type("timeline")
        #expect(list.box("Commands").contains("timeline t "), "\(list.text)")
        _ = effects(&list, changed(list, ["keys"]) { $0.keymap = keymap })
        #expect(list.box("Commands").contains("timeline F5"), "\(list.text)")
        list.press(.control("u"), .down, .down, .down)
        let chosen = list.row("│▸")
        _ = effects(&list, changed(list, ["keys"]) { $0.keymap = Keymap() })
        #expect(list.row("│▸")?.prefix(14) == chosen?.prefix(14), "\(list.text)")
    }

    @Test func `What open help says cannot be done is as it is by now`() {
        var desk = waiting()
        desk.press(.character("?"))
        #expect(desk.words.contains("Not now: An operation on it is under way."), "\(desk.text)")
        respond(&desk)
        #expect(!desk.words.contains("An operation on it is under way."), "\(desk.text)")
    }

    @Test func `An open calendar goes by the new zone and names the new key`() throws {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab, .down)
        #expect(desk.box("Until").contains("m max time"))
        let keymap = try Keymap<App.Action>([("maximum", ["F7"])])
        let event = changed(desk) {
            $0.keymap = keymap
            $0.timeZone = LocalZone(named: "Asia/Tokyo") ?? .utc
        }
        _ = effects(&desk, event)
        #expect(desk.box("Until").contains("F7 max time"), "\(desk.text)")
        #expect(desk.box("Until").contains("UTC+9"), "\(desk.text)")
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
