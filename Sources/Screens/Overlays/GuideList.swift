internal import ClientCore
internal import TerminalUI

/// What the demo offers to try.
public struct GuideList: Hashable, Sendable {
    public var picks: Picks<App.GuideRow>

    init(_ rows: [App.GuideRow], chosen: Int) {
        picks = Picks(rows, chosen: chosen) { "\($0.title) \($0.text) \($0.product)" }
    }
}

extension GuideList: OverlayPart {
    var overlay: App.Overlay { .guide(self) }
    var name: String { "Demo guide" }
    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? { nil }
    func bindings(_ desk: Desk) -> [Binding<App.Action>] { .choosing }
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? { picks.handle(key) ? [] : nil }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .accept: picks.chosen.map { [.close, .fill(.guide($0)), .focus(.form)] } ?? []
        case .close: [.close]
        default: []
        }
    }

    private static let below = 4

    mutating func layOut(_ desk: Desk) { picks.layOut(page: max(1, desk.body.height - 2 - Self.below)) }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let fill = desk.key(.accept, in: .choosing).map { "\($0) fills the form" } ?? ""
        let note = picks.note.isEmpty ? fill : picks.note
        let inside = frame.panel(desk.body, title: name, note: note, isActive: true)
        let titleWidth = min(picks.items.reduce(8) { max($0, TextWidth.columns($1.title)) }, inside.width / 2)
        frame.writeNothingFound(picks.count, picks.query, in: inside)
        for (line, row) in picks.visible.enumerated() {
            if row.isChosen { frame.write("▸", at: inside.at(0, line), role: .focus) }
            let title = TextWidth.fit(row.item.title, to: titleWidth)
            frame.write(title, at: inside.at(1, line), role: row.isChosen ? .selection : .plain)
            let room = inside.width - titleWidth - 2
            frame.write(TextWidth.truncate(row.item.text, to: room), at: inside.at(titleWidth + 2, line), role: .dim)
        }
        if let row = picks.chosen, inside.height > Self.below {
            let text = TextWidth.wrap(row.text, to: inside.width - 2).prefix(Self.below - 2) + [row.credentials]
            for (index, line) in text.enumerated() {
                frame.write(
                    line, at: inside.at(1, inside.height - 1 - text.count + index),
                    role: index == text.count - 1 ? .dim : .plain, width: inside.width - 2)
            }
        }
        frame.drawQuery(picks.query, at: inside.at(1, inside.height - 1), width: inside.width - 2)
    }
}

extension App.GuideRow {
    /// What is filled in, on one line. The demo's keys open nothing but the demo.
    fileprivate var credentials: String {
        let who = userName.isEmpty ? licenseKey : userName
        return ([product, who] + (hardwareID.isEmpty ? [] : ["device " + hardwareID])).joined(separator: "  ")
    }
}
