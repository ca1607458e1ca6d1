public import FoundationEssentials

/// The `Date` header in RFC 7231's IMF-fixdate form: `Tue, 07 Jun 2011 20:51:35 GMT`.
///
/// Always GMT, always English names: nothing of the process's locale or zone comes in.
public enum DateHeader {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }

    /// Writes an instant, fractions of a second dropped.
    public static func format(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
        let day = days[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        let time = [parts.hour, parts.minute, parts.second].map { padded($0 ?? 0, 2) }.joined(separator: ":")
        return "\(day), \(padded(parts.day ?? 1, 2)) \(month) \(padded(parts.year ?? 0, 4)) \(time) GMT"
    }

    /// Reads a header's value; nil for anything that is not in the form, or names a day that does not exist.
    public static func parse(_ value: String) -> Date? {
        let words = value.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: words[2])
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3 else { return nil }
        let parts = DateComponents(
            year: year, month: month + 1, day: day, hour: time[0], minute: time[1], second: time[2])
        guard let date = calendar.date(from: parts), format(date) == value else { return nil }
        return date
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
