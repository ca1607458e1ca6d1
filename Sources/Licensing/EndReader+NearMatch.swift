extension EndReader {
    /// The text with its one bad word put right or left out; nil where that does not make it readable.
    var suggestion: String? {
        // Nobody types more words than this for an end: such a text is something else.
        guard words.count <= 8 else { return nil }
        let leftOut: (String) -> [String] = { _ in [""] }
        for repair in [Self.nearWord, Self.completed, leftOut] {
            for index in words.indices {
                for word in repair(words[index]) {
                    var repaired = words
                    repaired[index] = word
                    let text = repaired.filter { !$0.isEmpty }.joined(separator: " ")
                    if isReadable(text) { return text }
                }
            }
        }
        return nil
    }

    /// The last day of the month in which a date names too late a day; nil where it names no month. A date without a year is
    /// of the next such month.
    func lastDay(of date: DateFields) -> LocalDay? {
        guard let month = date.month, date.day > 28 else { return nil }
        func last(in year: Int) -> LocalDay? {
            (28...31).compactMap { LocalDay(year: year, month: month, day: $0) }.last
        }
        if let year = date.year { return last(in: year) }
        let today = LocalDay(of: now, in: home)
        return last(in: today.year).flatMap { $0 >= today ? $0 : last(in: today.year + 1) }
    }

    /// Another day with the time and the zone that were typed.
    func text(onDay day: LocalDay) -> String {
        let kept = words.filter { word in
            word.contains(":") || word.hasSuffix("am") || word.hasSuffix("pm") || word == "noon"
                || EndNames.zoneOffset(word) != nil
        }
        return ([day.text] + kept).joined(separator: " ")
    }

    /// Whether another text can be read at this moment and in this zone, as an end that is not past.
    func liesAhead(_ text: String) -> Bool {
        do {
            guard case .at(let end) = try EndReader(text, now: now, zone: home).read().end else { return false }
            return end > now
        } catch {
            return false
        }
    }

    /// Whether another text can be read at this moment and in this zone.
    func isReadable(_ text: String) -> Bool {
        do {
            _ = try EndReader(text, now: now, zone: home).read()
            return true
        } catch {
            return false
        }
    }

    /// The known word that a mistyped one stands for. Few people get the first letter wrong.
    private static func nearWord(_ word: String) -> [String] {
        guard word.count > 1, word.count <= 12, word.allSatisfy(\.isLetter),
            let near = NearMatch.of(word, among: EndNames.known.filter { $0.first == word.first })
        else { return [] }
        var strange = near
        for letter in word {
            if let index = strange.firstIndex(of: letter) { strange.remove(at: index) }
        }
        return strange.count <= max(1, word.count / 3) ? [near] : []
    }

    /// What a number with something wrong behind it can be: `9x` is 9:00, `18h00` is 18:00, `+3x` is +3h.
    private static func completed(_ word: String) -> [String] {
        let sign = word.prefix { $0 == "+" }
        let body = word.dropFirst(sign.count)
        let digits = body.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, body.count <= 20 else { return [] }
        let rest = body.dropFirst(digits.count)
        let minutes = rest.drop { !$0.isNumber }.prefix(while: \.isNumber)
        let head = body.prefix { $0.isNumber || ":.-/".contains($0) }
        let time = digits + ":" + minutes + (minutes.isEmpty ? "00" : minutes.count == 1 ? "0" : "")
        return (sign.isEmpty ? [String(time)] : []) + [String(sign + digits + "h"), String(sign + head)]
    }
}
