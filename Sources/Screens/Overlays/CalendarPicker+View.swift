internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension CalendarPicker {
    func draw(on frame: inout Frame, _ desk: Desk) {
        let size = frame.size
        let width = min(50, size.columns)
        let remarks = told(width: width - 4)
        // Where the screen is low, the keys at its foot are enough, and weeks give way to what is told of the end.
        let height = max(13, 10 + remarks.count)
        let isLow = size.rows < height
        let room = Rect(left: 0, top: 0, width: size.columns, height: max(0, size.rows - (isLow ? 1 : 0)))
        let inside = frame.panel(
            room.centred(width: width, height: height), title: "Until", note: local.monthAndYear(chosen),
            isActive: !desk.isCovered
        )
        let foot = isLow ? inside.height : inside.height - 1
        let weeks = shownWeeks(most: max(1, foot - 1 - remarks.count))
        frame.drawWeekdays(self, at: inside.at(1, 0))
        for (row, week) in weeks.enumerated() {
            for (index, day) in week.enumerated() {
                guard let day else { continue }
                frame.draw(day, self, at: inside.at(index * 3, row + 1))
            }
        }
        drawSide(on: &frame, inside, rows: foot - remarks.count)
        for (row, line) in remarks.prefix(max(0, foot - 1)).enumerated() {
            frame.write(line.text, at: inside.at(1, max(1, foot - remarks.count) + row), role: line.role)
        }
        guard !isLow else { return }
        frame.drawKeys(
            desk.settings.keymap.applied(to: bindings(desk)), at: inside.at(1, foot), width: inside.width - 2)
    }

    /// As many weeks as there is room for, that of the chosen day among them.
    private func shownWeeks(most: Int) -> ArraySlice<[LocalDay?]> {
        let weeks = weeks
        let chosen = weeks.firstIndex { $0.contains(chosenDay) } ?? 0
        let first = min(max(0, chosen - most + 1), max(0, weeks.count - most))
        return weeks[first..<min(weeks.count, first + most)]
    }

    /// The time beside the weeks, and what jumps to a day.
    private func drawSide(on frame: inout Frame, _ inside: Rect, rows: Int) {
        let side = 23
        let time = digits.isEmpty ? local.clock(chosen) : typedSoFar
        frame.write("Time " + time, at: inside.at(side, 0), role: .focus)
        let longest = maximumKey.map { TextWidth.fit($0, to: max(2, $0.count)) + " max time" }
        let jumps = ["h  in 8 hours", "d  in a day", "w  in a week", "t  today", longest ?? ""]
        for (row, jump) in jumps.enumerated() where row + 2 < rows {
            frame.write(TextWidth.truncate(jump, to: inside.width - side), at: inside.at(side, row + 2))
        }
    }

    /// Why the chosen end cannot be taken, and what it comes to.
    private func told(width: Int) -> [(text: String, role: Role)] {
        let refused = refusal.map { TextWidth.wrap("! " + $0, to: max(1, width)) } ?? []
        let preview = EndPreview(of: .at(chosen), now: earliest, limit: limit, local: local).lines(width: max(1, width))
        return refused.map { ($0, Role.warning) } + preview
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
