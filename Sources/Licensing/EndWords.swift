/// The words of a typed end, each in the one spelling that ``EndParts`` reads.
enum EndWords {
    /// Splits a text: in lower case, without commas and full stops, what belongs together in one word.
    static func of(_ text: String) -> [String] {
        // What stands behind an equals sign, as in `18:00 UTC+1 = 17:00 UTC`, says the same once more.
        let said = text.lowercased().split(separator: "=").first ?? ""
        let words = said.split { $0.isWhitespace || $0 == "," }.flatMap { split(withoutStops($0)) }
        return joined(withoutEndOf(words))
    }

    /// `end of the month` and `end of month` as one word, `eomonth`.
    private static func withoutEndOf(_ words: [String]) -> [String] {
        guard let index = words.firstIndex(of: "end"), words[index...].dropFirst().first == "of" else { return words }
        let after = words[(index + 2)...]
        let named = after.first == "the" ? after.dropFirst() : after
        guard let name = named.first else { return words }
        return words[..<index] + ["eo" + name] + named.dropFirst()
    }

    /// `nov.` and `p.m.` without their full stops, which numbers keep.
    private static func withoutStops(_ word: Substring) -> String {
        word.contains(where: \.isNumber) ? String(word) : word.filter { $0 != "." }
    }

    /// Takes apart what is written as one word: `2026-11-27t18:00`, `18:00utc+1`, `27nov`, `27-nov-2026`.
    private static func split(_ word: String) -> [String] {
        let halves = word.split(separator: "t", omittingEmptySubsequences: false)
        if halves.count == 2, let last = halves[0].last, last.isNumber, let first = halves[1].first, first.isNumber {
            return [String(halves[0])] + split(String(halves[1]))
        }
        let clock = word.prefix { $0.isNumber || $0 == ":" || $0 == "." }
        let rest = word.dropFirst(clock.count)
        let isZone = clock.contains(":") && rest.first.map("zug+-".contains) ?? false
        if !clock.isEmpty, isZone || EndNames.month(rest) != nil { return [String(clock), String(rest)] }
        let fields = word.split { $0 == "-" || $0 == "/" }.map(String.init)
        return fields.contains { EndNames.month($0) != nil } ? fields : [word]
    }

    /// Puts together what is written as two words: `6 pm`, `utc +1`.
    private static func joined(_ words: [String]) -> [String] {
        var result: [String] = []
        for word in words {
            if let last = result.last, isJoined(last, word) {
                result[result.count - 1] = last + word
            } else {
                result.append(word)
            }
        }
        return result
    }

    private static func isJoined(_ word: String, _ next: String) -> Bool {
        switch next {
        case "am", "pm": word.first?.isNumber == true && word.allSatisfy { $0.isNumber || $0 == ":" || $0 == "." }
        default: (word == "utc" || word == "gmt") && (next.first == "+" || next.first == "-")
        }
    }
}

/// The names that occur in ends.
enum EndNames {
    /// Monday first, as ``LocalDay/weekday`` counts.
    static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// Seconds of each unit, by its names.
    static let units = [
        "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600,
        "hours": 3600, "d": 86_400, "day": 86_400, "days": 86_400, "w": 604_800, "week": 604_800, "weeks": 604_800,
    ]

    /// A unit that is too short for an end.
    static let seconds: Set = ["s", "sec", "secs", "second", "seconds"]

    /// Units that have no fixed length.
    static let calendarUnits: Set = ["mo", "month", "months", "y", "year", "years"]

    /// Hours ahead of UTC of the abbreviations that name one zone only; `CST`, `IST` and others name several.
    static let zones = ["utc": 0, "gmt": 0, "z": 0, "wet": 0, "cet": 1, "cest": 2, "eet": 2, "eest": 3]

    /// Words that a mistyped one is held against.
    static let known =
        weekdays + weekdays.map { String($0.prefix(3)) } + months + months.map { String($0.prefix(3)) }
        + units.keys.filter { $0.count >= 3 }.sorted(by: >)
        + ["today", "tomorrow", "tonight", "noon", "midnight", "next", "max", "maximum", "utc"]

    /// `Monday` for 0 to `Sunday` for 6.
    static func title(weekday: Int) -> String {
        weekdays[weekday].prefix(1).uppercased() + weekdays[weekday].dropFirst()
    }

    /// `January` for 1 to `December` for 12.
    static func title(month: Int) -> String { months[month - 1].prefix(1).uppercased() + months[month - 1].dropFirst() }

    /// 0 for Monday to 6 for Sunday, by at least three letters.
    static func weekday(_ word: some StringProtocol) -> Int? { index(of: word, in: weekdays) }

    /// 1 to 12, by at least three letters.
    static func month(_ word: some StringProtocol) -> Int? { index(of: word, in: months).map { $0 + 1 } }

    private static func index(of word: some StringProtocol, in names: [String]) -> Int? {
        word.count >= 3 ? names.firstIndex { $0.hasPrefix(word) } : nil
    }

    /// Seconds ahead of UTC: `utc`, `cet`, `utc+5:45`, `gmt-3`, `+01:00`, `-0330`.
    static func zoneOffset(_ word: String) -> Int? {
        if let hours = zones[word] { return hours * 3600 }
        let number = word.hasPrefix("utc") || word.hasPrefix("gmt") ? word.dropFirst(3) : word[...]
        guard let sign = number.first, sign == "+" || sign == "-" else { return nil }
        var fields = number.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        if fields.count == 1, fields[0].count == 4 { fields = [fields[0].prefix(2), fields[0].suffix(2)] }
        guard fields.count <= 2, fields[0].count <= 2, fields.count == 1 || fields[1].count == 2,
            let hours = Int(digits: fields[0]), let minutes = fields.count == 2 ? Int(digits: fields[1]) : 0,
            hours <= 14, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (sign == "-" ? -60 : 60)
    }
}

extension Int {
    /// A number of up to six digits and nothing else.
    init?(digits text: some StringProtocol) {
        guard (1...6).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        self.init(String(text))
    }

    /// At least two digits: `07`.
    var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
