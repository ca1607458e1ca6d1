import Screens
import TerminalUI
import Testing

@testable import Screens

/// The bindings of every place, as data.
@Suite struct BindingTests {
    @Test(arguments: GoldenScreen.allCases) func aKeyDoesOneThingInOnePlace(screen: GoldenScreen) {
        let state = screen.desk(80, 24).state
        var actions: [Key: App.Action] = [:]
        for binding in state.bindings() {
            for key in binding.keys {
                // Asked whether to quit, ^C means yes.
                if screen == .quit, key == .control("c") { continue }
                // What typing and moving do by themselves stands there for the help alone.
                if binding.action == .move { continue }
                let other = actions.updateValue(binding.action, forKey: key)
                #expect(other == nil || other == binding.action, "\(key.label) in \(screen)")
            }
            #expect(binding.help.hasSuffix("."), "\(binding.label)")
            #expect(!binding.label.isEmpty)
        }
    }

    @Test(arguments: GoldenScreen.allCases) func everyPlaceCanBeLeftAndQuit(screen: GoldenScreen) {
        let state = screen.desk(80, 24).state
        let keys = state.bindings().flatMap(\.keys)
        #expect(keys.contains(.control("c")))
        let isHome = state.overlays.isEmpty && state.focus == .list && screen != .find && screen != .findNothing
        #expect(keys.contains(.escape) || isHome, "the list is home: there is nothing to leave")
    }

    /// A configuration can name every action, so that none may be without a place.
    @Test func everyActionHasAPlace() {
        var states = GoldenScreen.allCases.map { $0.desk(80, 24).state }
        var demo = DeskScript(
            borrows: SampleBorrows.typical, isDemo: true, product: "CAD-PRO", guide: SampleBorrows.guide)
        states.append(demo.state)
        for keys in [[Key.character("b"), .backTab], [.backTab, .backTab]] {
            for key in keys { demo.press(key) }
            states.append(demo.state)
        }
        let bound = Set(states.flatMap { $0.bindings().map(\.action) })
        let missing = App.Action.allCases.filter { !bound.contains($0) }
        #expect(missing == [], "\(missing.map(\.rawValue))")
    }

    /// A key of a person's own choice is the one that footers and sentences show.
    @Test func theKeymapIsShownWhereverAKeyIsNamed() throws {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        desk.choose("mine")
        var state = desk.state
        state.settings.keymap = try Keymap([("return", ["F5"]), ("extend", ["disabled"])])
        let footer = App.view(state).lines.last ?? ""
        #expect(footer.contains("F5 return"))
        #expect(!footer.contains("extend"))
        _ = App.reduce(&state, .key(.character("r"), at: desk.now))
        #expect(state.overlays.isEmpty)
        _ = App.reduce(&state, .key(.function(5), at: desk.now))
        #expect(state.overlays.count == 1)
    }
}
