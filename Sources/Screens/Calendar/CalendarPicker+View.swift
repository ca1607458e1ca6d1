internal import Foundation
internal import TerminalUI

extension Frame {
    mutating func draw(_ picker: CalendarPicker, _ state: App.State) {
        let local = picker.local
        let inside = panel(
            centred(width: min(46, size.columns), height: min(11, size.rows)), title: "Until",
            note: local.monthAndYear(picker.chosen), isActive: true)
        drawWeekdays(picker, at: inside.at(1, 0))
        for (row, week) in picker.weeks.enumerated() {
            for (index, day) in week.enumerated() {
                guard let day else { continue }
                draw(day, picker, at: inside.at(index * 3, row + 1))
            }
        }
        let side = 23
        let time = picker.digits.isEmpty ? local.clock(picker.chosen) : picker.typing
        write("Time " + time, at: inside.at(side, 0), role: .focus)
        write("h  in 8 hours", at: inside.at(side, 2))
        write("d  in a day", at: inside.at(side, 3))
        write("w  in a week", at: inside.at(side, 4))
        write("t  today", at: inside.at(side, 5))
        write(TextWidth.truncate("m  max borrow time", to: inside.width - side), at: inside.at(side, 6))
        let utc = LocalTime(zone: .gmt).typed(picker.chosen)
        let preview = "\(local.long(picker.chosen, now: state.now)) = \(utc) UTC"
        write(TextWidth.truncate(preview, to: inside.width - 2), at: inside.at(1, 7))
        let limit = picker.latest.map { "latest: \(local.long($0, now: state.now))" } ?? Strings.limitUnknown
        write(
            TextWidth.truncate(picker.refusal.map { "! " + $0 } ?? limit, to: inside.width - 2), at: inside.at(1, 8),
            role: picker.refusal == nil ? .dim : .warning)
    }

    private mutating func drawWeekdays(_ picker: CalendarPicker, at position: Position) {
        let names = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
        for index in 0..<7 {
            let name = names[(picker.firstWeekday - 1 + index) % 7]
            write(name, at: Position(column: position.column + index * 3, row: position.row), role: .label)
        }
    }

    /// A day in its three columns: brackets around today, guillemets and the selection around the chosen one.
    private mutating func draw(_ day: Date, _ picker: CalendarPicker, at position: Position) {
        let calendar = picker.local.calendar
        let number = calendar.component(.day, from: day)
        let text = (number < 10 ? " " : "") + String(number)
        let isChosen = calendar.isDate(day, inSameDayAs: picker.chosen)
        let isToday = calendar.isDate(day, inSameDayAs: picker.earliest)
        let role: Role = isChosen ? .selection : picker.isOpen(day) ? .plain : .dim
        if isChosen || isToday {
            write((isChosen ? "‹" : "[") + text + (isChosen ? "›" : "]"), at: position, role: role)
            if isChosen { cursor = Position(column: position.column + 1, row: position.row) }
        } else {
            write(text, at: Position(column: position.column + 1, row: position.row), role: role)
        }
    }
}

extension CalendarPicker {
    /// The time as far as it has been typed: `18:__`.
    fileprivate var typing: String {
        let padded = digits.padding(toLength: 4, withPad: "_", startingAt: 0)
        return padded.prefix(2) + ":" + padded.suffix(2)
    }
}
