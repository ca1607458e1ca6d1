public import Foundation

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
        return two(parts.hour) + ":" + two(parts.minute)
    }

    /// `14:02:07`
    public func clockWithSeconds(_ date: Date) -> String {
        clock(date) + ":" + two(calendar.component(.second, from: date))
    }

    /// `UTC+1`, `UTC-3:30`, `UTC`
    public func zoneName(at date: Date) -> String {
        let seconds = calendar.timeZone.secondsFromGMT(for: date)
        guard seconds != 0 else { return "UTC" }
        let minutes = abs(seconds) / 60
        let half = minutes % 60 == 0 ? "" : ":" + two(minutes % 60)
        return "UTC" + (seconds < 0 ? "-" : "+") + String(minutes / 60) + half
    }

    /// `2026-11-27 18:00`, as the form's end is typed.
    public func typed(_ date: Date) -> String { day(date) + " " + clock(date) }

    /// `2026-11-27`
    public func day(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return String(parts.year ?? 0) + "-" + two(parts.month) + "-" + two(parts.day)
    }

    /// `today 17:30`, `Fri 27 18:00`, `27 Jan 18:00`, `2028-01-27`: at most twelve columns.
    public func short(_ date: Date, now: Date) -> String {
        let parts = calendar.dateComponents([.month, .day, .weekday], from: date)
        if calendar.isDate(date, inSameDayAs: now) { return "today " + clock(date) }
        switch abs(date.timeIntervalSince(now)) {
        case ..<(25 * 86_400): return "\(weekday(parts.weekday)) \(two(parts.day)) \(clock(date))"
        case ..<(300 * 86_400): return "\(two(parts.day)) \(month(parts.month).prefix(3)) \(clock(date))"
        default: return day(date)
        }
    }

    /// `Fri 27 Nov 18:00`, with the year where it is another one.
    public func long(_ date: Date, now: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        let year = parts.year == calendar.component(.year, from: now) ? "" : " \(parts.year ?? 0)"
        return "\(weekday(parts.weekday)) \(two(parts.day)) \(month(parts.month).prefix(3))\(year) \(clock(date))"
    }

    /// `November 2026`
    public func monthAndYear(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month], from: date)
        return "\(month(parts.month)) \(parts.year ?? 0)"
    }

    private func weekday(_ number: Int?) -> String { Self.weekdays[((number ?? 1) - 1) % 7] }
    private func month(_ number: Int?) -> String { Self.months[((number ?? 1) - 1) % 12] }
    private func two(_ number: Int?) -> String {
        let number = number ?? 0
        return number < 10 ? "0\(number)" : String(number)
    }
}
