/// A way to write bytes as letters, some bits in each.
struct SecretEncoding {
    private let alphabet: [Unicode.Scalar]
    private let bits: Int

    private init(_ alphabet: String, bits: Int) {
        self.alphabet = Array(alphabet.unicodeScalars)
        self.bits = bits
    }

    /// Base64 in either alphabet, Base32 and hex. Case is not told apart, and what is no letter is left out of a text anyway.
    static let all = [
        SecretEncoding("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789+/", bits: 6),
        SecretEncoding("abcdefghijklmnopqrstuvwxyz234567", bits: 5),
        SecretEncoding("0123456789abcdef", bits: 4),
    ]

    /// The letters that do not depend on what stands before and after the bytes, for each of the places at which they can begin.
    func spellings(of bytes: [UInt8]) -> [[Unicode.Scalar]] {
        // After as many bytes the letters and the bytes begin together again.
        let period = [6: 3, 5: 5][bits] ?? 1
        return (0..<period).map { offset in
            let first = (offset * 8 + bits - 1) / bits
            let end = (offset + bytes.count) * 8 / bits
            return (first..<max(first, end)).map { letter in
                alphabet[(0..<bits).reduce(0) { $0 << 1 | bit(letter * bits + $1 - offset * 8, of: bytes) }]
            }
        }
    }

    /// How many letters say as much as some of the bytes.
    func letters(for bytes: Int) -> Int { (bytes * 8 + bits - 1) / bits }

    private func bit(_ place: Int, of bytes: [UInt8]) -> Int { Int(bytes[place / 8] >> (7 - place % 8)) & 1 }
}
