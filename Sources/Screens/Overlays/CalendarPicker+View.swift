internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension CalendarPicker {
    func draw(on frame: inout Frame, _ desk: Desk) {
        let inside = frame.panel(
            frame.centred(width: min(50, frame.size.columns), height: min(13, frame.size.rows)), title: "Until",
            note: local.monthAndYear(chosen), isActive: true)
        frame.drawWeekdays(self, at: inside.at(1, 0))
        for (row, week) in weeks.enumerated() {
            for (index, day) in week.enumerated() {
                guard let day else { continue }
                frame.draw(day, self, at: inside.at(index * 3, row + 1))
            }
        }
        let side = 23
        let time = digits.isEmpty ? local.clock(chosen) : typedSoFar
        frame.write("Time " + time, at: inside.at(side, 0), role: .focus)
        let longest = desk.key(.maximum, in: Self.keys).map { TextWidth.fit($0, to: max(2, $0.count)) + " max time" }
        let jumps = ["h  in 8 hours", "d  in a day", "w  in a week", "t  today", longest ?? ""]
        for (row, jump) in jumps.enumerated() {
            frame.write(TextWidth.truncate(jump, to: inside.width - side), at: inside.at(side, row + 2))
        }
        drawRemarks(on: &frame, inside, desk)
    }

    /// What the chosen end comes to, why it cannot be taken, and the keys.
    private func drawRemarks(on frame: inout Frame, _ inside: Rect, _ desk: Desk) {
        let width = inside.width - 2
        let room = max(1, inside.height - 8)
        let refused = refusal.map { TextWidth.wrap("! " + $0, to: width) } ?? []
        let preview = EndPreview(of: .at(chosen), now: earliest, limit: limit, local: local).lines(width: width)
        let lines = refused.prefix(room).map { ($0, Role.warning) } + preview.map { ($0.text, $0.role) }
        for (row, line) in lines.prefix(room).enumerated() {
            frame.write(line.0, at: inside.at(1, 7 + row), role: line.1)
        }
        frame.drawKeys(
            desk.settings.keymap.applied(to: bindings(desk)), at: inside.at(1, inside.height - 1),
            width: width)
    }
}

extension Frame {
    fileprivate mutating func drawWeekdays(_ picker: CalendarPicker, at position: Position) {
        let names = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
        for index in 0..<7 {
            let name = names[(picker.firstWeekday - 1 + index) % 7]
            write(name, at: Position(column: position.column + index * 3, row: position.row), role: .label)
        }
    }

    /// A day in its three columns: brackets around today, guillemets and the selection around the chosen one.
    fileprivate mutating func draw(_ day: LocalDay, _ picker: CalendarPicker, at position: Position) {
        let text = (day.day < 10 ? " " : "") + String(day.day)
        let isChosen = day == picker.chosenDay
        let isToday = day == picker.local.moment(picker.earliest).day
        let role: Role = isChosen ? .selection : picker.isOpen(day) ? .plain : .dim
        if isChosen || isToday {
            write((isChosen ? "‹" : "[") + text + (isChosen ? "›" : "]"), at: position, role: role)
            if isChosen { cursor = Position(column: position.column + 1, row: position.row) }
        } else {
            write(text, at: Position(column: position.column + 1, row: position.row), role: role)
        }
    }
}
