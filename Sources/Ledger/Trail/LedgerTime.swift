public import FoundationEssentials

/// Times as every ledger keeps them: `YYYY-MM-DDThh:mm:ss.sssZ`, in UTC, to the nearest millisecond.
///
/// A time that is read back is written the same again, whatever the machine. Times before the year 1 and after the year
/// 9999 are kept as the first and the last moment of these.
public enum LedgerTime {
    private static let day: Int64 = 86_400_000
    /// From 1 January 1970 to 1 January 2001, where `Date` counts from, in milliseconds.
    private static let reference: Int64 = 978_307_200_000
    /// From 1 January 1970 to the first moment of the year 1, and to the last of the year 9999.
    private static let bounds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The time as it is kept.
    public static func text(_ date: Date) -> String {
        let time = milliseconds(date)
        // Not below zero, so that the remainder is the time of the day.
        let (days, ofDay) = (time - bounds.lowerBound).quotientAndRemainder(dividingBy: day)
        let (year, month, dayOfMonth) = civil(days)
        let seconds = ofDay / 1000
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfMonth, 2) + "T" + padded(seconds / 3600, 2)
            + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + "." + padded(ofDay % 1000, 3) + "Z"
    }

    /// Reads what ``text(_:)`` writes; nil for anything else.
    public static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 else { return nil }
        func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 * 10 + Int64($1) - 48 } }
        let (year, month, dayOfMonth) = (number(0..<4), number(5..<7), number(8..<10))
        let seconds = number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        let days = daysBefore(year: year, month: month) + dayOfMonth - 1
        let date = date(bounds.lowerBound + days * day + seconds * 1000 + number(20..<23))
        // Whatever is no digit, no day of its month or no time of a day is written otherwise.
        return Self.text(date).utf8.elementsEqual(bytes) ? date : nil
    }

    /// The time as it reads back.
    public static func kept(_ date: Date) -> Date { Self.date(milliseconds(date)) }

    private static func milliseconds(_ date: Date) -> Int64 {
        let time = (date.timeIntervalSinceReferenceDate * 1000).rounded()
        let (first, last) = (bounds.lowerBound - reference, bounds.upperBound - reference)
        if time >= Double(last) { return bounds.upperBound }
        // What is no number at all counts as the first moment.
        return time > Double(first) ? Int64(time) + reference : bounds.lowerBound
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSinceReferenceDate: Double(milliseconds - reference) / 1000)
    }

    /// Days from the first day of the year 1 to the first of a month.
    private static func daysBefore(year: Int64, month: Int64) -> Int64 {
        let years = year - 1
        let leapDay: Int64 = month > 2 && isLeap(year) ? 1 : 0
        return years * 365 + years / 4 - years / 100 + years / 400 + before[Int(month) - 1] + leapDay
    }

    /// Days of a common year before each month.
    private static let before: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// The date that is a number of days after the first day of the year 1.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // At most one year early or late, as years are close to their mean length.
        var year = days * 400 / 146_097 + 1
        if daysBefore(year: year, month: 1) > days { year -= 1 }
        if daysBefore(year: year + 1, month: 1) <= days { year += 1 }
        let month = (1...12).last { daysBefore(year: year, month: $0) <= days } ?? 1
        return (year, month, days - daysBefore(year: year, month: month) + 1)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
