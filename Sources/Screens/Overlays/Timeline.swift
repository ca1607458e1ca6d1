internal import ClientCore
internal import FoundationEssentials
public import Licensing
internal import TerminalUI

/// What ends first: a line for each borrow that holds a seat or may, with a bar over the hours and days that come.
public struct Timeline: Hashable, Sendable {
    /// How much time the bars are drawn over.
    public enum Span: Int, Hashable, Sendable, CaseIterable {
        case day, week, month

        var seconds: TimeInterval { 86_400 * [1, 7, 30][rawValue] }
        var words: String { ["the next day", "the next week", "the next 30 days"][rawValue] }
    }

    public var span: Span
    /// The chosen borrow, wherever its row goes.
    public var choice: OperationID?
    var view = ListView()

    /// Begins at a borrow, over the shortest time in which one of the first rows ends, and no row of an hour fills it.
    init(choice: OperationID?, _ desk: Desk) {
        self.choice = choice
        let rows = Self.rows(desk)
        let last = rows.prefix(desk.body.height).last?.grant?.end
        let left = last.map { $0.timeIntervalSince(desk.serverNow) } ?? 0
        span = Span.allCases.first { left <= $0.seconds } ?? .month
    }

    /// The borrows that hold a seat or may, as the book lists them: first those of which that is not known, then by the end.
    private static func rows(_ desk: Desk) -> Slice<Book.Listed> {
        desk.client.book.listed[0..<desk.client.book.heldCount]
    }
}

