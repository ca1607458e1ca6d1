/// What the words of a local time say, one by one and in any order.
struct EndParts {
    /// "Next" before a weekday.
    private(set) var isNext = false
    private(set) var weekday: Int?
    /// The orders in which a date can be meant; more than one only where nothing tells which.
    private(set) var dates: [DateFields] = []
    /// A day so many days from today.
    private(set) var daysAhead: Int?
    /// The last day of this month.
    private(set) var isEndOfMonth = false
    /// The times that can be meant: two for `midnight`, which begins a day and ends one; none where only a day was typed.
    private(set) var times: [TimeOfDay] = []
    /// The zone that was typed: its offset from UTC in seconds.
    private(set) var zone: Int?

    private var isEvening = false
    private var month: Int?
    private var day: Int?
    private var year: Int?
    /// `27.11` and `18.00`, which may be a day or a time.
    private var dotted: String?
    /// Numbers alone: a day, a year or an hour.
    private var numbers: [String] = []

    /// - Parameter thisYear: tells a typed year from a time such as `1800`.
    init(_ words: [String], thisYear: Int) throws(EndFlaw) {
        for (index, word) in words.enumerated() { try take(word, isLast: index == words.count - 1) }
        try settleDotted()
        for index in numbers.indices { try settle(numbers[index], isLast: index == numbers.count - 1, thisYear) }
        if month != nil || day != nil || year != nil {
            guard let day, dates.isEmpty, month != nil || weekday != nil else { throw .unknown }
            dates = [DateFields(year: year, month: month, day: day)]
            if let wrong = dates.first(where: { !$0.isPossible }) { throw .noSuchDay(wrong) }
        }
        let days = [!dates.isEmpty, daysAhead != nil, isEndOfMonth].count { $0 }
        let isClear = isNext ? weekday != nil && days == 0 : days + (weekday == nil || !dates.isEmpty ? 0 : 1) <= 1
        guard isClear, hasDay || !times.isEmpty else { throw .unknown }
    }

    private var hasDay: Bool {
        weekday != nil || !dates.isEmpty || daysAhead != nil || isEndOfMonth || month != nil && day != nil
    }

    // MARK: Words

    private mutating func take(_ word: String, isLast: Bool) throws(EndFlaw) {
        switch word {
        case "at", "on", "by", "until", "till", "this", "the": break
        case "next": isNext = true
        case "today": try Self.fill(&daysAhead, with: 0)
        case "tonight":
            try Self.fill(&daysAhead, with: 0)
            isEvening = true
        case "tomorrow": try Self.fill(&daysAhead, with: 1)
        case "yesterday", "now": throw .past
        case "eom", "eomonth": isEndOfMonth = true
        case "noon", "midday": try take([TimeOfDay(hour: 12)])
        case "midnight": try take([TimeOfDay(hour: 0), TimeOfDay(hour: 24)])
        case "eod", "eoday": try take([TimeOfDay(hour: 18), .endOfDay])
        case "eow", "eoweek": throw .choice(["fri 18:00", "sun 23:59"])
        default: try takeValue(word, isLast: isLast)
        }
    }

    private mutating func takeValue(_ word: String, isLast: Bool) throws(EndFlaw) {
        if let weekday = EndNames.weekday(word) { return try Self.fill(&self.weekday, with: weekday) }
        if let month = EndNames.month(word) { return try Self.fill(&self.month, with: month) }
        if let time = try TimeOfDay(word) { return try take([time]) }
        if word.count <= 4, Int(digits: word) != nil { return numbers.append(word) }
        if let day = Self.ordinal(word) { return try Self.fill(&self.day, with: day) }
        if Self.isDotted(word) { return try Self.fill(&dotted, with: word) }
        let orders = try DateFields.orders(word)
        if !orders.isEmpty {
            guard dates.isEmpty else { throw .unknown }
            dates = orders
        } else if let offset = EndNames.zoneOffset(word) {
            try Self.fill(&zone, with: offset)
        } else {
            throw isLast && !times.isEmpty && word.allSatisfy(\.isLetter) && word.count <= 5 ? .zone(word) : .unknown
        }
    }

    private mutating func take(_ times: [TimeOfDay]) throws(EndFlaw) {
        guard self.times.isEmpty else { throw .unknown }
        self.times = times
    }

    private static func fill<Value>(_ slot: inout Value?, with value: Value) throws(EndFlaw) {
        guard slot == nil else { throw .unknown }
        slot = value
    }

    /// `1st`, `27th`
    private static func ordinal(_ word: String) -> Int? {
        ["st", "nd", "rd", "th"].contains(word.suffix(2)) && word.count <= 4 ? Int(digits: word.dropLast(2)) : nil
    }

    /// Two numbers with a full stop between them.
    private static func isDotted(_ word: String) -> Bool {
        let fields = word.split(separator: ".", omittingEmptySubsequences: false)
        return fields.count == 2 && fields.allSatisfy { $0.count <= 2 && Int(digits: $0) != nil }
    }

    // MARK: Numbers

    /// Takes `27.11` for a day and `18.00` for a time; where it can be either, the rest of the text decides.
    private mutating func settleDotted() throws(EndFlaw) {
        guard let dotted else { return }
        let clock = dotted.replacing(".", with: ":")
        var date: [DateFields] = []
        var time: TimeOfDay?
        do { date = try DateFields.orders(dotted) } catch {}
        do { time = try TimeOfDay(clock) } catch {}
        if let time, date.isEmpty || hasDay && times.isEmpty { return try take([time]) }
        guard !date.isEmpty else { throw .noSuchDay(nil) }
        if time != nil, times.isEmpty, numbers.isEmpty { throw .choice([dotted + ".", clock]) }
        guard dates.isEmpty else { throw .unknown }
        dates = date
    }

    /// Takes a number for the day of a month, a year or a time, in this order of preference.
    private mutating func settle(_ number: String, isLast: Bool, _ thisYear: Int) throws(EndFlaw) {
        guard let value = Int(digits: number) else { throw .unknown }
        if number.count <= 2, day == nil, month != nil || isDayOfWeekday(value, isLast: isLast) {
            day = value
        } else if number.count == 4, month != nil, year == nil,
            // What no clock shows is a year, however far.
            (thisYear - 1...thisYear + 10).contains(value) || value / 100 > 24 || value % 100 > 59
        {
            year = value
        } else if hasDay {
            var time = try TimeOfDay(number: number)
            if isEvening, number.count <= 2, time.hour < 12 { time.hour += 12 }
            try take([time])
        } else {
            throw .unknown
        }
    }

    /// Whether a number beside a weekday is its day, as in `Fri 27 18:00`, and not an hour as in `fri 9`.
    private func isDayOfWeekday(_ value: Int, isLast: Bool) -> Bool {
        weekday != nil && dates.isEmpty && !isNext && (value > 23 || !times.isEmpty || !isLast)
    }
}
