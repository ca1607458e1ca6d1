internal import ClientCore
internal import TerminalUI

/// What the demo offers to try.
public struct GuideList: Hashable, Sendable {
    public var picks: Picks<App.GuideRow>

    init(_ rows: [App.GuideRow], chosen: Int) {
        picks = Picks(rows, chosen: chosen, text: \.searched)
    }
}

extension GuideList: OverlayPart {
    var overlay: App.Overlay { .guide(self) }
    var name: String { "Demo guide" }
    var takesText: Bool { true }
    func bindings(_ desk: Desk) -> [Binding<App.Action>] { .choosing }
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? { picks.handle(key) ? [] : nil }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .accept: picks.chosen.map { [.close, .fill(.guide($0))] } ?? []
        case .close: [.close]
        default: []
        }
    }

    mutating func layOut(_ desk: Desk) {
        let inside = desk.body.inset()
        picks.layOut(height: inside.height - 1) { $0.told(width: inside.width - 2, height: inside.height).count }
    }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let fill = desk.key(.accept, in: .choosing).map { "\($0) fills the form" } ?? ""
        let note = picks.note.isEmpty ? fill : picks.note
        let inside = frame.panel(desk.body, title: name, note: note, isActive: !desk.isCovered)
        frame.writeNothingFound(picks.count, picks.query, in: inside)
        let columns = GuideColumns(picks.items, width: inside.width - 1)
        for (line, row) in picks.visible.enumerated() {
            if row.isChosen { frame.write("▸", at: inside.at(0, line), role: .focus) }
            columns.draw(row.item, on: &frame, at: inside.at(1, line), isChosen: row.isChosen)
        }
        frame.drawTold(picks.chosen?.told(width: inside.width - 2, height: inside.height) ?? [], in: inside)
        frame.drawQuery(picks.query, at: inside.at(1, inside.height - 1), width: inside.width - 2)
    }
}

/// How the guide's rows are drawn: in columns, and on a narrow screen the product and whose license it takes at the right end
/// of each. What tells rows apart is never cut; what comes of them is, in its middle, and all stands in full below the rows.
private struct GuideColumns {
    private let width: Int
    private let title: Int
    private let product: Int
    private let name: Int
    private var isNarrow: Bool { title + product + name + 2 > width }

    init(_ rows: [App.GuideRow], width: Int) {
        func widest(_ text: (App.GuideRow) -> String) -> Int { rows.reduce(0) { max($0, TextWidth.columns(text($1))) } }
        self.width = width
        (title, product, name) = (widest(\.title), widest(\.what), widest(\.name))
    }

    func draw(_ row: App.GuideRow, on frame: inout Frame, at position: Position, isChosen: Bool) {
        var position = position
        func write(_ text: String, _ width: Int, _ role: Role) {
            guard width > 0 else { return }
            frame.write(TextWidth.fit(TextWidth.cutInside(text, to: width), to: width), at: position, role: role)
            position.column += width + 1
        }
        if isNarrow {
            let end = row.what + " " + row.name
            let endWidth = min(TextWidth.columns(end), width - 8)
            write(row.title, width - endWidth - 1, isChosen ? .selection : .plain)
            return write(end, endWidth, .plain)
        }
        write(row.title, title, isChosen ? .selection : .plain)
        write(row.what, product, .plain)
        write(row.name, name, .plain)
        let left = width - title - name - product - 3
        if left >= 8 { frame.write(TextWidth.truncate(row.text, to: left), at: position, role: .dim) }
    }
}

extension App.GuideRow {
    /// All that it stands for, but for the password.
    fileprivate var searched: String {
        [title, text, what, product, licenseKey, userName, license, feature, hardwareID, end].joined(separator: " ")
    }

    /// What is borrowed: `RENDER`, or a feature of it, `RENDER · GPU`.
    fileprivate var what: String { feature.isEmpty ? product : "\(product) · \(feature)" }

    /// What stands below the rows: its text, and what is filled in.
    fileprivate func told(width: Int, height: Int) -> [Told] {
        let gap = height < 12 ? [] : [Told(text: "")]
        return gap + Told.lines(text, .plain, width: width) + Told.lines(credentials, .dim, width: width)
    }

    /// Whose license it takes: the end of a key, or a user without the address, and the end of a number.
    fileprivate var name: String {
        let who = userName.isEmpty ? "…" + licenseKey.suffix(4) : String(userName.prefix { $0 != "@" })
        return who + (license.isEmpty ? "" : " …" + license.suffix(4))
    }

    /// What is filled in. The demo's keys open nothing but the demo.
    fileprivate var credentials: String {
        let who = userName.isEmpty ? licenseKey : userName
        let others = [
            license.isEmpty ? "" : "license " + license, hardwareID.isEmpty ? "" : "device " + hardwareID,
            end.isEmpty ? "" : "until " + end,
        ]
        return ([what, who] + others.filter { !$0.isEmpty }).joined(separator: ", ")
    }
}
