public import FoundationEssentials

/// A day of the Gregorian calendar, without a time or a zone: what a person picks before it becomes an instant.
public struct LocalDay: Hashable, Sendable, Comparable {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// How many days it comes after the first day of the year 1.
    public let number: Int

    /// The first moment of the day, as if its zone were UTC.
    private var midnight: Date { Date(timeIntervalSinceReferenceDate: Double(number - Self.reference) * 86_400) }

    /// Makes a day; nil where the calendar has none such, as 30 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.length(year: year, month: month) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        number = Self.daysBefore(year: year, month: month) + day - 1
    }

    /// The day that it is at an instant in a zone.
    public init(of instant: Date, in zone: LocalZone) {
        self = LocalMoment(of: instant, in: zone).day
    }

    /// The day that comes so many days after the first day of the year 1; the first or the last one of all, where there is none.
    public init(number: Int) {
        let number = min(max(0, number), Self.daysBefore(year: 10_000, month: 1) - 1)
        // At most one year early or late, as years are close to their mean length.
        var year = number * 400 / 146_097 + 1
        if Self.daysBefore(year: year, month: 1) > number { year -= 1 }
        if Self.daysBefore(year: year + 1, month: 1) <= number { year += 1 }
        // Never early, as no month has more than 31 days, and at most one month late.
        var month = (number - Self.daysBefore(year: year, month: 1)) / 31 + 1
        if month < 12, Self.daysBefore(year: year, month: month + 1) <= number { month += 1 }
        self.number = number
        (self.year, self.month) = (year, month)
        day = number - Self.daysBefore(year: year, month: month) + 1
    }

    /// The day some days later, or earlier where the number is negative.
    public func adding(days: Int) -> LocalDay { LocalDay(number: number + days) }

    /// The same day some months later, or earlier where the number is negative; the last one of a month that has no such day.
    public func adding(months: Int) -> LocalDay {
        let count = min(max(12, year * 12 + month - 1 + months), 9999 * 12 + 11)
        let first = Self.daysBefore(year: count / 12, month: count % 12 + 1)
        let length = Self.length(year: count / 12, month: count % 12 + 1)
        return LocalDay(number: first + min(day, length) - 1)
    }

    /// How many days its month has.
    public var daysInMonth: Int { Self.length(year: year, month: month) }

    /// 0 for Monday to 6 for Sunday.
    public var weekday: Int { number % 7 }

    /// ISO 8601: `2026-11-27`.
    public var text: String {
        let year = String(year)
        return String(repeating: "0", count: 4 - year.count) + "\(year)-\(month.twoDigits)-\(day.twoDigits)"
    }

    /// The instant at which a clock in the zone shows a time on this day.
    ///
    /// Where clocks go forward, a time that they skip moves forward by as much as they do. Where they go back, a time
    /// that they show twice means the second, so that a borrow never ends before the clock is done with it.
    public func instant(hour: Int, minute: Int, in zone: LocalZone) -> LocalInstant {
        let wanted = midnight.addingTimeInterval(Double(hour * 3600 + minute * 60))
        func offset(at instant: Date) -> TimeInterval { TimeInterval(zone.offset(at: instant)) }
        let before = offset(at: wanted.addingTimeInterval(-86_400))
        let after = offset(at: wanted.addingTimeInterval(86_400))
        let candidates = [before, after].map { wanted.addingTimeInterval(-$0) }
        let shown = candidates.filter { $0.addingTimeInterval(offset(at: $0)) == wanted }
        guard let last = shown.max() else { return LocalInstant(date: candidates[0], oddity: .skipped) }
        return LocalInstant(date: last, oddity: shown.min().flatMap { $0 < last ? .repeated(first: $0) : nil })
    }

    /// The first moment of the day in a zone; where it has none, that of the next one.
    public func start(in zone: LocalZone) -> Date {
        let midnight = instant(hour: 0, minute: 0, in: zone)
        return if case .repeated(let first) = midnight.oddity { first } else { midnight.date }
    }

    /// The earlier day comes first.
    public static func < (one: Self, other: Self) -> Bool { one.number < other.number }

    /// The number of 1 January 2001, where `Date` counts from.
    static let reference = 730_485
    /// The number of 1 January 1970.
    static let epoch = 719_162

    /// Days from the first day of the year 1 to the first of a month.
    private static func daysBefore(year: Int, month: Int) -> Int {
        let years = year - 1
        let leapDay = month > 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 1 : 0
        return years * 365 + years / 4 - years / 100 + years / 400 + before[month - 1] + leapDay
    }

    /// How many days a month has.
    private static func length(year: Int, month: Int) -> Int {
        let next = month == 12 ? daysBefore(year: year + 1, month: 1) : daysBefore(year: year, month: month + 1)
        return next - daysBefore(year: year, month: month)
    }

    /// Days of a common year before each month.
    private static let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
}

/// What a calendar and a clock in a zone show at an instant, worked out without asking a calendar.
public struct LocalMoment: Hashable, Sendable {
    public let day: LocalDay
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59.
    public let second: Int

    public init(of instant: Date, in zone: LocalZone) {
        let seconds = instant.wholeSeconds + zone.offset(at: instant)
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let ofDay = seconds - days * 86_400
        day = LocalDay(number: days + LocalDay.epoch)
        (hour, minute, second) = (ofDay / 3600, ofDay / 60 % 60, ofDay % 60)
    }
}

extension Date {
    /// Whole seconds since 1970, within the days that have a number, whatever the date, also one that is no number at all.
    var wholeSeconds: Int {
        // Rounded as it is kept: counted from 1970, the last hair of a second would be lost.
        let seconds = timeIntervalSinceReferenceDate.rounded(.down) + Self.timeIntervalBetween1970AndReferenceDate
        let bounds = -62_135_596_800.0...253_402_300_799.0
        return Int(seconds >= bounds.lowerBound ? min(seconds, bounds.upperBound) : bounds.lowerBound)
    }
}

/// An instant that was named by a local time, and what a clock change did to that name.
public struct LocalInstant: Hashable, Sendable {
    /// Why a local time does not name exactly one instant.
    public enum Oddity: Hashable, Sendable {
        /// Clocks go forward over it: it was moved forward.
        case skipped
        /// Clocks go back over it and show it twice: the second was taken, an hour or so after the first.
        case repeated(first: Date)
    }

    /// The instant itself.
    public let date: Date
    /// Nil for a local time like any other.
    public let oddity: Oddity?
}
