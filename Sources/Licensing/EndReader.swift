internal import FoundationEssentials

/// The grammar of ``EndInput``: reads word after word.
struct EndReader {
    private let typed: String
    private let now: Date
    /// The operator's zone, which clock changes are told of.
    private let home: TimeZone
    /// The zone that local times are meant in: the operator's, unless they typed another.
    private var zone: TimeZone
    private var words: ArraySlice<Substring>

    init(_ text: String, now: Date, zone: TimeZone) {
        typed = text
        self.now = now
        home = zone
        self.zone = zone
        words = text.lowercased().split(whereSeparator: \.isWhitespace)[...]
    }

    mutating func read() throws(EndInput.Failure) -> EndInput.Reading {
        guard let first = words.first else { throw failure(.empty) }
        if words.count == 1, first == "max" || first == "maximum" { return .init(end: .maximum, notes: []) }
        if words.count == 1, let instant = instantWithZone(first) { return reading(instant) }
        if let length = try length() { return reading(now.addingTimeInterval(length)) }
        return try localTime()
    }

    // MARK: Instants and lengths

    /// An instant that names its own zone: `2026-11-27t17:00:00z`, `2026-11-27t18:00:00+01:00`.
    private func instantWithZone(_ word: Substring) -> Date? {
        guard word.contains("t") else { return nil }
        let text = word.uppercased()
        return text.hasSuffix("Z") ? UTC.parse(text) : try? Date(text, strategy: .iso8601)
    }

