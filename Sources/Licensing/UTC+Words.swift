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

    private static func dayText(_ date: Date) -> Substring { format(date).prefix(10) }

    private static func timeText(_ date: Date) -> Substring { format(date).dropFirst(11).prefix(5) }
}
