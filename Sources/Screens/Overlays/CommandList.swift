internal import ClientCore
public import TerminalUI

/// All that can be done where it was opened, to be found by name.
public struct CommandList: Hashable, Sendable {
    /// A command: what it does, its keys, and why it cannot be done now.
    public struct Command: Hashable, Sendable {
        public var binding: Binding<App.Action>
        public var reason: String?
    }

    public var picks: Picks<Command>

    init(_ bindings: [(Binding<App.Action>, reason: String?)]) {
        let commands = bindings.filter { ![.move, .scroll, .commands, .interrupt].contains($0.0.action) }
            .map { Command(binding: $0.0, reason: $0.reason) }
        picks = Picks(commands) { "\($0.binding.label) \($0.binding.help) \($0.binding.action.rawValue)" }
    }
}

extension CommandList: OverlayPart {
    var overlay: App.Overlay { .commands(self) }
    var name: String { "Commands" }
    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? { nil }
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

    private func box(_ desk: Desk) -> Rect {
        desk.body.centred(width: 70, height: picks.items.count + 3)
    }

    mutating func layOut(_ desk: Desk) { picks.layOut(page: max(1, box(desk).height - 3)) }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let inside = frame.panel(box(desk), title: name, note: picks.note, isActive: true)
        frame.writeNothingFound(picks.count, picks.query, in: inside)
        for (row, line) in picks.visible.enumerated() {
            let command = line.item
            if line.isChosen { frame.write("▸", at: inside.at(0, row), role: .focus) }
            let role: Role = command.reason != nil ? .dim : line.isChosen ? .selection : .plain
            frame.write(TextWidth.fit(command.binding.label, to: 13), at: inside.at(1, row), role: role)
            frame.write(
                TextWidth.fit(command.binding.keys.first?.label ?? "", to: 6), at: inside.at(15, row), role: .key)
            let text = command.reason.map { "not now: \($0)" } ?? command.binding.help
            frame.write(TextWidth.truncate(text, to: inside.width - 22), at: inside.at(22, row), role: .dim)
        }
        frame.drawQuery(picks.query, at: inside.at(1, inside.height - 1), width: inside.width - 2)
    }
}
