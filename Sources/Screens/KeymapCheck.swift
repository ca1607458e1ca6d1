public import TerminalUI

/// Why a choice of keys, each of them right, cannot be followed at the desk.
public struct KeymapConflict: Error, Hashable, Sendable {
    /// The name of the action whose keys are the matter.
    public let action: String
    /// What is wrong, for a person.
    public let sentence: String

    fileprivate init(_ action: App.Action, _ sentence: String) {
        self.action = action.rawValue
        self.sentence = sentence
    }
}

extension Keymap<App.Action> {
    /// Refuses keys with which the desk could not be used: a key that does two things in one place, one that is typed
    /// there, and none where nothing else leads on or back.
    public func check() throws(KeymapConflict) {
        for action in App.Action.fixed where changes(action) {
            throw KeymapConflict(
                action, "The keys of \"\(action.rawValue)\" are the same everywhere and cannot be changed.")
        }
        // What is wrong with a key by itself is told before what it has to do with others.
        for place in Place.all { try checkWaysOut(of: place) }
        for place in Place.all { try checkTyping(in: place) }
        for place in Place.all { try checkClashes(in: place) }
    }

    private func changes(_ action: App.Action) -> Bool {
        let own = Place.all.flatMap(\.bindings).filter { $0.action == action }
        return applied(to: own) != own
    }

    private func checkWaysOut(of place: Place) throws(KeymapConflict) {
        for action in App.Action.needed where place.bindings.contains(where: { $0.action == action }) {
            guard !applied(to: place.bindings).contains(where: { $0.action == action }) else { continue }
            throw KeymapConflict(
                action, "\"\(action.rawValue)\" must keep a key: without one, nothing leads out of \(place.name).")
        }
    }

    private func checkTyping(in place: Place) throws(KeymapConflict) {
        for binding in applied(to: place.bindings) where !App.Action.fixed.contains(binding.action) {
            guard let key = binding.keys.first(where: place.takes) else { continue }
            let reason = key.isPrinted ? "it is typed in" : "it edits or moves in"
            throw KeymapConflict(
                binding.action,
                "\"\(key.label)\" cannot be a key of \"\(binding.action.rawValue)\": \(reason) \(place.name).")
        }
    }

    private func checkClashes(in place: Place) throws(KeymapConflict) {
        // Where the program's own keys overlap, the first one is meant to win.
        let meant = Set(Self.clashes(in: place.bindings))
        guard let clash = Self.clashes(in: applied(to: place.bindings)).first(where: { !meant.contains($0) }) else {
            return
        }
        let (first, second) = (clash.first.rawValue, clash.second.rawValue)
        throw KeymapConflict(
            changes(clash.second) ? clash.second : clash.first,
            "\"\(clash.key.label)\" would do two things in \(place.name): \"\(first)\" and \"\(second)\".")
    }

    private struct Clash: Hashable {
        var key: Key
        var first: App.Action
        var second: App.Action
    }

    private static func clashes(in bindings: [Binding<App.Action>]) -> [Clash] {
        var owners: [Key: App.Action] = [:]
        var clashes: [Clash] = []
        // The guide is the demo's alone, which no configuration changes.
        for binding in bindings where binding.action != .guide {
            for key in binding.keys {
                if let owner = owners[key], owner != binding.action {
                    clashes.append(Clash(key: key, first: owner, second: binding.action))
                } else {
                    owners[key] = binding.action
                }
            }
        }
        return clashes
    }
}

extension App.Action {
    /// What moves and edits, which the lists and texts themselves do.
    static let fixed: [App.Action] = [.move, .scroll]

    /// What leads on or back where nothing else does.
    fileprivate static let needed: [App.Action] = [.interrupt, .close, .leaveForm, .accept]
}
