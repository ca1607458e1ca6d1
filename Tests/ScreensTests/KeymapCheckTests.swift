import ClientCore
import TestKit
import Testing

@testable import Screens
@testable import TerminalUI

@Suite("Keys that a person chose")
struct KeymapCheckTests {
    private func fault(_ patch: (String, [String])...) throws -> KeymapConflict? {
        let keymap = try Keymap<App.Action>(patch.map { (action: $0.0, keys: $0.1) })
        do {
            try keymap.check()
            return nil
        } catch {
            return error
        }
    }

    @Test("The program's own keys are in order, and every action has its place")
    func own() throws {
        #expect(try fault() == nil)
        let bound = Set(Place.all.flatMap(\.bindings).map(\.action))
        #expect(bound == Set(App.Action.allCases))
        #expect(Set(Place.all.map(\.name)).count == Place.all.count)
    }

    @Test("Keys that are free where they mean something are taken")
    func free() throws {
        #expect(try fault(("retry", ["F5", "r"]), ("quit", ["Q"]), ("next-field", ["Tab"])) == nil)
        #expect(try fault(("retry", ["F2"])) == nil, "the guide is the demo's alone")
        #expect(try fault(("find", ["disabled"]), ("quit", ["disabled"]), ("suspend", [])) == nil)
        #expect(try fault(("close", ["F10"]), ("accept", ["^G", "F4"]), ("leave-form", ["F10"])) == nil)
    }

    @Test("Two keys may be exchanged")
    func exchanged() throws {
        #expect(try fault(("return", ["e"]), ("extend", ["r"])) == nil)
    }

    @Test("A key that would do two things in one place is told with both and the place")
    func clash() throws {
        let inList = try fault(("extend", ["s"]))
        #expect(
            inList?.sentence == "\"s\" would do two things in the list: \"extend\" and \"ask-server\".")
        #expect(inList?.action == "extend")
        let second = try fault(("quit", ["R"]))
        #expect(second?.action == "quit", "the one that was changed is the matter")
        #expect(second?.sentence.contains("\"repeat\" and \"quit\"") == true)
        #expect(
            try fault(("stop-waiting", ["F1"]))?.sentence.contains("\"help\" and \"stop-waiting\"") == true)
    }

    @Test("So is one beside the key that ends a search which is kept")
    func keptSearch() throws {
        #expect(
            try fault(("forget", ["Esc"]))?.sentence
                == "\"Esc\" would do two things in the list, with a search that is kept: \"clear\" and \"forget\".")
        #expect(try fault(("clear", ["F5"]), ("return", ["F5"]))?.action == "return")
    }

    /// They were accepted, and nothing could be borrowed.
    @Test("A letter that is a key where nothing is typed acts there")
    func letters() throws {
        let keymap = try Keymap<App.Action>([("borrow", ["B"]), ("turn", ["x"])])
        try keymap.check()
        var desk = DeskScript(product: "CAD-PRO")
        var settings = desk.state.settings
        settings.keymap = keymap
        let news = App.Reconfiguration(settings: settings, changed: ["keys"], later: [])
        desk.script.play(.configurationChanged(.success(news), at: desk.now))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .character("y"))
        #expect(desk.words.contains(Strings.takesNoText) && !desk.state.form.isMaximum, "\(desk.text)")
        desk.press(.character("x"))
        #expect(desk.state.form.isMaximum, "\(desk.text)")
        desk.press(.enter)
        #expect(desk.state.form.focus == .borrow)
        #expect(desk.press(.character("y")) == [] && desk.state.client.underway.isEmpty)
        desk.press(.character("B"))
        #expect(desk.state.client.underway.count == 1, "\(desk.text)")
    }

    @Test("What leads on or back keeps a key", arguments: ["interrupt", "close", "leave-form", "accept"])
    func waysOut(action: String) throws {
        for keys in [["disabled"], []] {
            let fault = try fault((action, keys))
            #expect(fault?.action == action)
            let sentence = try #require(fault?.sentence)
            #expect(sentence.hasPrefix("\"\(action)\" must keep a key: without one, nothing leads out of "))
        }
    }

    @Test(
        "A character cannot be a key where it is typed",
        arguments: [
            ("help", "h"), ("close", "q"), ("accept", "y"), ("commands", ":"), ("maximum", "0"), ("next-field", "j"),
        ])
    func typed(action: String, key: String) throws {
        let fault = try fault((action, [key]))
        #expect(fault?.action == action)
        let sentence = try #require(fault?.sentence)
        #expect(sentence.hasPrefix("\"\(key)\" cannot be a key of \"\(action)\": it is typed in "), "\(sentence)")
    }

    @Test("Nor can a key that edits a text or moves in a list")
    func edits() throws {
        #expect(
            try fault(("stop-waiting", ["^W"]))?.sentence
                == "\"^W\" cannot be a key of \"stop-waiting\": it edits or moves in the form, on a text.")
        #expect(
            try fault(("sort", ["End"]))?.sentence
                == "\"End\" cannot be a key of \"sort\": it edits or moves in the list.")
        #expect(try fault(("commands", ["M-b"]))?.action == "commands")
    }

    @Test("What moves keeps its keys", arguments: ["move", "scroll"])
    func fixed(action: String) throws {
        #expect(try fault((action, ["j"]))?.action == action)
        #expect(try fault((action, ["disabled"]))?.action == action)
    }
}
