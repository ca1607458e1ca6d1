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
        frame.writeNothingFound(picks.count, picks.query, in: inside)
        let columns = GuideColumns(picks.items, width: inside.width - 1)
        for (line, row) in picks.visible.enumerated() {
            if row.isChosen { frame.write("▸", at: inside.at(0, line), role: .focus) }
            columns.draw(row.item, on: &frame, at: inside.at(1, line), isChosen: row.isChosen)
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

/// The columns of the guide: what a row shows and whose license it takes are never cut where rows differ; the product and the
/// text take what is left, and stand in full below the rows.
private struct GuideColumns {
    private let width: Int
    private let title: Int
    private let product: Int
    private let name: Int

    init(_ rows: [App.GuideRow], width: Int) {
        func widest(_ text: (App.GuideRow) -> String) -> Int { rows.reduce(0) { max($0, TextWidth.columns(text($1))) } }
        self.width = width
        name = min(14, widest(\.name))
        title = max(1, min(widest(\.title), width - name - 1))
        let wanted = min(16, widest(\.product))
        product = title + name + wanted + 2 <= width ? wanted : 0
    }

    func draw(_ row: App.GuideRow, on frame: inout Frame, at position: Position, isChosen: Bool) {
        var position = position
        func write(_ text: String, _ width: Int, _ role: Role) {
            guard width > 0 else { return }
            frame.write(TextWidth.fit(TextWidth.cutInside(text, to: width), to: width), at: position, role: role)
            position.column += width + 1
        }
        write(row.title, title, isChosen ? .selection : .plain)
        write(row.product, product, .plain)
        write(row.name, name, .plain)
        let left = width - title - name - product - (product > 0 ? 3 : 2)
        if left >= 8 { frame.write(TextWidth.truncate(row.text, to: left), at: position, role: .dim) }
    }
}

extension App.GuideRow {
    /// Whose license it takes: the end of a key, or a user without the address, and the end of a number.
    fileprivate var name: String {
        let who = userName.isEmpty ? "…" + licenseKey.suffix(4) : String(userName.prefix { $0 != "@" })
        return who + (license.isEmpty ? "" : " …" + license.suffix(4))
    }

    /// What is filled in, on one line. The demo's keys open nothing but the demo.
    fileprivate var credentials: String {
        let who = userName.isEmpty ? licenseKey : userName
        return ([product, who] + (hardwareID.isEmpty ? [] : ["device " + hardwareID])).joined(separator: "  ")
    }
}
