/// A secret that is so short that it counts only as a word of its own, in its own spelling.
struct SecretWord: Hashable, Sendable {
    private let word: [Unicode.Scalar]

    /// Nil where the secret is longer.
    init?(_ secret: String) {
        word = Array(secret.unicodeScalars)
        guard word.count < 4 else { return nil }
    }

    /// Where a text holds it.
    func finds(in text: [Unicode.Scalar]) -> [Range<Int>] {
        text.indices.filter { start in
            guard text[start...].starts(with: word) else { return false }
            let end = start + word.count
            return !(start > 0 && text[start - 1].isInWord || end < text.count && text[end].isInWord)
        }.map { $0..<$0 + word.count }
    }
}

extension Unicode.Scalar {
    fileprivate var isInWord: Bool { properties.isAlphabetic || properties.numericType != nil || self == "_" }
}
