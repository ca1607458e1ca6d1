extension ZoneRule {
    /// Reads a rule; nil for what is none.
    init?(_ text: String) {
        var reader = RuleReader(rest: Array(text.utf8)[...])
        guard let rule = reader.rule(), reader.rest.isEmpty else { return nil }
        self = rule
    }
}

/// Reads a rule from its beginning to its end. Each function takes what it names, or gives nil.
private struct RuleReader {
    var rest: ArraySlice<UInt8>

    mutating func rule() -> ZoneRule? {
        guard name(), let behind = time(upTo: 24) else { return nil }
        if rest.isEmpty { return ZoneRule(standard: -behind, saving: nil) }
        guard name() else { return nil }
        var offset = 3600 - behind
        if let first = rest.first, first != UInt8(ascii: ",") {
            guard let behind = time(upTo: 24) else { return nil }
            offset = -behind
        }
        // As the C library has it where nothing is said: the rule of the United States.
        if rest.isEmpty { rest = Array(",M3.2.0,M11.1.0".utf8)[...] }
        guard take(","), let start = moment(), take(","), let end = moment() else { return nil }
        return ZoneRule(
            standard: -behind, saving: ZoneRule.Saving(offset: offset, start: start, end: end))
    }

    /// An abbreviation, which says nothing of the times: at least three letters, or anything of a kind in `<…>`.
    private mutating func name() -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
        func isOther(_ byte: UInt8) -> Bool { (48...57).contains(byte) || byte == 43 || byte == 45 }
        let isQuoted = take("<")
        let length = rest.prefix { isLetter($0) || isQuoted && isOther($0) }.count
        rest = rest.dropFirst(length)
        return length >= 3 && (!isQuoted || take(">"))
    }

    private mutating func moment() -> ZoneRule.YearlyMoment? {
        guard let day = day() else { return nil }
        guard take("/") else { return ZoneRule.YearlyMoment(day: day, seconds: 7200) }
        return time(upTo: 167).map { ZoneRule.YearlyMoment(day: day, seconds: $0) }
    }

    private mutating func day() -> ZoneRule.YearlyDay? {
        if take("J") { return number(in: 1...365).map { .withoutLeapDay($0) } }
        guard take("M") else { return number(in: 0...365).map { .withLeapDay($0) } }
        guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."),
            let weekday = number(in: 0...6)
        else { return nil }
        return .weekday(weekday, week: week, month: month)
    }

    /// Seconds of `2`, `-2:30`, `+02:30:15`.
    private mutating func time(upTo hours: Int) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hour = number(in: 0...hours) else { return nil }
        var seconds = hour * 3600
        for unit in [60, 1] {
            guard take(":") else { break }
            guard let count = number(in: 0...59) else { return nil }
            seconds += count * unit
        }
        return sign * seconds
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        rest = rest.dropFirst(digits.count)
        guard (1...3).contains(digits.count) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return range.contains(value) ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}
