public import FoundationEssentials

/// Instants as the License API writes and reads them (reference, section 3.3).
public enum UTC {
    /// Writes `YYYY-MM-DDThh:mm:ssZ`, the one form that a client should send. Fractions of a second are dropped.
    public static func format(_ date: Date) -> String { seconds(date) + "Z" }

    /// Writes `YYYY-MM-DDThh:mm:ss.sssZ`, the form of most of the documented responses, to the nearest millisecond.
    public static func formatMilliseconds(_ date: Date) -> String {
        // Digits are cut off, and most milliseconds lie a hair below their decimal form.
        let date = date.addingTimeInterval(0.000_5)
        let time = date.timeIntervalSinceReferenceDate
        let thousandths = time.isFinite ? String(Int((time - time.rounded(.down)) * 1000)) : "0"
        return seconds(date) + "." + String(repeating: "0", count: 3 - thousandths.utf8.count) + thousandths + "Z"
    }

    private static func seconds(_ date: Date) -> String {
        let moment = LocalMoment(of: date, in: .utc)
        return moment.day.text + "T" + moment.hour.twoDigits + ":" + moment.minute.twoDigits + ":"
            + moment.second.twoDigits
    }

    /// Reads the documented forms, all as UTC: date and time with `T` or a blank, with or without seconds, fraction
    /// and `Z` or `+00:00`, and a date alone, which means its first moment.
    ///
    /// - Returns: nil for anything else.
    public static func parse(_ text: String) -> Date? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }.map(String.init)
        guard let day = parts.first, parts.count <= 2, let midnight = parseDay(day) else { return nil }
        guard parts.count == 2 else { return midnight }
        guard let seconds = parseTime(parts[1]) else { return nil }
        return midnight.addingTimeInterval(seconds)
    }

    private static func parseDay(_ text: String) -> Date? {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = fields.compactMap(digits)
        guard numbers.count == 3 else { return nil }
        return LocalDay(year: numbers[0], month: numbers[1], day: numbers[2])?.start(in: .utc)
    }

    /// Seconds since midnight for `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction`, each with or without a final `Z` or `+00:00`.
    private static func parseTime(_ text: String) -> Double? {
        let zone = ["Z", "+00:00"].first(where: text.hasSuffix) ?? ""
        let bare = text.dropLast(zone.count)
        let fields = bare.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2 || fields.count == 3 else { return nil }
        guard fields[0].count == 2, let hours = digits(fields[0]), hours < 24 else { return nil }
        guard fields[1].count == 2, let minutes = digits(fields[1]), minutes < 60 else { return nil }
        var seconds = 0.0
        if fields.count == 3 {
            let halves = fields[2].split(separator: ".", omittingEmptySubsequences: false)
            guard halves.count <= 2, halves[0].count == 2, let whole = digits(halves[0]), whole < 60 else { return nil }
            seconds = Double(whole)
            if halves.count == 2 {
                guard (1...9).contains(halves[1].count), let fraction = digits(halves[1]) else { return nil }
                seconds += Double(fraction) / (0..<halves[1].count).reduce(1.0) { power, _ in power * 10 }
            }
        }
        return Double(hours * 3600 + minutes * 60) + seconds
    }

    private static func digits(_ text: Substring) -> Int? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
