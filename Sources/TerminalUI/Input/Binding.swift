/// What a key does in one place: data, from which the footer, the help screen and the man page are made.
public struct Binding<Action: Hashable & Sendable>: Hashable, Sendable {
    /// The keys that do it; the first is the one that is shown.
    public var keys: [Key]
    public var action: Action
    /// One or two words for the footer.
    public var label: String
    /// One sentence for the help screen.
    public var help: String
    /// Whether the footer shows it; the help screen always does.
    public var isInFooter: Bool
    /// Whether its keys are written in ASCII alone, arrows in words.
    var writesASCII = false

    public init(_ keys: [Key], action: Action, label: String, help: String, inFooter: Bool) {
        self.keys = keys
        self.action = action
        self.label = label
        self.help = help
        isInFooter = inFooter
    }
}

extension Binding {
    /// A binding that the footer shows where there is room.
    public static func shown(_ keys: Key..., does action: Action, _ label: String, _ help: String) -> Self {
        Self(keys, action: action, label: label, help: help, inFooter: true)
    }

    /// A binding that the help screen alone shows.
    public static func hidden(_ keys: Key..., does action: Action, _ label: String, _ help: String) -> Self {
        Self(keys, action: action, label: label, help: help, inFooter: false)
    }

    /// The same, shown in the footer.
    public var inFooter: Self { Self(keys, action: action, label: label, help: help, inFooter: true) }

    /// The same for the help screen alone.
    public var outOfFooter: Self { Self(keys, action: action, label: label, help: help, inFooter: false) }

    /// Its keys as a footer shows them: the first one, or all of those that move in some direction.
    public var shownKeys: String {
        let arrows = keys.filter { [.up, .down, .left, .right].contains($0) }
        if let first = keys.first, arrows.contains(first) {
            guard writesASCII else { return arrows.map(\.label).joined() }
            return arrows.count == 4 ? "arrows" : arrows.map(label).joined(separator: "/")
        }
        return keys.first == .pageUp ? "PgUp/PgDn" : keys.first.map(label) ?? ""
    }

    /// Its keys by their names, one after another.
    public var keyNames: String { keys.map(label).joined(separator: " ") }

    /// The name of a key as this place writes it.
    public func label(_ key: Key) -> String { writesASCII ? key.plainLabel : key.label }

    /// The same with its keys in ASCII, or not.
    public func written(inASCII: Bool) -> Self {
        var binding = self
        binding.writesASCII = inASCII
        return binding
    }
}

extension Array {
    /// The action that a key stands for here, if any.
    public func action<Action>(for key: Key) -> Action? where Element == Binding<Action> {
        first { $0.keys.contains(key) }?.action
    }
}
