/// What a text is searched for: a secret as it is read in one way, or in one encoding.
///
/// It is found by its letters and digits alone. So it is found without its dashes, with blanks between its letters, quoted in
/// whatever way, and by its beginning, where a text breaks off within it or goes on with something else.
struct SecretPattern: Hashable, Sendable {
    private let secret: Reading
    /// Which of its characters are searched for: the letters, or all where there are too few of them.
    private let sought: [Int]
    private let values: [UInt32]
    private let goesByLetters: Bool
    /// As much of its beginning as gives it away.
    private let shortestCut: Int
    /// As much of its beginning as gives it away where that stands alone and is no mere word.
    private let shortestPart: Int?
    /// For each beginning, how long the longest beginning is that it ends with.
    private let borders: [Int]

    /// What is shorter is in any text by chance.
    private static let shortest = 4
    /// As many letters are in no text by chance, whatever stands between them.
    private static let longEnough = 8
    /// As many letters are a word that anybody may say.
    private static let longestWord = 11
    /// A person may see the last four characters of a key, and so no more than four of its first.
    private static let shortestPart = 5

    private init?(_ secret: Reading, shortestCut: Int, shortestPart: Int?) {
        self.secret = secret
        goesByLetters = secret.letters.count >= Self.shortest
        sought = goesByLetters ? secret.letters : Array(secret.characters.indices)
        guard sought.count >= Self.shortest else { return nil }
        values = sought.map { secret.characters[$0] }
        (self.shortestCut, self.shortestPart) = (shortestCut, shortestPart)
        var borders = [0]
        borders.reserveCapacity(values.count)
        for value in values.dropFirst() {
            var length = borders[borders.count - 1]
            while length > 0, values[length] != value { length = borders[length - 1] }
            borders.append(values[length] == value ? length + 1 : 0)
        }
        self.borders = borders
    }

    /// By what is searched for: hardly two are told apart by the rest alone.
    func hash(into hasher: inout Hasher) { hasher.combine(values) }

    /// All that a secret is searched for by; nothing where it is too short.
    static func all(of secret: String) -> Set<SecretPattern> {
        let scalars = Array(secret.unicodeScalars)
        var readings = [Reading(asWritten: scalars), Reading(unescaping: scalars)]
        // Who does not know a character leaves it out, or puts something else for it.
        let known = Reading(asWritten: scalars.filter(\.isASCII))
        if known.letters.count >= longEnough { readings.append(known) }
        let spelled = readings.compactMap {
            SecretPattern($0, shortestCut: longEnough, shortestPart: shortestPart)
        }
        guard scalars.count >= shortest else { return [] }
        let encoded = SecretEncoding.all.flatMap { encoding in
            encoding.spellings(of: Array(secret.utf8)).filter { $0.count >= 6 }.compactMap {
                SecretPattern(
                    Reading(asWritten: $0), shortestCut: encoding.letters(for: longEnough), shortestPart: nil)
            }
        }
        return Set(spelled + encoded)
    }

    /// Where a text holds it, as it is written there. One pass, whatever the text is.
    func finds(in text: Reading) -> [Range<Int>] {
        let places = goesByLetters ? text.letters : Array(text.characters.indices)
        var finds: [Range<Int>] = []
        var longest: (length: Int, span: ClosedRange<Int>)?
        func keep() { if let longest { finds.append(written(longest.length, in: longest.span, of: text)) } }
        var length = 0
        for (number, place) in places.enumerated() {
            let value = text.characters[place]
            while length > 0, length == values.count || values[length] != value { length = borders[length - 1] }
            if values[length] == value { length += 1 }
            guard length >= Self.shortest else { continue }
            let span = places[number + 1 - length]...place
            guard gives(length, in: span, of: text) else { continue }
            if longest?.span.lowerBound != span.lowerBound { keep() }
            longest = (length, span)
        }
        keep()
        return finds
    }

    /// Whether so much of its beginning, in these characters of a text, gives it away.
    private func gives(_ length: Int, in span: ClosedRange<Int>, of text: Reading) -> Bool {
        let between = span.count - length
        let own = sought[length - 1] - sought[0] + 1 - length
        guard length >= Self.longEnough || between <= own else { return false }
        if length == values.count { return true }
        guard let shortestPart else { return length >= shortestCut }
        guard length <= Self.longestWord else { return true }
        // A word that is missing where everybody expects it says that the secret begins with it.
        guard between > 0 || text.characters[span].contains(where: \.isDigit) else {
            return length >= shortestCut && text.breaksOff(after: span.upperBound)
        }
        return length >= shortestCut
            || length >= shortestPart && !text.isLetter(at: span.lowerBound - 1)
                && !text.isLetter(at: span.upperBound + 1)
    }

    /// Where it is written, with those of its own characters around that are no letters.
    private func written(_ length: Int, in span: ClosedRange<Int>, of text: Reading) -> Range<Int> {
        var (first, last) = (span.lowerBound, span.upperBound)
        for own in stride(from: sought[0] - 1, through: 0, by: -1) {
            guard first > 0, text.characters[first - 1] == secret.characters[own] else { break }
            first -= 1
        }
        if goesByLetters {
            for own in secret.characters[(sought[length - 1] + 1)...] {
                guard !own.isLetter, last + 1 < text.characters.count, text.characters[last + 1] == own else { break }
                last += 1
            }
        }
        return text.places[first].lowerBound..<text.places[last].upperBound
    }
}

extension Reading {
    /// Whether a text ends after a place, or puts dots for what was left out.
    fileprivate func breaksOff(after place: Int) -> Bool {
        let rest = characters[(place + 1)...].prefix(2)
        return rest.isEmpty || rest.first == ("…" as Unicode.Scalar).value
            || rest.elementsEqual(repeatElement(("." as Unicode.Scalar).value, count: 2))
    }

    fileprivate func isLetter(at place: Int) -> Bool {
        characters.indices.contains(place) && characters[place].isLetter
    }
}
