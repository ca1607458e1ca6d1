internal import FoundationEssentials

/// Puts the parts of a local time together, in the zone in which it is meant.
struct LocalEnd {
    private let parts: EndParts
    private let reader: EndReader
    private let zone: LocalZone
    private let times: [TimeOfDay]

    init(_ parts: EndParts, _ reader: EndReader) {
        self.parts = parts
        self.reader = reader
        zone = parts.zone.map { LocalZone(secondsAhead: $0) } ?? reader.home
        times = parts.times.isEmpty ? [.endOfDay] : parts.times
    }

    /// One way to read it.
    private struct Choice {
        let day: LocalDay
        let time: TimeOfDay
        let instant: LocalInstant
    }

    func read() throws(EndFlaw) -> EndInput.Reading {
        var choices: [Choice] = []
        for days in try candidates() {
            for choice in choose(from: days) where !choices.contains(where: { $0.instant == choice.instant }) {
                choices.append(choice)
            }
        }
        guard let choice = choices.first else { throw .noSuchDay(parts.dates.first) }
        guard choices.count == 1 else { throw .choice(choices.map(text)) }
        return reader.reading(
            choice.instant.date.addingTimeInterval(Double(choice.time.second)), notes(choice))
    }

    private var today: LocalDay { LocalDay(of: reader.now, in: zone) }

    // MARK: Days

    /// The days that can be meant: for each way to read the date its days, the first choice first. One that lies ahead is
    /// taken before one that does not.
    private func candidates() throws(EndFlaw) -> [[LocalDay]] {
        if let days = parts.daysAhead { return [[today.adding(days: days)]] }
        if parts.isEndOfMonth {
            return [(28...31).compactMap { LocalDay(year: today.year, month: today.month, day: $0) }.suffix(1)]
        }
        if !parts.dates.isEmpty { return try dated() }
        guard let weekday = parts.weekday else { return [[today, today.adding(days: 1)]] }
        if parts.isNext { return [[today.adding(days: 7 - today.weekday + weekday)]] }
        let first = today.adding(days: (weekday - today.weekday + 7) % 7)
        return [[first, first.adding(days: 7)]]
    }

    private func dated() throws(EndFlaw) -> [[LocalDay]] {
        let all = parts.dates.map(days)
        guard let weekday = parts.weekday else { return all }
        let fitting = all.map { $0.filter { $0.weekday == weekday } }.filter { !$0.isEmpty }
        if fitting.isEmpty, let day = all.joined().first(where: { $0 >= today }) ?? all.joined().first {
            let distance = (weekday - day.weekday + 10) % 7 - 3
            throw .otherWeekday(
                day.weekday, typed: weekday, [day, day.adding(days: distance)].map { text($0, times[0]) })
        }
        return fitting
    }

    /// The days that a date can be, the likeliest first.
    private func days(_ date: DateFields) -> [LocalDay] {
        if let year = date.year, let month = date.month {
            return LocalDay(year: year, month: month, day: date.day).map { [$0] } ?? []
        }
        if let month = date.month {
            // 29 February may be up to eight years away; a weekday names a day of this year or the next.
            let years = today.year...today.year + (parts.weekday == nil ? 8 : 1)
            return years.compactMap { LocalDay(year: $0, month: month, day: date.day) }
        }
        // `Fri 27` is how the desk writes a day at most 25 days away.
        return (Array(0...25) + (1...25).map { -$0 }).map { today.adding(days: $0) }.filter { $0.day == date.day }
    }

    // MARK: Choices

    /// The instants on the first day on which one lies ahead; where none does, the last one of all.
    private func choose(from days: [LocalDay]) -> [Choice] {
        var last: Choice?
        for day in days {
            let choices = times.map { time in
                Choice(day: day, time: time, instant: day.instant(hour: time.hour, minute: time.minute, in: zone))
            }
            let ahead = choices.filter { $0.instant.date > reader.now }
            if !ahead.isEmpty { return ahead }
            last = choices.last
        }
        return last.map { [$0] } ?? []
    }

    /// What to type for one of several ways to read it.
    private func text(_ choice: Choice) -> String { text(choice.day, choice.time) }

    private func text(_ day: LocalDay, _ time: TimeOfDay) -> String {
        guard !parts.times.isEmpty else { return day.text }
        let zone = parts.zone.map { " " + UTC.offsetName($0) } ?? ""
        return (time.hour == 24 ? "\(day.adding(days: 1).text) 00:00" : "\(day.text) \(time.text)") + zone
    }

    private func notes(_ choice: Choice) -> [EndInput.Note] {
        var notes: [EndInput.Note] = []
        if parts.zone == nil, let name = reader.home.missing { notes.append(.missingZone(name)) }
        switch choice.instant.oddity {
        case .skipped:
            notes.append(.skipped(time: choice.time.text, taken: shown(choice.instant.date, insteadOf: choice.day)))
        case .repeated(let first):
            let names = [choice.instant.date, first].map { UTC.offsetName(zone.offset(at: $0)) }
            let other = "\(text(choice.day, choice.time)) \(names[1])"
            notes.append(.repeated(time: choice.time.text, taken: names[0], first: other))
        case nil: break
        }
        if parts.isNext, let weekday = parts.weekday, weekday > today.weekday {
            let nearer = today.adding(days: weekday - today.weekday).text
            notes.append(.nextWeek(weekday: EndNames.title(weekday: weekday), nearer: nearer))
        }
        return notes
    }

    /// What clocks show at an instant: the time, with its day where that is another one.
    private func shown(_ date: Date, insteadOf day: LocalDay) -> String {
        let shown = LocalDay(of: date, in: zone)
        let local = date.addingTimeInterval(Double(zone.offset(at: date)))
        let time = String(UTC.format(local).dropFirst(11).prefix(5))
        return shown == day ? time : "\(shown.text) \(time)"
    }
}
