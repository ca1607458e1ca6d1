public import FoundationEssentials

/// Reads what people type as the end of a borrow, and all that Berth writes as one.
///
/// | typed | means |
/// | --- | --- |
/// | `2026-11-27`, `2026/11/27`, `27.11.2026`, `27.11.`, `27 Nov`, `Nov 27`, `fri`, `tomorrow` | the end of that local day, 23:59 |
/// | `2026-11-27 18:00`, `27 Nov 18:00`, `Fri 27 18:00`, `fri 9`, `tomorrow 9am`, `today noon` | that local time on that day |
/// | `18:00`, `9am`, `noon`, `midnight` | the next such local time |
/// | `next fri` | the Friday of next week |
/// | `+36h`, `36h`, `in 2 days`, `+1w`, `+90m`, `1d 12h` | that length from now, in whole numbers; a day is 24 hours, a week 7 days |
/// | `2026-11-27T17:00Z`, `Fri 27 Nov 18:00 UTC+1`, `18:00 UTC` | that instant |
/// | `max` | as late as the license allows |
///
/// A day without a year, a weekday and a time alone mean the next one that lies ahead. A day with a year, a weekday with
/// its date, `today` and `tomorrow` mean what they say, even if that has passed: ``Validation`` judges it. Case and extra
/// blanks do not matter, nor does the order of the words.
public enum EndInput {
    /// What was read.
    public struct Reading: Hashable, Sendable {
        /// The end, in whole seconds; not yet judged by ``Validation``.
        public var end: BorrowEnd
        /// What a person should know about how it was read; empty for most.
        public var notes: [Note]
    }

    /// Something about the way in which an end was read that a person should know.
    public enum Note: Hashable, Sendable {
        /// Between now and then the zone's clocks go forward, or back where the number of seconds is negative.
        case clockChange(seconds: Int)
        /// Clocks skip the local time that was typed: the one that they show instead was taken.
        case skipped(time: String, taken: String)
        /// Clocks show the local time that was typed twice: the second was taken, which has that offset; `first` is what
        /// to type for the other.
        case repeated(time: String, taken: String, first: String)
        /// This host has no zone of the name that `TZ` has: a local time was taken for UTC.
        case missingZone(String)
        /// "Next" was taken for next week's, although `nearer`, this week's, lies ahead as well.
        case nextWeek(weekday: String, nearer: String)

        /// The note as a sentence.
        public var sentence: String {
            switch self {
            case .clockChange(let seconds):
                "Clocks go \(seconds > 0 ? "forward" : "back") \(DurationText.short(Double(seconds))) before then."
            case .skipped(let time, let taken): "Clocks skip \(time) on that day; \(taken) is taken."
            case .repeated(let time, let taken, let first):
                "Clocks show \(time) twice on that day; the second, \(taken), is taken. For the first type \(first)."
            case .missingZone(let name):
                "TZ is \(TextShape.quoted(name)), which is no time zone of this host: the time is taken for UTC."
            case .nextWeek(let weekday, let nearer): "The \(weekday) of next week; this week's is \(nearer)."
            }
        }
    }

    /// Why a text could not be read.
    public struct Failure: Error, Hashable, Sendable {
        /// What is wrong with it.
        public enum Kind: Hashable, Sendable {
            case empty, unknownForm, ambiguous, noSuchDay, noSuchTime, tooLong, past
        }

        /// What is wrong, for a program to tell.
        public let kind: Kind
        /// Says what is wrong, and what to type instead.
        public let sentence: String
        /// What was probably meant: texts that can be read, the likeliest first; empty where nothing is near.
        public let suggestions: [String]
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: what was typed.
    ///   - now: this moment; best the server's time: this host's plus the measured offset.
    ///   - zone: the zone in which local times are meant.
    public static func read(_ text: String, now: Date, in zone: LocalZone) throws(Failure) -> Reading {
        let reader = EndReader(text, now: now, zone: zone)
        do {
            return try reader.read()
        } catch {
            throw reader.failure(error)
        }
    }

    /// What to say about clock changes between two instants; nil where the zone's offset from UTC is the same at both.
    public static func clockChange(from now: Date, to end: Date, in zone: LocalZone) -> Note? {
        let change = zone.offset(at: end) - zone.offset(at: now)
        return change == 0 ? nil : .clockChange(seconds: change)
    }
}
