public import FoundationEssentials

extension UTC {
    /// Writes an instant for a person: `2026-11-27 17:00 UTC`. Seconds are dropped.
    public static func words(_ date: Date) -> String {
        "\(dayText(date)) \(timeText(date)) UTC"
    }

    /// Writes an instant as briefly as `now` allows: `17:00 UTC` within the same UTC day, else ``words(_:)``.
    public static func words(_ date: Date, on now: Date) -> String {
        dayText(date) == dayText(now) ? "\(timeText(date)) UTC" : words(date)
    }

    /// Names an offset from UTC: `UTC+1`, `UTC-3:30`, `UTC`.
    ///
    /// - Parameter seconds: how far clocks are ahead of UTC; negative where they are behind.
    public static func offsetName(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        if minutes == 0 { return "UTC" }
        return "UTC\(seconds < 0 ? "-" : "+")\(minutes / 60)"
            + (minutes % 60 == 0 ? "" : ":\((minutes % 60).twoDigits)")
    }

    private static func dayText(_ date: Date) -> Substring { format(date).prefix(10) }

    private static func timeText(_ date: Date) -> Substring { format(date).dropFirst(11).prefix(5) }
}
