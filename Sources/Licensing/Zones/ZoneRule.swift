/// A zone as POSIX writes it in `TZ` and in the last line of a zone file: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Hashable, Sendable {
    /// Seconds ahead of UTC for most of the year, or for all of it.
    let standard: Int
    /// The other part of the year; nil where there is none.
    let saving: Saving?

    /// A part of each year in which clocks show another time.
    struct Saving: Hashable, Sendable {
        /// Seconds ahead of UTC; fewer than otherwise where clocks go back for the winter.
        let offset: Int
        /// When it begins, by the clocks before it.
        let start: YearlyMoment
        /// When it ends, by the clocks during it.
        let end: YearlyMoment
    }

    /// A moment of each year.
    struct YearlyMoment: Hashable, Sendable {
        let day: YearlyDay
        /// Seconds after the day's midnight; negative, or more than a day, where it lies on another day.
        let seconds: Int

        /// Seconds from 1970 to it in a year, by a clock that knows no zone; nil where there is no such year.
        func seconds(in year: Int) -> Int? {
            day.number(in: year).map { ($0 - LocalDay.epoch) * 86_400 + seconds }
        }
    }

    /// A day of each year.
    enum YearlyDay: Hashable, Sendable {
        /// From 1, where 29 February has no number: `J60` is 1 March.
        case withoutLeapDay(Int)
        /// From 0, where 29 February has one.
        case withLeapDay(Int)
        /// The first to fourth of a weekday, 0 for Sunday, in a month; 5 for the last.
        case weekday(Int, week: Int, month: Int)

        /// The number of the day, as ``LocalDay/number`` counts.
        func number(in year: Int) -> Int? {
            guard let first = LocalDay(year: year, month: 1, day: 1)?.number else { return nil }
            switch self {
            case .withLeapDay(let days): return first + days
            case .withoutLeapDay(let count):
                let isAfterLeapDay = count >= 60 && LocalDay(year: year, month: 2, day: 29) != nil
                return first + count - (isAfterLeapDay ? 0 : 1)
            case .weekday(let weekday, let week, let month):
                guard let first = LocalDay(year: year, month: month, day: 1) else { return nil }
                let ahead = (weekday + 6 - first.weekday) % 7
                let day = first.adding(days: ahead + (week - 1) * 7)
                return day.month == month ? day.number : day.number - 7
            }
        }
    }

    /// Seconds ahead of UTC at a moment, which is given in seconds since 1970.
    func offset(at moment: Int) -> Int {
        guard let saving else { return standard }
        let day = Int((Double(moment + standard) / 86_400).rounded(.down)) + LocalDay.epoch
        let year = LocalDay(number: day).year
        // The latest change counts. Where one part of the year ends as the other begins, it is the other that counts.
        var latest = (moment: Int.min, offset: standard)
        for year in year - 1...year + 1 {
            if let end = saving.end.seconds(in: year).map({ $0 - saving.offset }), end <= moment, end > latest.moment {
                latest = (end, standard)
            }
            if let start = saving.start.seconds(in: year).map({ $0 - standard }), start <= moment,
                start >= latest.moment
            {
                latest = (start, saving.offset)
            }
        }
        return latest.offset
    }
}
