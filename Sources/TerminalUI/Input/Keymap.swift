/// Which keys do what, where a person chose others than the program's own.
public struct Keymap<Action: RawRepresentable<String> & CaseIterable & Hashable & Sendable>: Hashable, Sendable {
    /// The keys of the actions that were given others; none where an action is to have no key.
    private var keys: [Action: [Key]] = [:]
    /// Whether keys are written in ASCII alone, arrows in words.
    public var writesASCII = false

    /// The program's own keys.
    public init() {}

    /// Makes a keymap from a configuration: names of actions, each with the labels of its keys.
    ///
    /// No key at all, or the one word `disabled`, leaves an action without a key.
    public init(_ patch: [(action: String, keys: [String])]) throws(KeymapFault) {
        for entry in patch {
            guard let action = Action(rawValue: entry.action) else {
                throw KeymapFault(action: entry.action, among: Action.allCases.map(\.rawValue))
            }
            guard keys[action] == nil else { throw KeymapFault(action: entry.action, reason: .givenTwice) }
            keys[action] = try Self.keys(entry.keys, of: entry.action)
        }
    }

    private static func keys(_ labels: [String], of action: String) throws(KeymapFault) -> [Key] {
        var keys: [Key] = []
        for label in labels where labels != ["disabled"] {
            guard let key = Key(label: label) else { throw KeymapFault(action: action, key: label) }
            // The terminal keeps it: it suspends the program, and no part of it ever sees the key.
            if key == .control("z") { throw KeymapFault(action: action, key: label, reason: .reserved) }
            keys.append(key)
        }
        return keys
    }

    /// Bindings with their keys as chosen; those without any are left out.
    public func applied(to bindings: [Binding<Action>]) -> [Binding<Action>] {
        if keys.isEmpty, !writesASCII { return bindings }
        return bindings.compactMap { binding in
            var binding = binding.written(inASCII: writesASCII)
            binding.keys = keys[binding.action] ?? binding.keys
            return binding.keys.isEmpty ? nil : binding
        }
    }
}

/// What is wrong with a person's choice of keys.
public struct KeymapFault: Error, Hashable, Sendable {
    enum Reason: Hashable, Sendable { case unknown, reserved, givenTwice }

    /// The action's name, as it was written.
    public let action: String
    /// The key's label, as it was written; nil where the action itself is the matter.
    public let key: String?
    /// The names that were probably meant, the nearest first.
    public let nearMatches: [String]
    private let reason: Reason

    /// An action that there is not.
    init(action: String, among known: [String]) {
        self.init(action: action, nearMatches: NearMatches.of(action, among: known))
    }

    /// A key that there is not.
    init(action: String, key: String) {
        let known = Key.names.map(\.name).filter { !$0.contains { "↑↓←→".contains($0) } }
        self.init(action: action, key: key, nearMatches: NearMatches.of(key, among: known))
    }

    init(action: String, key: String? = nil, nearMatches: [String] = [], reason: Reason = .unknown) {
        self.action = action
        self.key = key
        self.nearMatches = nearMatches
        self.reason = reason
    }

    /// What is wrong, and what was probably meant, for a person.
    public var sentence: String {
        let action = TextWidth.sanitised(action)
        switch (reason, key.map(TextWidth.sanitised)) {
        case (.givenTwice, _): return "The action \"\(action)\" is given keys twice."
        case (.reserved, let key): return "\"\(key ?? "")\" cannot be a key of \"\(action)\": it suspends the program."
        case (.unknown, nil): return "There is no action \"\(action)\"." + NearMatches.question(nearMatches)
        case (.unknown, let key?):
            let hint = nearMatches.isEmpty ? " Keys are written r, Enter, ^R, M-r, F5." : ""
            return "There is no key \"\(key)\", given to \"\(action)\"." + NearMatches.question(nearMatches) + hint
        }
    }
}
