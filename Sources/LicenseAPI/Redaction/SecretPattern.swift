internal import FoundationEssentials

/// One secret, and the forms in which a text can hold it.
struct SecretPattern: Hashable, Sendable {
    /// The secret's characters, in lower case.
    private let letters: [Unicode.Scalar]
    /// The secret as it is, where it is so short that it counts only as a word of its own.
    private let word: [Unicode.Scalar]?
    /// What its Base64 has in common wherever the secret begins in what was encoded.
    private let encoded: [[Unicode.Scalar]]
    /// Whether a text may leave its dashes out.
    private let dashesAreOptional: Bool
    /// For each ASCII character, whether a form of the secret can begin with it: most of a text is passed over by it.
    private let mayBegin: [Bool]

    private static let shortest = 4
    /// Base64 shorter than this is in any text by chance.
    private static let shortestEncoded = 6

    init(_ secret: String) {
        let scalars = Array(secret.unicodeScalars)
        letters = scalars.map(\.folded)
        word = scalars.count < Self.shortest ? scalars : nil
        encoded = Self.base64(Array(secret.utf8)).filter { $0.count >= Self.shortestEncoded }
        dashesAreOptional = letters.count { $0 != "-" } >= Self.shortest
        let beginnings = Set(encoded.compactMap(\.first) + letters.prefix(1) + ["%", "\\"])
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
        return encoded.first { text[start...].starts(with: $0) }.map { start + $0.count }
    }

    /// Where the rest of the secret ends, if the text goes on with it.
    private func end(of letter: Int, from start: Int, in text: [Unicode.Scalar]) -> Int? {
        var (letter, start) = (letter, start)
        while letter < letters.count {
            let wanted = letters[letter]
            let asItIs = start < text.count && text[start].folded == wanted
            if let escaped = EscapedScalar.read(at: start, in: text), escaped.scalar.folded == wanted {
                // A text can be read both ways where the secret itself holds what looks like an escape.
                if asItIs, let end = end(of: letter + 1, from: start + escaped.length, in: text) { return end }
                start += asItIs ? 1 : escaped.length
            } else if asItIs {
                start += 1
            } else if wanted != "-" || letter == 0 || !dashesAreOptional {
                return nil
            }
            letter += 1
        }
        return start
    }

    /// The characters of the Base64 of the bytes that do not depend on what stands before and after them, for each of the
    /// three places at which they can begin; in both alphabets.
    private static func base64(_ bytes: [UInt8]) -> [[Unicode.Scalar]] {
        (0..<3).flatMap { offset -> [[Unicode.Scalar]] in
            let padded = Data([UInt8](repeating: 0, count: offset) + bytes)
            let first = (offset * 8 + 5) / 6
            let whole = padded.count * 8 / 6
            guard first < whole else { return [] }
            let text = Array(padded.base64EncodedString().unicodeScalars)[first..<whole]
            let other = text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
            return other == Array(text) ? [other] : [Array(text), other]
        }
    }
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
    fileprivate var folded: Unicode.Scalar {
        if isASCII { return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self }
        let lower = properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? self : self
    }

    fileprivate var isInWord: Bool { properties.isAlphabetic || properties.numericType != nil || self == "_" }
}
