public import FoundationEssentials

/// Reads what people type as the end of a borrow.
///
/// | typed | means |
/// | --- | --- |
/// | `2026-11-27`, `27.11.2026`, `27.11.`, `friday`, `tomorrow` | the end of that local day, 23:59:00 |
/// | `2026-11-27 18:00`, `27.11. 18:00`, `fri 18:00`, `tomorrow 9am` | that local time on that day |
/// | `18:00`, `9am` | the next such local time |
/// | `+36h`, `36h`, `+2d`, `+1w`, `+90m`, `1d 12h` | that length from now; a day is 24 hours, a week 7 days |
/// | `2026-11-27T17:00:00Z`, `2026-11-27 17:00 UTC` | that instant |
/// | `max` | as late as the license allows |
///
/// A day without a year, a weekday and a time alone mean the next one that lies ahead. A day with a year, `today` and
/// `tomorrow` mean what they say, even if that has passed: ``Validation`` judges it. Case and extra blanks do not matter.
public enum EndInput {
    /// What was read.
    public struct Reading: Hashable, Sendable {
        /// The end, in whole seconds; not yet judged by ``Validation``.
        public var end: BorrowEnd
        /// What a person should know about clock changes; empty for most.
        public var notes: [Note]
    }

    /// Something about clock changes that a person should know.
    public enum Note: Hashable, Sendable {
        /// Between now and then the zone's clocks go forward, or back where the number of seconds is negative.
        case clockChange(seconds: Int)
        /// Clocks skip the local time that was typed: it was moved forward.
        case skipped
        /// Clocks show the local time that was typed twice: the second was taken.
        case repeated

        /// The note as a sentence.
        public var sentence: String {
            switch self {
            case .clockChange(let seconds):
                "Clocks go \(seconds > 0 ? "forward" : "back") \(DurationText.short(Double(seconds))) before then."
            case .skipped: "Clocks skip that time on that day; it was moved forward."
            case .repeated: "Clocks show that time twice on that day; the second one counts."
            }
        }
    }

    /// Why a text could not be read.
    public struct Failure: Error, Hashable, Sendable {
        /// What is wrong with it.
        public enum Kind: Hashable, Sendable {
            case empty, unknownForm, noSuchDay, noSuchTime, tooLong
        }

        /// What is wrong, for a program to tell.
        public let kind: Kind
        /// Says what is wrong, and gives an example that works.
        public let sentence: String
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: what was typed.
    ///   - now: this moment; best the server's time: this host's plus the measured offset.
    ///   - zone: the zone in which local times are meant.
    public static func read(_ text: String, now: Date, in zone: TimeZone) throws(Failure) -> Reading {
        var reader = EndReader(text, now: now, zone: zone)
        return try reader.read()
    }

    /// What to say about clock changes between two instants; nil where the zone's offset from UTC is the same at both.
    public static func clockChange(from now: Date, to end: Date, in zone: TimeZone) -> Note? {
        let change = zone.secondsFromGMT(for: end) - zone.secondsFromGMT(for: now)
        return change == 0 ? nil : .clockChange(seconds: change)
    }
}
