public import FoundationEssentials
internal import Licensing

/// Times as every ledger keeps them: `YYYY-MM-DDThh:mm:ss.sssZ`, in UTC, to the nearest millisecond.
///
/// A time that is read back is written the same again, whatever the machine. Times before the year 1 and after the year
/// 9999 are kept as the first and the last moment of these.
public enum LedgerTime {
    private static let day: Int64 = 86_400_000
    private static let length = 24
    /// From 1 January 1970 to 1 January 2001, where `Date` counts from, in milliseconds.
    private static let reference: Int64 = 978_307_200_000
    /// From 1 January 1970 to the first moment of the year 1, and to the last of the year 9999.
    private static let bounds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The time as it is kept.
    public static func text(_ date: Date) -> String {
        let time = milliseconds(date)
        // Not below zero, so that the remainder is the time of the day.
        let (days, ofDay) = (time - bounds.lowerBound).quotientAndRemainder(dividingBy: day)
        return UTC.text(
            LocalDay(number: Int(days)), second: Int(ofDay / 1000), thousandth: Int(ofDay % 1000))
    }

    /// Reads what ``text(_:)`` writes; nil for anything else.
    public static func date(_ text: String) -> Date? {
        var text = text
        return text.withUTF8(date)
    }

    /// The same of the text's UTF-8.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
        guard bytes.count == length else { return nil }
        var isPlain = true
        // A number in so many digits, what follows it, and what it is less than.
        func number(_ range: Range<Int>, _ mark: Unicode.Scalar, under bound: Int64) -> Int64 {
            var number: Int64 = 0
            for place in range {
                isPlain = isPlain && (48...57).contains(bytes[place])
                number = number * 10 + Int64(bytes[place]) - 48
            }
            isPlain = isPlain && bytes[range.upperBound] == UInt8(ascii: mark) && number < bound
            return number
        }
        let year = number(0..<4, "-", under: 10_000)
        let month = number(5..<7, "-", under: 13)
        let dayOfMonth = number(8..<10, "T", under: 32)
        let hours = number(11..<13, ":", under: 24)
        let minutes = number(14..<16, ":", under: 60)
        let seconds = number(17..<19, ".", under: 60)
        let thousandths = number(20..<23, "Z", under: 1000)
        guard isPlain, let date = LocalDay(year: Int(year), month: Int(month), day: Int(dayOfMonth)) else { return nil }
        let ofDay = (hours * 3600 + minutes * 60 + seconds) * 1000 + thousandths
        return Self.date(bounds.lowerBound + Int64(date.number) * day + ofDay)
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
}
