public import Foundation
internal import Licensing

/// Times as the desk shows them: in one zone, in English, without the process's locale.
public struct LocalTime: Hashable, Sendable {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The zone's own calendar.
    public let calendar: Calendar

    public init(zone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// `14:02`
    public func clock(_ date: Date) -> String {
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        return Self.clock(hour: parts.hour ?? 0, minute: parts.minute ?? 0)
    }

    static func clock(hour: Int, minute: Int) -> String { two(hour) + ":" + two(minute) }

    /// `14:02:07`
    public func clockWithSeconds(_ date: Date) -> String {
        clock(date) + ":" + Self.two(calendar.component(.second, from: date))
    }

    /// `UTC+1`, `UTC-3:30`, `UTC`
    public func zoneName(at date: Date) -> String {
        UTC.offsetName(calendar.timeZone.secondsFromGMT(for: date))
    }

    /// `2026-11-27 18:00`, as the form's end is typed; with the zone where clocks show that time twice and the second is not
    /// meant, so that it is read back as the same minute.
    public func typed(_ date: Date) -> String {
        let text = day(date) + " " + clock(date)
        return isFirstOfTwo(date) ? text + " " + zoneName(at: date) : text
    }

    /// Whether clocks go back after an instant and show its local time again.
    private func isFirstOfTwo(_ date: Date) -> Bool {
        let zone = calendar.timeZone
        let time = calendar.dateComponents([.hour, .minute], from: date)
        let last = LocalDay(of: date, in: zone).instant(hour: time.hour ?? 0, minute: time.minute ?? 0, in: zone)
        return last.date.timeIntervalSince(date) > 0
    }

    /// `2026-11-27`
    public func day(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return String(parts.year ?? 0) + "-" + Self.two(parts.month) + "-" + Self.two(parts.day)
    }

    /// `today 17:30`, `Fri 27 18:00`, `27 Jan 18:00`, `2028-01-27`: at most twelve columns.
    public func short(_ date: Date, now: Date) -> String {
        let parts = calendar.dateComponents([.month, .day, .weekday], from: date)
        if calendar.isDate(date, inSameDayAs: now) { return "today " + clock(date) }
        switch abs(date.timeIntervalSince(now)) {
        case ..<(25 * 86_400): return "\(weekday(parts.weekday)) \(Self.two(parts.day)) \(clock(date))"
        case ..<(300 * 86_400): return "\(Self.two(parts.day)) \(month(parts.month).prefix(3)) \(clock(date))"
        default: return day(date)
        }
    }

    /// `Fri 27 Nov 18:00`, with the year where it is another one.
    public func long(_ date: Date, now: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        let year = parts.year == calendar.component(.year, from: now) ? "" : " \(parts.year ?? 0)"
        return "\(weekday(parts.weekday)) \(Self.two(parts.day)) \(month(parts.month).prefix(3))\(year) \(clock(date))"
    }

    /// `November 2026`
    public func monthAndYear(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month], from: date)
        return "\(month(parts.month)) \(parts.year ?? 0)"
    }

    private func weekday(_ number: Int?) -> String { Self.weekdays[((number ?? 1) - 1) % 7] }
    private func month(_ number: Int?) -> String { Self.months[((number ?? 1) - 1) % 12] }
    private static func two(_ number: Int?) -> String {
        let number = number ?? 0
        return number < 10 ? "0\(number)" : String(number)
    }
}
