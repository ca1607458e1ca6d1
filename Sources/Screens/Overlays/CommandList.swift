internal import ClientCore
public import TerminalUI

/// All that can be done where it was opened, to be found by name.
public struct CommandList: Hashable, Sendable {
    /// A command: what it does, its keys, and why it cannot be done now.
    public struct Command: Hashable, Sendable {
        public var binding: Binding<App.Action>
        public var reason: String?

        /// What it does, or why not now.
        fileprivate var text: String { reason.map { "not now: \($0)" } ?? binding.help }
    }

    public var picks: Picks<Command>

    init(_ bindings: [(Binding<App.Action>, reason: String?)]) {
        picks = Picks(Self.commands(bindings), text: \.searched)
    }

    /// Takes over what can be done by now and by which keys; the choice stays on what does the same.
    mutating func refresh(_ bindings: [(Binding<App.Action>, reason: String?)]) {
        let commands = Self.commands(bindings)
        guard commands != picks.items else { return }
        picks.replace(commands, text: \.searched) {
            ($0.binding.action, $0.binding.help) == ($1.binding.action, $1.binding.help)
        }
    }

    private static func commands(_ bindings: [(Binding<App.Action>, reason: String?)]) -> [Command] {
        bindings.filter { ![.move, .scroll, .commands, .interrupt].contains($0.0.action) }
            .map { Command(binding: $0.0, reason: $0.reason) }
    }
}

extension CommandList.Command {
    /// What a search looks at.
    fileprivate var searched: String {
        [binding.label, binding.help, binding.action.rawValue, binding.keyNames, reason ?? ""].joined(separator: " ")
    }
}

extension CommandList: OverlayPart {
    var overlay: App.Overlay { .commands(self) }
    var name: String { "Commands" }
    var takesText: Bool { true }
    func bindings(_ desk: Desk) -> [Binding<App.Action>] { .choosing }
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? { picks.handle(key) ? [] : nil }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .accept:
            guard let command = picks.chosen else { return [] }
            if let reason = command.reason { return [.notice(reason, isGood: false)] }
            return [.close, .act(command.binding.action)]
        case .close: return [.close]
        default: return []
        }
    }

    /// Where its texts begin.
    private static let left = 22

    private var widest: Int { picks.items.reduce(0) { max($0, TextWidth.columns($1.text)) } }

    private func box(_ desk: Desk) -> Rect {
        let told = picks.items.reduce(0) { max($0, self.told($1, desk).count) }
        return desk.body.centred(width: max(70, Self.left + widest + 3), height: picks.items.count + told + 3)
    }

    /// What a command does, in full, where not every row has room for that.
    private func told(_ command: Command, _ desk: Desk) -> [Told] {
        let width = desk.body.width - 2
        return Self.left + widest <= width ? [] : Told.lines(command.text, .dim, width: width - 2)
    }

    mutating func layOut(_ desk: Desk) {
        picks.layOut(height: box(desk).height - 3) { [self] in told($0, desk).count }
    }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let inside = frame.panel(box(desk), title: name, note: picks.note, isActive: !desk.isCovered)
        frame.writeNothingFound(picks.count, picks.query, in: inside)
        for (row, line) in picks.visible.enumerated() {
            let command = line.item
            if line.isChosen { frame.write("▸", at: inside.at(0, row), role: .focus) }
            let role: Role = command.reason != nil ? .dim : line.isChosen ? .selection : .plain
            frame.write(TextWidth.fit(command.binding.label, to: 13), at: inside.at(1, row), role: role)
            frame.write(
                TextWidth.fit(command.binding.keys.first.map(command.binding.label) ?? "", to: 6),
                at: inside.at(15, row), role: .key)
            let text = TextWidth.truncate(command.text, to: inside.width - Self.left)
            frame.write(text, at: inside.at(Self.left, row), role: .dim)
        }
        frame.drawTold(picks.chosen.map { told($0, desk) } ?? [], in: inside)
        frame.drawQuery(picks.query, at: inside.at(1, inside.height - 1), width: inside.width - 2)
    }
}
