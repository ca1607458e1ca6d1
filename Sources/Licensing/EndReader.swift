internal import FoundationEssentials

/// The grammar of ``EndInput``.
struct EndReader {
    let typed: String
    let now: Date
    /// The operator's zone, in which local times are meant unless they typed another, and which clock changes are told of.
    let home: LocalZone
    let words: [String]

    init(_ text: String, now: Date, zone: LocalZone) {
        typed = text
        self.now = now
        home = zone
        words = EndWords.of(text)
    }

    func read() throws(EndFlaw) -> EndInput.Reading {
        guard let first = words.first else { throw .empty }
        if isMaximum { return EndInput.Reading(end: .maximum, notes: []) }
        if words.count == 1, first.hasPrefix("@"), let seconds = Double(first.dropFirst()), seconds < 1e11 {
            return reading(Date(timeIntervalSince1970: seconds))
        }
        if words.count == 1, first.count <= 7,
            first.drop(while: { $0 == "+" }).allSatisfy({ $0.isASCII && $0.isNumber })
        {
            throw first == "+" ? .unknown : .number(first)
        }
        if let length = try length() { return reading(now.addingTimeInterval(length)) }
        return try LocalEnd(EndParts(words, thisYear: LocalDay(of: now, in: home).year), self).read()
    }

    /// `max`, and `max borrow time` as the form says.
    private var isMaximum: Bool {
        words == ["max"] || words == ["maximum"] || words == ["max", "borrow", "time"]
    }

    // MARK: Lengths

    /// Seconds of a length: `36h`, `+2d`, `1w 12h`, `in 2 days`.
    func length() throws(EndFlaw) -> TimeInterval? {
        let counted = words.first == "in" || words.first == "for" ? words.dropFirst() : words[...]
        let isPast = counted.first?.first == "-" || counted.last == "ago"
        if counted.first?.contains(where: \.isNumber) == true { try refuseFraction() }
        let spelled = counted.filter { $0 != "and" && $0 != "ago" }.map { $0 == "a" || $0 == "an" ? "1" : $0 }
        let unitless = zip(spelled, spelled.dropFirst()).first {
            $0.last?.isNumber == true && $1.first?.isNumber == true
        }
        var rest = spelled.joined(separator: "").drop { $0 == "+" || $0 == "-" }
        var total = 0
        var isLength = false
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let name = String(rest.dropFirst(digits.count).prefix(while: \.isLetter))
            rest = rest.dropFirst(digits.count + name.count)
            guard !digits.isEmpty else { return nil }
            if EndNames.calendarUnits.contains(name) || name == "m" && hasCapitalM { throw .calendarUnit }
            if EndNames.seconds.contains(name) { throw .seconds }
            guard let unit = EndNames.units[name] else { return nil }
            guard let count = Int(digits: digits) else { throw .tooLong }
            total += count * unit
            isLength = true
        }
        // `1 5h` is no 15 hours.
        if isLength, let unitless { throw .number(unitless.0) }
        guard total <= Self.longest else { throw .tooLong }
        if isLength, isPast { throw .past }
        return isLength ? TimeInterval(total) : nil
    }

    /// Whether a unit was typed as `M`, which elsewhere is a month.
    private var hasCapitalM: Bool {
        typed.split(whereSeparator: \.isWhitespace).contains { $0.drop { !$0.isLetter } == "M" }
    }

    /// Ten years in seconds: no license is borrowed for longer, so a longer text is a slip.
    static let longest = 3653 * 86_400

    // MARK: Results

    /// The reading of an instant, which is cut to whole seconds: rounded up, `+7d` would lie beyond a limit of 7 days.
    func reading(_ date: Date, _ notes: [EndInput.Note] = []) -> EndInput.Reading {
        let end = Date(timeIntervalSinceReferenceDate: date.timeIntervalSinceReferenceDate.rounded(.down))
        let change = EndInput.clockChange(from: now, to: end, in: home)
        return EndInput.Reading(end: .at(end), notes: (change.map { [$0] } ?? []) + notes)
    }
}
