import TerminalUI
import Testing

@Suite("Keys of a person's own choice")
struct KeymapTests {
    private enum Action: String, CaseIterable {
        case release, extend
        case nextField = "next-field"
    }

    private let bindings = [
        Binding.shown(.character("r"), does: Action.release, "return", "Return it."),
        Binding.shown(.character("e"), does: Action.extend, "extend", "Extend it."),
        Binding.shown(.tab, .down, does: Action.nextField, "next", "Go on."),
    ]

    private func fault(_ patch: (action: String, keys: [String])...) -> KeymapFault? {
        do throws(KeymapFault) {
            _ = try Keymap<Action>(patch)
            return nil
        } catch {
            return error
        }
    }

    @Test("Without a choice the program's own keys stand")
    func own() {
        #expect(Keymap<Action>().applied(to: bindings) == bindings)
    }

    @Test("A chosen key takes the place of an action's own ones, and nobody else's")
    func patched() throws {
        let keymap = try Keymap<Action>([("next-field", ["^N", "F3"]), ("release", ["R"])])
        #expect(
            keymap.applied(to: bindings).map(\.keys) == [
                [.character("R")], [.character("e")], [.control("n"), .function(3)],
            ])
    }

    @Test("An action can be left without a key, in either way", arguments: [[], ["disabled"]])
    func unbound(keys: [String]) throws {
        let keymap = try Keymap<Action>([("release", keys)])
        #expect(keymap.applied(to: bindings).map(\.action) == [.extend, .nextField])
    }

    @Test("An action that there is not is a fault that names those like it")
    func unknownAction() {
        let fault = fault(("relase", ["r"]))
        #expect(fault?.nearMatches == ["release"])
        #expect(fault?.sentence == "There is no action \"relase\". Did you mean \"release\"?")
        #expect(self.fault(("xetend", []))?.nearMatches == ["extend"], "two letters exchanged are one mistake")
        #expect(self.fault(("next", []))?.nearMatches == ["next-field"])
        #expect(self.fault(("frobnicate", []))?.sentence == "There is no action \"frobnicate\".")
    }

    @Test("A key that there is not is a fault that names those like it, or says how keys are written")
    func unknownKey() {
        let fault = fault(("release", ["r", "Entr"]))
        #expect(fault?.action == "release" && fault?.key == "Entr")
        #expect(
            fault?.sentence == "There is no key \"Entr\", given to \"release\". Did you mean \"Enter\"?")
        #expect(self.fault(("release", ["disabled", "r"]))?.key == "disabled")
        #expect(
            self.fault(("release", ["hyper+\u{1B}"]))?.sentence
                == "There is no key \"hyper+\u{FFFD}\", given to \"release\". Keys are written r, Enter, ^R, M-r, F5.")
    }

    @Test("A key that never comes, and an action that is named twice, are faults")
    func otherFaults() {
        #expect(
            fault(("release", ["^Z"]))?.sentence
                == "\"^Z\" cannot be a key of \"release\": it suspends the program.")
        #expect(
            fault(("release", ["r"]), ("release", ["x"]))?.sentence == "The action \"release\" is given keys twice.")
    }
}
