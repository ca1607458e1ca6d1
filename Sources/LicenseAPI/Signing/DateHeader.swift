public import FoundationEssentials
internal import Licensing

/// The `Date` header in RFC 7231's IMF-fixdate form: `Tue, 07 Jun 2011 20:51:35 GMT`.
///
/// Always GMT, always English names: nothing of the process's locale or zone comes in.
public enum DateHeader {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Writes an instant, fractions of a second dropped.
    public static func format(_ date: Date) -> String {
        let moment = LocalMoment(of: date, in: .utc)
        let day = moment.day
        let time = [moment.hour, moment.minute, moment.second].map { padded($0, 2) }.joined(separator: ":")
        return "\(days[day.weekday]), \(padded(day.day, 2)) \(months[day.month - 1]) \(padded(day.year, 4)) \(time) GMT"
    }

    /// Reads a header's value; nil for anything that is not in the form, or names a day that does not exist.
    public static func parse(_ value: String) -> Date? {
        let words = value.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: words[2])
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3 else { return nil }
        guard (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0..<60).contains(time[2]),
            let midnight = LocalDay(year: year, month: month + 1, day: day)?.start(in: .utc)
        else { return nil }
        let date = midnight.addingTimeInterval(Double(time[0] * 3600 + time[1] * 60 + time[2]))
        guard format(date) == value else { return nil }
        return date
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
