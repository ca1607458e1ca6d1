public import FoundationEssentials

/// Instants as the License API writes and reads them (reference, section 3.3).
public enum UTC {
    /// Writes `YYYY-MM-DDThh:mm:ssZ`, the one form that a client should send. Fractions of a second are dropped.
    public static func format(_ date: Date) -> String { text(LocalMoment(of: date, in: .utc)) }

    /// Writes `YYYY-MM-DDThh:mm:ss.sssZ`, the form of most of the documented responses, to the nearest millisecond.
    public static func formatMilliseconds(_ date: Date) -> String {
        // Digits are cut off, and most milliseconds lie a hair below their decimal form.
        let date = date.addingTimeInterval(0.000_5)
        let time = date.timeIntervalSinceReferenceDate
        let thousandth = time.isFinite ? Int((time - time.rounded(.down)) * 1000) : 0
        return text(LocalMoment(of: date, in: .utc), thousandth: thousandth)
    }

    private static func text(_ moment: LocalMoment, thousandth: Int? = nil) -> String {
        text(moment.day, second: moment.hour * 3600 + moment.minute * 60 + moment.second, thousandth: thousandth)
    }

    /// Writes a second of a day, with its thousandth or without.
    package static func text(_ day: LocalDay, second: Int, thousandth: Int?) -> String {
        String(unsafeUninitializedCapacity: 24) { text in
            var place = 0
            // A number in so many digits, and what follows it.
            func write(_ number: Int, _ width: Int, _ mark: Unicode.Scalar) {
                var rest = number
                for digit in 1...width {
                    text[place + width - digit] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                text[place + width] = UInt8(ascii: mark)
                place += width + 1
            }
            write(day.year, 4, "-")
            write(day.month, 2, "-")
            write(day.day, 2, "T")
            write(second / 3600, 2, ":")
            write(second / 60 % 60, 2, ":")
            write(second % 60, 2, thousandth == nil ? "Z" : ".")
            if let thousandth { write(thousandth, 3, "Z") }
            return place
        }
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
