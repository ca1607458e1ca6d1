internal import Foundation

extension LocalTime {
    /// `17:30`, `Fri 18:00`, `27 Nov`, `2028-01-27`: at most ten columns, for a list.
    func brief(_ date: Date, now: Date) -> String {
        if calendar.isDate(date, inSameDayAs: now) { return clock(date) }
        let text = short(date, now: now)
        switch abs(date.timeIntervalSince(now)) {
        // The same weekday of another week would be taken for this week's.
        case ..<(6 * 86_400): return String(text.prefix(4)) + clock(date)
        case ..<(300 * 86_400): return String(long(date, now: now).dropFirst(4).prefix(6))
        default: return day(date)
        }
    }
}
