internal import FoundationEssentials

/// What a secret looks like in Base64 or hex: these characters, wherever in what was encoded it stood.
struct SecretEncoding: Hashable, Sendable {
    let characters: [Unicode.Scalar]
    private let ignoresCase: Bool
    /// How many of them give the secret away where a text ends within them.
    private let shortestCut: Int

    /// What is shorter is in any text by chance.
    private static let shortest = 6

    /// Every encoding of some bytes.
    ///
    /// - Parameter shortestCut: how many of the bytes give the secret away where a text ends within them.
    static func all(of bytes: [UInt8], shortestCut: Int) -> [SecretEncoding] {
        let digits = Array("0123456789abcdef".unicodeScalars)
        let hex = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let encodings =
            base64(bytes).map {
                SecretEncoding(characters: $0, ignoresCase: false, shortestCut: (shortestCut * 4 + 2) / 3)
            } + [SecretEncoding(characters: hex, ignoresCase: true, shortestCut: shortestCut * 2)]
        return encodings.filter { $0.characters.count >= shortest }
    }

    /// Where it ends in a text that holds it from some place on, or breaks off within it.
    func end(from start: Int, in text: [Unicode.Scalar]) -> Int? {
        var end = start
        for character in characters {
            guard end < text.count, (ignoresCase ? text[end].folded : text[end]) == character else {
                return end - start >= shortestCut && text.breaksOff(at: end) ? end : nil
            }
            end += 1
        }
        return end
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
