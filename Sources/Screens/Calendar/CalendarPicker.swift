public import Foundation
internal import TerminalUI

/// A month to pick an end from, with a time of day.
public struct CalendarPicker: Hashable, Sendable {
    /// What a key came to.
    enum Reply: Hashable {
        case none, accepted, maximum, cancelled
    }

    /// The chosen instant.
    public var chosen: Date
    /// The digits of a time that is being typed, `hhmm`.
    public var digits = ""
    /// Why the last move was not possible.
    public var refusal: String?
    /// The earliest and the latest instant that can be chosen; the latest nil while the limit is not known.
    public let earliest: Date
    public let latest: Date?
    let local: LocalTime
    let firstWeekday: Int

    /// - Parameters:
    ///   - now: the server's time: what lies before cannot be chosen.
    ///   - limit: the longest borrow in hours, where it is known.
    init(chosen: Date, now: Date, limit: Int?, local: LocalTime, firstWeekday: Int) {
        earliest = now
        latest = limit.map { now.addingTimeInterval(Double($0) * 3600) }
        self.local = local
        self.firstWeekday = firstWeekday
        self.chosen = max(chosen, now)
        if let latest { self.chosen = min(self.chosen, latest) }
    }

    /// Applies a key.
    mutating func handle(_ key: Key) -> Reply {
        refusal = nil
        switch key {
        case .escape: return .cancelled
        case .enter: return .accepted
        case .character("m"): return .maximum
        case .left: move(.day, -1)
        case .right: move(.day, 1)
        case .up: move(.day, -7)
        case .down: move(.day, 7)
        case .pageUp: move(.month, -1)
        case .pageDown: move(.month, 1)
        case .home: move(.day, -daysIntoWeek(chosen))
        case .end: move(.day, 6 - daysIntoWeek(chosen))
        case .character("t"): choose(sameTime(on: earliest))
        case .character("h"): choose(earliest.addingTimeInterval(8 * 3600))
        case .character("d"): choose(local.calendar.date(byAdding: .day, value: 1, to: earliest))
        case .character("w"): choose(local.calendar.date(byAdding: .day, value: 7, to: earliest))
        case .character(let digit) where digit.isNumber && digit.isASCII: typed(digit)
        case .backspace: digits = String(digits.dropLast())
        default: break
        }
        return .none
    }

    /// Whether any moment of a day can be chosen.
    func isOpen(_ day: Date) -> Bool {
        let start = local.calendar.startOfDay(for: day)
        let end = local.calendar.date(byAdding: .day, value: 1, to: start) ?? start
        return end > earliest && latest.map { start <= $0 } ?? true
    }

    /// The weeks of the chosen month: seven days each, nil outside the month.
    var weeks: [[Date?]] {
        let calendar = local.calendar
        guard let month = calendar.dateInterval(of: .month, for: chosen) else { return [] }
        let count = calendar.range(of: .day, in: .month, for: chosen)?.count ?? 30
        let days: [Date?] = (0..<count).map { calendar.date(byAdding: .day, value: $0, to: month.start) }
        var cells = Array<Date?>(repeating: nil, count: daysIntoWeek(month.start)) + days
        while cells.count % 7 != 0 { cells.append(nil) }
        return stride(from: 0, to: cells.count, by: 7).map { Array(cells[$0..<($0 + 7)]) }
    }

    private func daysIntoWeek(_ date: Date) -> Int {
        (local.calendar.component(.weekday, from: date) - firstWeekday + 7) % 7
    }

    private mutating func move(_ unit: Calendar.Component, _ count: Int) {
        choose(local.calendar.date(byAdding: unit, value: count, to: chosen))
    }

    private mutating func choose(_ date: Date?) {
        guard let date else { return }
        if date <= earliest {
            let later = local.calendar.isDate(date, inSameDayAs: earliest)
            refusal = later ? "That time is past; type a later one." : "That day is past."
            if !later { return }
        }
        if let latest, date > latest {
            if local.calendar.isDate(date, inSameDayAs: latest) {
                chosen = latest
                refusal = "Moved to the latest end that the license allows."
            } else {
                refusal = "Past the longest borrow that the license allows."
            }
            return
        }
        chosen = date
    }

    private func sameTime(on day: Date) -> Date? {
        let time = local.calendar.dateComponents([.hour, .minute], from: chosen)
        return local.calendar.date(
            bySettingHour: time.hour ?? 0, minute: time.minute ?? 0, second: 0, of: day)
    }

    private mutating func typed(_ digit: Character) {
        digits = digits.count >= 4 ? String(digit) : digits + String(digit)
        guard digits.count == 4, let hour = Int(digits.prefix(2)), let minute = Int(digits.suffix(2)) else { return }
        guard hour < 24, minute < 60 else {
            refusal = "\(digits.prefix(2)):\(digits.suffix(2)) is no time of day."
            digits = ""
            return
        }
        digits = ""
        choose(local.calendar.date(bySettingHour: hour, minute: minute, second: 0, of: chosen))
    }
}
