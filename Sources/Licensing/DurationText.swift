public import FoundationEssentials

/// Lengths of time for people to read. Every form drops what is zero, and is rounded down unless it says otherwise.
public enum DurationText {
    /// Days, hours and minutes in words, for a line of its own: `4 days 3 h 58 min`.
    ///
    /// - Parameter seconds: the length; its sign is ignored.
    public static func long(_ seconds: TimeInterval) -> String {
        let parts = Parts(seconds)
        let days = parts.days == 0 ? nil : parts.days == 1 ? "1 day" : "\(parts.days) days"
        let text = joined([days, unit(parts.hours, "h"), unit(parts.minutes, "min")])
        return text.isEmpty ? "less than a minute" : text
    }

    /// Days, hours and minutes, to the nearest minute, so that 36 hours less the time that it took to ask are 36 hours:
    /// `1 d 12 h`, `4 d 3 h 59 min`.
    ///
    /// - Parameter seconds: the length; its sign is ignored.
    public static func toTheMinute(_ seconds: TimeInterval) -> String {
        let parts = Parts((seconds / 60).rounded() * 60)
        let text = joined([unit(parts.days, "d"), unit(parts.hours, "h"), unit(parts.minutes, "min")])
        return text.isEmpty ? "less than a minute" : text
    }

    /// The two largest units that follow each other, for the middle of a sentence: `4 d 3 h`, `3 h 28 min`, `41 s`.
    ///
    /// - Parameter seconds: the length; its sign is ignored.
    public static func short(_ seconds: TimeInterval) -> String {
        let parts = Parts(seconds)
        let text =
            if parts.days > 0 {
                joined([unit(parts.days, "d"), unit(parts.hours, "h")])
            } else if parts.hours > 0 {
                joined([unit(parts.hours, "h"), unit(parts.minutes, "min")])
            } else {
                joined([unit(parts.minutes, "min"), unit(parts.seconds, "s")])
            }
        return text.isEmpty ? "less than a second" : text
    }

    /// A limit in hours, with days beside it where it has any: `8 h`, `36 h (1 day 12 h)`, `168 h (7 days)`.
    public static func hours(_ hours: Int) -> String {
        hours < 24 ? "\(hours) h" : "\(hours) h (\(long(Double(hours) * 3600)))"
    }

    private struct Parts {
        let days, hours, minutes, seconds: Int

        init(_ length: TimeInterval) {
            let whole = Int(clampingToRange: length.magnitude)
            days = whole / 86_400
            hours = whole / 3600 % 24
            minutes = whole / 60 % 60
            seconds = whole % 60
        }
    }

    private static func unit(_ count: Int, _ name: String) -> String? { count == 0 ? nil : "\(count) \(name)" }

    private static func joined(_ parts: [String?]) -> String { parts.compactMap(\.self).joined(separator: " ") }
}

extension Int {
    /// The whole part of a number that may be too large for it, or no number at all (which becomes zero).
    init(clampingToRange number: Double) {
        let limit = 1e15
        self = number.isNaN ? 0 : Int(Swift.min(Swift.max(number, -limit), limit))
    }
}
