internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension Holdings {
    /// The columns of the counts, right-aligned, and of the first end.
    private static let counts = [("Held", 5), ("?", 4), ("Soon", 5)]
    private static let endWidth = 11

    func draw(on frame: inout Frame, _ desk: Desk) {
        let visible = view.visible(count: groups.count)
        // Of a part alone it is not known how many there are.
        let title =
            if case .reading(let progress, _) = desk.client.ledger { Strings.readingLedger(name, progress) } else {
                name
            }
        let note = [scope.words, visible.note(of: groups.count), desk.asOf ?? ""].filter { !$0.isEmpty }.joined(
            separator: " · ")
        let inside = frame.panel(desk.body, title: title, note: note, isActive: !desk.isCovered)
        frame.cursor = inside.at(0, 1)
        // The counts stand beside the names, however wide the screen is.
        let room = max(4, inside.width - 2 - Self.counts.reduce(0) { $0 + $1.1 + 1 } - Self.endWidth)
        let width = min(room, groups.reduce(12) { max($0, TextWidth.columns($1.name)) })
        drawTitles(on: &frame, inside, width)
        for (line, index) in visible.enumerated() {
            draw(groups[index], line + 1, isChosen: index == view.index, on: &frame, inside, width, desk)
        }
    }

    private func drawTitles(on frame: inout Frame, _ inside: Rect, _ width: Int) {
        var column = 1
        frame.write(TextWidth.fit(grouping.title, to: width), at: inside.at(column, 0), role: .dim)
        column += width
        for (name, width) in Self.counts {
            column += 1
            frame.write(Self.right(name, width), at: inside.at(column, 0), role: .dim)
            column += width
        }
        frame.write("First end", at: inside.at(column + 2, 0), role: .dim)
    }

    private func draw(
        _ group: Group, _ row: Int, isChosen: Bool, on frame: inout Frame, _ inside: Rect, _ width: Int, _ desk: Desk
    ) {
        if isChosen {
            frame.write("▸", at: inside.at(0, row), role: .focus)
            frame.cursor = inside.at(0, row)
        }
        var column = 1
        let name = TextWidth.fit(TextWidth.cutInside(group.name, to: width), to: width)
        frame.write(name, at: inside.at(column, row), role: isChosen ? .selection : .plain)
        column += width
        let roles: [Role] = [.plain, .warning, .warning]
        for ((count, width), role) in zip(zip([group.held, group.unknown, group.soon], Self.counts.map(\.1)), roles) {
            column += 1
            let text = count == 0 ? "–" : String(count)
            frame.write(Self.right(text, width), at: inside.at(column, row), role: count == 0 ? .dim : role)
            column += width
        }
        let end = group.firstEnd.map { desk.local.brief($0, now: desk.now) } ?? "–"
        frame.write(end, at: inside.at(column + 2, row), role: group.firstEnd == nil ? .dim : .plain)
        guard isChosen, TextWidth.columns(group.name) > width else { return }
        let whole = TextWidth.cutInside(group.name, to: inside.width - 4)
        frame.write(" \(whole) ", at: inside.at(1, inside.height), role: .dim)
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - TextWidth.columns(text))) + text
    }
}
