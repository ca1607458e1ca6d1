internal import FoundationEssentials

/// What is wrong with a typed end.
enum EndFlaw: Error, Hashable {
    case empty, unknown, noSuchTime, tooLong, past
    /// A date that no calendar has; nil where it cannot be told what was meant for one.
    case noSuchDay(DateFields?)
    /// It can be read in several ways: what to type for each.
    case choice([String])
    /// A number whose unit is missing.
    case number(String)
    /// A length with a fraction: what to type for it, where that can be read.
    case fraction([String])
    /// A length in seconds.
    case seconds
    /// A month or a year, which has no fixed length.
    case calendarUnit
    /// A date that is another weekday than was typed: what the date is, what was typed, and what to type for each.
    case otherWeekday(Int, typed: Int, [String])
    /// A word where a zone might stand.
    case zone(String)
}

extension EndReader {
    /// The flaw in words, with what was probably meant.
    func failure(_ flaw: EndFlaw) -> EndInput.Failure {
        let quoted = TextShape.quoted(typed)
        switch flaw {
        case .empty: return refused(.empty, "An end is needed, for example \(examples).")
        case .unknown:
            let near = suggestion
            let help = near.map { "Did you mean \($0)?" } ?? "Try \(examples)."
            return refused(.unknownForm, "Not a time: \(quoted). \(help)", near.map { [$0] } ?? [])
        case .noSuchDay(let date):
            let near = date.flatMap(lastDay)
            let texts = near.map { [text(onDay: $0)] }?.filter(liesAhead) ?? []
            let month = near.map { "\(EndNames.title(month: $0.month)) \($0.year) has \($0.day) days" }
            let help = texts.first.map { "; type \($0)" } ?? ""
            let whatIsWrong = month.map { $0 + help } ?? "\(quoted) names a day that does not exist; try \(day) 18:00"
            return refused(.noSuchDay, whatIsWrong + ".", texts)
        case .noSuchTime: return refused(.noSuchTime, "\(quoted) names a time that does not exist; try 18:00 or 6pm.")
        case .tooLong: return refused(.tooLong, "\(quoted) is too long a time; try +36h, +2d, +1w or max.")
        case .past: return refused(.past, "\(quoted) is past, and an end lies ahead; try \(day) 18:00 or +36h.")
        case .choice(let texts):
            return refused(.ambiguous, "\(quoted) can be read in two ways: type \(texts.alternatives).", texts)
        case .number(let number):
            let texts = units(number)
            guard !texts.isEmpty else { return failure(.tooLong) }
            return refused(.ambiguous, "\(number) what? Type \(texts.alternatives).", texts)
        case .fraction(let all):
            let texts = all.filter(isReadable)
            let help = texts.isEmpty ? ", as in 1h30m" : ": type \(texts.alternatives)"
            return refused(.unknownForm, "Lengths are whole numbers\(help).", texts)
        case .seconds: return refused(.unknownForm, "\(quoted): seconds are not read; type +1m for a minute.")
        case .calendarUnit:
            return refused(.ambiguous, "\(quoted): months and years differ in length; type +30d, or +1m for a minute.")
        case .otherWeekday(let weekday, let other, let texts):
            let (itIs, isNot) = (EndNames.title(weekday: weekday), EndNames.title(weekday: other))
            return refused(.ambiguous, "That day is a \(itIs), not a \(isNot): type \(texts.alternatives).", texts)
        case .zone(let name):
            let zone = TextShape.quoted(name.uppercased())
            return refused(.unknownForm, "\(zone) is no zone that can be read: write UTC, or an offset such as UTC+1.")
        }
    }

    private func refused(
        _ kind: EndInput.Failure.Kind, _ sentence: String, _ suggestions: [String] = []
    ) -> EndInput.Failure {
        EndInput.Failure(kind: kind, sentence: sentence, suggestions: suggestions)
    }

    /// A day a few days from now, for examples.
    private var day: String { LocalDay(of: now, in: home).adding(days: 4).text }

    private var examples: String { "\(day) 18:00, fri 18:00, +36h or max" }

    /// What a number alone can have meant: `18` is 18:00, 18h or 18d.
    private func units(_ number: String) -> [String] {
        let time = number.count > 2 ? number.dropLast(2) + ":" + number.suffix(2) : number + ":00"
        return [time, number + "h", number + "d"].filter(isReadable)
    }
}
