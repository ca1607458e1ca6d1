/// One secret, and the forms in which a text can hold it.
struct SecretPattern: Hashable, Sendable {
    /// The secret's characters, in lower case.
    private let letters: [Unicode.Scalar]
    /// The secret as it is, where it is so short that it counts only as a word of its own.
    private let word: [Unicode.Scalar]?
    /// The secret in Base64 and in hex.
    private let encodings: [SecretEncoding]
    /// Whether a text may leave its dashes out, or write something else for them.
    private let dashesAreOptional: Bool
    /// For each ASCII character, whether a form of the secret can begin with it: most of a text is passed over by it.
    private let mayBegin: [Bool]

    private static let shortest = 4
    /// As much of a secret's beginning as gives it away where a text ends within it.
    private static let shortestCut = 8

    init(_ secret: String) {
        let scalars = Array(secret.unicodeScalars)
        letters = scalars.map(\.folded)
        word = scalars.count < Self.shortest ? scalars : nil
        encodings = SecretEncoding.all(of: Array(secret.utf8), shortestCut: Self.shortestCut)
        dashesAreOptional = letters.count { $0 != "-" } >= Self.shortest
        let beginnings = Set(encodings.compactMap(\.characters.first) + letters.prefix(1) + ["%", "\\"])
        mayBegin = (0..<128).map { number in
            let scalar = Unicode.Scalar(UInt8(number))
            return beginnings.contains(scalar) || beginnings.contains(scalar.folded)
        }
    }

    /// Where a text holds it.
    func finds(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var finds: [Range<Int>] = []
        var start = 0
        while start < text.count {
            let isCandidate = !text[start].isASCII || mayBegin[Int(text[start].value)]
            if isCandidate, let end = end(from: start, in: text) {
                finds.append(start..<end)
                start = end
            } else {
                start += 1
            }
        }
        return finds
    }

    private func end(from start: Int, in text: [Unicode.Scalar]) -> Int? {
        if let word {
            guard text[start...].starts(with: word) else { return nil }
            let end = start + word.count
            let isWithin = start > 0 && text[start - 1].isInWord || end < text.count && text[end].isInWord
            return isWithin ? nil : end
        }
        if let end = end(of: 0, from: start, in: text) { return end }
        for encoding in encodings { if let end = encoding.end(from: start, in: text) { return end } }
        return nil
    }

    /// Where the rest of the secret ends, if the text goes on with it, or breaks off within it.
    private func end(of letter: Int, from start: Int, in text: [Unicode.Scalar]) -> Int? {
        var (letter, start) = (letter, start)
        while letter < letters.count {
            // A text can be read in more ways than one where the secret itself holds what looks like an escape.
            let ways = ways(of: letter, at: start, in: text)
            guard let last = ways.last else {
                return letter >= Self.shortestCut && text.breaksOff(at: start) ? start : nil
            }
            for way in ways.dropLast() {
                if let end = end(of: letter + 1, from: start + way, in: text) { return end }
            }
            start += last
            letter += 1
        }
        return start
    }

    /// How many characters of a text can stand for one of the secret.
    private func ways(of letter: Int, at start: Int, in text: [Unicode.Scalar]) -> [Int] {
        let wanted = letters[letter]
        let isDash = wanted == "-" && letter > 0 && dashesAreOptional
        func fits(_ scalar: Unicode.Scalar) -> Bool {
            scalar.folded == wanted || isDash && (scalar == "_" || scalar.properties.isWhitespace)
        }
        var ways: [Int] = []
        if let escaped = EscapedScalar.read(at: start, in: text), fits(escaped.scalar) { ways.append(escaped.length) }
        if start < text.count, fits(text[start]) { ways.append(1) }
        if isDash { ways.append(0) }
        return ways
    }
}

extension [Unicode.Scalar] {
    /// Whether nothing follows but the dots that stand for what was left out.
    func breaksOff(at start: Int) -> Bool { self[start...].allSatisfy { $0 == "." || $0 == "…" } }
}

/// A character that a text writes as an escape: `%41`, `\u0041` or `\/`.
private struct EscapedScalar {
    var scalar: Unicode.Scalar
    var length: Int

    /// Reads an escape; nil where there is none.
    static func read(at start: Int, in text: [Unicode.Scalar]) -> EscapedScalar? {
        guard start + 1 < text.count else { return nil }
        switch text[start] {
        case "%": return percent(at: start, in: text)
        case "\\" where text[start + 1] == "u": return unicode(at: start, in: text)
        case "\\": return EscapedScalar(scalar: text[start + 1], length: 2)
        default: return nil
        }
    }

    /// As many `%XX` as one character has bytes in UTF-8.
    private static func percent(at start: Int, in text: [Unicode.Scalar]) -> EscapedScalar? {
        var bytes: [UInt8] = []
        var position = start
        while bytes.count < 4, position + 2 < text.count, text[position] == "%",
            let byte = number(text[position + 1...position + 2])
        {
            bytes.append(UInt8(byte))
            position += 3
            if let text = String(validating: bytes, as: UTF8.self), let only = text.unicodeScalars.first {
                return EscapedScalar(scalar: only, length: position - start)
            }
        }
        return nil
    }

    /// `\uXXXX`, or two of them for a character beyond the first 65,536.
    private static func unicode(at start: Int, in text: [Unicode.Scalar]) -> EscapedScalar? {
        var units: [UInt16] = []
        var position = start
        while units.count < 2, position + 5 < text.count, text[position] == "\\", text[position + 1] == "u",
            let unit = number(text[position + 2...position + 5])
        {
            units.append(UInt16(unit))
            position += 6
            if let text = String(validating: units, as: UTF16.self), let only = text.unicodeScalars.first {
                return EscapedScalar(scalar: only, length: position - start)
            }
        }
        return nil
    }

    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
        guard digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        return Int(String(String.UnicodeScalarView(digits)), radix: 16)
    }
}

extension Unicode.Scalar {
    /// The same in lower case, as far as that is one character.
    var folded: Unicode.Scalar {
        if isASCII { return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self }
        let lower = properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? self : self
    }

    fileprivate var isInWord: Bool { properties.isAlphabetic || properties.numericType != nil || self == "_" }
}