extension Timeline: OverlayPart {
    var overlay: App.Overlay { .timeline(self) }
    var name: String { "What ends first" }
    func legend(_ desk: Desk) -> [Fact] {
        [
            Fact("━", "It is held at that time."), Fact("▒", "Less than the warning time is left then."),
            Fact("█", "Less than an hour is left then."), Fact("→", "It ends later than the line reaches."),
            Fact("|", "The time or the day that is written beside it begins."),
            Fact("! !!", "Ends within the warning time, within the hour."),
            Fact("?", "Its outcome is unknown; the line shows how long it is surely held."),
        ]
    }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        action == .accept && Self.rows(desk).isEmpty ? BorrowList().emptiness(desk) : nil
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] { Self.keys }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        let rows = Self.rows(desk)
        guard view.handle(key, count: rows.count) else { return nil }
        choice = rows.isEmpty ? nil : rows[view.index].id
        return []
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .turn:
            span = span.turned(by: key == .left ? -1 : 1)
            return []
        case .accept: return [.close, .focus(.list)] + (choice.map { [.choose($0)] } ?? [])
        case .close: return [.close]
        default: return []
        }
    }

    mutating func layOut(_ desk: Desk) {
        let rows = Self.rows(desk)
        if let choice, let place = desk.client.book.listedPosition(of: choice), place < rows.count {
            view.index = place
        }
        view.layOut(count: rows.count, page: max(1, desk.body.height - 3))
        choice = rows.isEmpty ? nil : rows[view.index].id
    }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let rows = Self.rows(desk)
        let visible = view.visible(count: rows.count)
        // Of a part alone it is not known what ends first.
        let title =
            if case .reading(let progress, _) = desk.client.ledger { Strings.readingLedger(name, progress) } else {
                name
            }
        let inside = frame.panel(
            desk.body, title: title, note: note(visible.note(of: rows.count), desk), isActive: !desk.isCovered)
        frame.cursor = inside.at(0, 1)
        if rows.isEmpty {
            frame.write(BorrowList().emptiness(desk), at: inside.at(1, 0), role: .dim)
        } else {
            drawRows(visible.map { rows[$0] }, on: &frame, inside, desk)
        }
    }

    private func note(_ place: String, _ desk: Desk) -> String {
        [span.words, place, desk.asOf ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func drawRows(_ rows: [Borrow], on frame: inout Frame, _ inside: Rect, _ desk: Desk) {
        let ends = rows.map { end(of: $0, desk) }
        let names = rows.map(desk.name)
        let endWidth = ends.reduce(0) { max($0, TextWidth.columns($1.text)) }
        let nameWidth = nameWidth(of: names, in: inside.width - endWidth - 3)
        let axis = TimeAxis(span, width: inside.width - nameWidth - endWidth - 3, desk)
        let left = 2 + nameWidth
        axis.drawScale(on: &frame, at: inside.at(left, 0))
        for (line, borrow) in rows.enumerated() {
            let isChosen = borrow.id == choice
            let row = line + 1
            if isChosen { frame.write("▸", at: inside.at(0, row), role: .focus) }
            frame.write(
                TextWidth.fit(TextWidth.cutInside(names[line], to: nameWidth), to: nameWidth), at: inside.at(1, row),
                role: isChosen ? .selection : .plain)
            axis.drawBar(to: borrow.grant?.end, ends[line].role, on: &frame, at: inside.at(left, row))
            frame.write(ends[line].text, at: inside.at(left + axis.width + 1, row), role: ends[line].role)
            guard isChosen else { continue }
            frame.cursor = inside.at(0, row)
            if TextWidth.columns(names[line]) > nameWidth {
                let name = TextWidth.cutInside(names[line], to: inside.width - 4)
                frame.write(" \(name) ", at: inside.at(1, inside.height), role: .dim)
            }
        }
    }

    /// How wide the names' column is beside the bars: half of the room, or more where names would be cut to the same text.
    private func nameWidth(of names: [String], in room: Int) -> Int {
        let half = max(8, (room - 1) / 2)
        let widths = [half, max(half, room - Self.leastBar)]
        let telling = widths.first { width in
            Set(names.map { TextWidth.cutInside($0, to: width) }).count == Set(names).count
        }
        return min(names.reduce(4) { max($0, TextWidth.columns($1)) }, telling ?? half)
    }

    /// How many columns are left to the bars at least.
    private static let leastBar = 12

    /// When it ends, with a mark beside it.
    private func end(of borrow: Borrow, _ desk: Desk) -> (text: String, role: Role) {
        guard let end = borrow.grant?.end else { return ("not known ?", .warning) }
        let text = desk.local.brief(end, now: desk.now)
        if borrow.isInDoubt(at: desk.moment) { return (text + " ?", .warning) }
        let countdown = Countdown(to: end, now: desk.moment.server(for: borrow), warning: desk.settings.warning)
        let role: Role = countdown.urgency == .calm ? .plain : countdown.urgency == .soon ? .warning : .danger
        return (countdown.mark.isEmpty ? text : text + " " + countdown.mark, role)
    }

    static let keys: [Binding<App.Action>] = [
        .shown(.enter, does: .accept, "go to it", "Go to the borrow in the list."),
        .shown(.left, .right, does: .turn, "day, week, month", "Show the next day, week or 30 days."),
        .shown(.up, .down, .pageUp, .pageDown, .home, .end, does: .move, "move", "Move the choice."),
        .shown(.character("?"), .function(1), does: .help, "help", "Show the keys of this place."),
        .shown(.escape, .character("t"), does: .close, "back", "Go back."),
    ]
}

/// The time over which bars are drawn, and the columns that it takes.
private struct TimeAxis {
    let width: Int
    private let span: Timeline.Span
    private let now: Date
    private let local: LocalTime
    /// How long before an end it is time to think of it, in seconds.
    private let warning: TimeInterval

    init(_ span: Timeline.Span, width: Int, _ desk: Desk) {
        self.width = max(1, width)
        self.span = span
        now = desk.serverNow
        local = desk.local
        warning = desk.settings.warning
    }

    /// How many columns lie between now and an instant.
    private func columns(to date: Date) -> Int {
        Int((date.timeIntervalSince(now) / span.seconds * Double(width)).rounded())
    }

    /// Writes `now`, and each instant that people count by where there is room.
    func drawScale(on frame: inout Frame, at position: Position) {
        frame.write("now", at: position, role: .dim)
        var next = 4
        for (date, label) in marks {
            let column = columns(to: date)
            let text = "|" + label
            guard column >= next, column + TextWidth.columns(text) <= width else { continue }
            frame.write(text, at: Position(column: position.column + column, row: position.row), role: .dim)
            next = column + TextWidth.columns(text) + 1
        }
    }

    /// A bar from now to an end. Each of its columns tells by its glyph how much is left at the time with which it begins.
    func drawBar(to end: Date?, _ role: Role, on frame: inout Frame, at position: Position) {
        guard let end, end > now else { return }
        let length = min(width, max(1, columns(to: end)))
        let isCut = columns(to: end) > width
        let text = (0..<length).map { column -> Character in
            if isCut, column == length - 1 { return "→" }
            let left = end.timeIntervalSince(now) - Double(column) / Double(width) * span.seconds
            return left < 3600 ? "█" : left < warning ? "▒" : "━"
        }
        frame.write(String(text), at: position, role: role)
    }

    /// The instants that get a mark: every sixth hour of a day, else midnights, or those of Mondays.
    private var marks: [(Date, String)] {
        let today = LocalDay(of: now, in: local.zone)
        func instant(_ day: LocalDay, _ hour: Int) -> Date {
            day.instant(hour: hour, minute: 0, in: local.zone).date
        }
        switch span {
        case .day:
            return (0...1).flatMap { day in
                stride(from: 0, to: 24, by: 6).map { hour in
                    let date = instant(today.adding(days: day), hour)
                    return (date, local.clock(date))
                }
            }
        case .week: return (1...7).map { instant(today.adding(days: $0), 0) }.map { ($0, label($0, 3)) }
        case .month:
            return (1...30).map { today.adding(days: $0) }.filter { $0.weekday == 0 }.map { instant($0, 0) }.map {
                ($0, label($0, 10))
            }
        }
    }

    /// `Mon`, or `Mon 30 Nov`.
    private func label(_ date: Date, _ length: Int) -> String { String(local.long(date, now: now).prefix(length)) }
}
