public import FoundationEssentials

/// A day of the Gregorian calendar, without a time or a zone: what a person picks before it becomes an instant.
public struct LocalDay: Hashable, Sendable, Comparable {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// The first moment of the day, as if its zone were UTC.
    private let midnight: Date

    /// Makes a day; nil where the calendar has none such, as 30 February.
    public init?(year: Int, month: Int, day: Int) {
        let fields = DateComponents(year: year, month: month, day: day)
        guard (1...9999).contains(year), let midnight = Self.calendar.date(from: fields),
            Self.calendar.dateComponents([.year, .month, .day], from: midnight) == fields
        else { return nil }
        (self.year, self.month, self.day, self.midnight) = (year, month, day, midnight)
    }

    /// The day that it is at an instant in a zone.
    public init(of instant: Date, in zone: TimeZone) {
        self.init(containing: instant.addingTimeInterval(TimeInterval(zone.secondsFromGMT(for: instant))))
    }

    private init(containing utc: Date) {
        midnight = Self.calendar.startOfDay(for: utc)
        year = Self.calendar.component(.year, from: midnight)
        month = Self.calendar.component(.month, from: midnight)
        day = Self.calendar.component(.day, from: midnight)
    }

    /// The day some days later, or earlier where the number is negative.
    public func adding(days: Int) -> LocalDay {
        LocalDay(containing: midnight.addingTimeInterval(Double(days) * 86_400))
    }

    /// 0 for Monday to 6 for Sunday.
    public var weekday: Int { (Self.calendar.component(.weekday, from: midnight) + 5) % 7 }

    /// ISO 8601: `2026-11-27`.
    public var text: String { String(UTC.format(midnight).prefix(10)) }

    /// The instant at which a clock in the zone shows a time on this day.
    ///
    /// Where clocks go forward, a time that they skip moves forward by as much as they do. Where they go back, a time
    /// that they show twice means the second, so that a borrow never ends before the clock is done with it.
    public func instant(hour: Int, minute: Int, in zone: TimeZone) -> LocalInstant {
        let wanted = midnight.addingTimeInterval(Double(hour * 3600 + minute * 60))
        func offset(at instant: Date) -> TimeInterval { TimeInterval(zone.secondsFromGMT(for: instant)) }
        let before = offset(at: wanted.addingTimeInterval(-86_400))
        let after = offset(at: wanted.addingTimeInterval(86_400))
        let candidates = [before, after].map { wanted.addingTimeInterval(-$0) }
        let shown = candidates.filter { $0.addingTimeInterval(offset(at: $0)) == wanted }
        guard let last = shown.max() else { return LocalInstant(date: candidates[0], oddity: .skipped) }
        return LocalInstant(date: last, oddity: shown.min().flatMap { $0 < last ? .repeated(first: $0) : nil })
    }

    /// The earlier day comes first.
    public static func < (one: Self, other: Self) -> Bool { one.midnight < other.midnight }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
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
