/// One word of a search, found in a text whatever the case of its letters.
struct SearchWord {
    private let text: String
    /// Its bytes where they are ASCII, for which nothing has to be made anew to look at a text.
    private let bytes: [UInt8]?

    /// - Parameter word: in lower case.
    init(_ word: some StringProtocol) {
        text = String(word)
        bytes = word.utf8.allSatisfy { $0 < 0x80 } ? Array(word.utf8) : nil
    }

    func isIn(_ field: String) -> Bool {
        guard let bytes else { return field.lowercased().contains(text) }
        var field = field
        return field.withUTF8 { field in
            guard field.count >= bytes.count else { return false }
            return (0...(field.count - bytes.count)).contains { start in
                bytes.indices.allSatisfy { Self.lowered(field[start + $0]) == bytes[$0] }
            }
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