    /// Seconds of a length: `36h`, `+2d`, `1w 12h`.
    private func length() throws(EndInput.Failure) -> TimeInterval? {
        var rest = words.joined().drop { $0 == "+" }
        var total = 0
        var isLength = false
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let name = rest.dropFirst(digits.count).prefix(while: \.isLetter)
            rest = rest.dropFirst(digits.count + name.count)
            guard !digits.isEmpty, let unit = Self.units[String(name)] else { return nil }
            guard digits.count <= 6, let count = Int(digits) else { throw failure(.tooLong) }
            total += count * unit
            isLength = true
        }
        guard total <= Self.longest else { throw failure(.tooLong) }
        return isLength ? TimeInterval(total) : nil
    }

    /// Seconds of each unit, by its names.
    private static let units = [
        "m": 60, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600,
        "d": 86_400, "day": 86_400, "days": 86_400, "w": 604_800, "week": 604_800, "weeks": 604_800,
    ]

    /// Ten years in seconds: no license is borrowed for longer, so a longer text is a slip.
    private static let longest = 3653 * 86_400

    // MARK: Local days and times

    private mutating func localTime() throws(EndInput.Failure) -> EndInput.Reading {
        if words.count > 1, let last = words.last, ["utc", "gmt", "z"].contains(last) {
            zone = .gmt
            words.removeLast()
        }
        if words.count == 1, let first = words.first, let separator = first.firstIndex(of: "t"),
            first[..<separator].contains("-")
        {
            words = [first[..<separator], first[first.index(after: separator)...]]
        }
        let days = try days()
        if days != nil { words.removeFirst() }
        if words.first == "at" { words.removeFirst() }
        let hasTime = !words.isEmpty
        guard days != nil || hasTime else { throw failure(.unknownForm) }
        let (hour, minute) = hasTime ? try time(words.joined()) : (23, 59)
        // Without a day the time is meant: today's, or else tomorrow's.
        let candidates = (days ?? [today, today.adding(days: 1)]).map {
            $0.instant(hour: hour, minute: minute, in: zone)
        }
        guard let chosen = candidates.first(where: { $0.date > now }) ?? candidates.last else {
            throw failure(.noSuchDay)
        }
        return reading(chosen.date, oddity: chosen.oddity)
    }

    private var today: LocalDay { LocalDay(of: now, in: zone) }

    /// The days that the first word may mean, the first choice first; nil where it is not a day.
    private func days() throws(EndInput.Failure) -> [LocalDay]? {
        guard let word = words.first else { return nil }
        switch word {
        case "today": return [today]
        case "tomorrow": return [today.adding(days: 1)]
        case _ where word.contains("-"): return [try isoDay(word)]
        case _ where word.contains("."): return try dottedDay(word)
        case _ where word.allSatisfy(\.isLetter): return weekday(word)
        default: return nil
        }
    }

    private func isoDay(_ word: Substring) throws(EndInput.Failure) -> LocalDay {
        let fields = word.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].count == 4, let numbers = numbers(fields) else {
            throw failure(.unknownForm)
        }
        guard let day = LocalDay(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            throw failure(.noSuchDay)
        }
        return day
    }

    /// `27.11.` and `27.11.2026`. Without the second dot it might as well be a time, so that is refused.
    private func dottedDay(_ word: Substring) throws(EndInput.Failure) -> [LocalDay] {
        let fields = word.split(separator: ".", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[2].isEmpty || fields[2].count == 4,
            let numbers = numbers(fields.filter { !$0.isEmpty }), numbers.count >= 2
        else { throw failure(.unknownForm) }
        // 29 February may be up to eight years away.
        let years = numbers.count == 3 ? [numbers[2]] : Array(today.year...today.year + 8)
        let days = years.compactMap { LocalDay(year: $0, month: numbers[1], day: numbers[0]) }
        guard !days.isEmpty else { throw failure(.noSuchDay) }
        return days
    }

    /// Seven days from now on, so that a weekday whose time has passed means next week's.
    private func weekday(_ word: Substring) -> [LocalDay]? {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        guard word.count >= 3, let wanted = names.firstIndex(where: { $0.hasPrefix(word) }) else { return nil }
        let first = today.adding(days: (wanted - today.weekday + 7) % 7)
        return [first, first.adding(days: 7)]
    }

    /// `18:00`, `9:30`, `9am`, `9:30pm`.
    private func time(_ word: String) throws(EndInput.Failure) -> (hour: Int, minute: Int) {
        let half = ["am", "pm"].first { word.hasSuffix($0) }
        let fields = word.dropLast(half == nil ? 0 : 2).split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2 || fields.count == 1 && half != nil, fields[0].count <= 2,
            fields.dropFirst().allSatisfy({ $0.count == 2 }), let numbers = numbers(fields)
        else {
            // `2026-11-27 17:00:00` is read to the minute, which is all that a borrow needs; other seconds are not.
            if half == nil, fields.count == 3, fields[2] == "00" { return try time(String(word.dropLast(3))) }
            throw failure(.unknownForm)
        }
        let (hour, minute) = (numbers[0], numbers.count == 2 ? numbers[1] : 0)
        guard minute < 60, half == nil ? hour < 24 : (1...12).contains(hour) else { throw failure(.noSuchTime) }
        return (half == nil ? hour : hour % 12 + (half == "pm" ? 12 : 0), minute)
    }

    private func numbers(_ fields: [Substring]) -> [Int]? {
        let numbers = fields.compactMap { field in
            field.count <= 4 && field.allSatisfy { $0.isASCII && $0.isNumber } ? Int(field) : nil
        }
        return numbers.count == fields.count && !numbers.isEmpty ? numbers : nil
    }

    // MARK: Results

    private func reading(_ date: Date, oddity: LocalInstant.Oddity? = nil) -> EndInput.Reading {
        let end = Date(timeIntervalSinceReferenceDate: date.timeIntervalSinceReferenceDate.rounded(.down))
        let odd: EndInput.Note? =
            switch oddity {
            case .skipped: .skipped
            case .repeated: .repeated
            case nil: nil
            }
        let notes = [EndInput.clockChange(from: now, to: end, in: home), odd].compactMap(\.self)
        return EndInput.Reading(end: .at(end), notes: notes)
    }

    private func failure(_ kind: EndInput.Failure.Kind) -> EndInput.Failure {
        let quoted = TextShape.quoted(typed)
        let day = LocalDay(of: now, in: zone).adding(days: 4).text
        let sentence =
            switch kind {
            case .empty: "An end is needed, for example \(day) 18:00, fri 18:00, +36h or max."
            case .unknownForm: "\(quoted) is no end that can be read; try \(day) 18:00, fri 18:00, +36h or max."
            case .noSuchDay: "\(quoted) names a day that does not exist; try \(day) 18:00."
            case .noSuchTime: "\(quoted) names a time that does not exist; try 18:00 or 6pm."
            case .tooLong: "\(quoted) is too long a time; try +36h, +2d, +1w or max."
            }
        return EndInput.Failure(kind: kind, sentence: sentence)
    }
}
