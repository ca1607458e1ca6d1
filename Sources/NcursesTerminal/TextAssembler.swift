/// Puts the bytes of UTF-8 together, however they are split; what is not UTF-8 becomes U+FFFD.
struct TextAssembler {
    private var partial: [UInt8] = []

    /// Whether a character has begun and not ended.
    var isIncomplete: Bool { !partial.isEmpty }

    /// Drops a character that has begun, in favour of its stand-in.
    mutating func abandon() -> Character {
        partial = []
        return "\u{FFFD}"
    }

    /// Takes a byte from 128 on. Returns the characters that it completes.
    mutating func take(_ byte: UInt8) -> [Character] {
        var characters: [Character] = []
        if UTF8.isContinuation(byte) {
            if partial.isEmpty { return ["\u{FFFD}"] }
        } else if isIncomplete {
            characters.append(abandon())
        }
        partial.append(byte)
        if let text = String(validating: partial, as: UTF8.self) {
            partial = []
            // The second set of control characters is no more text than the first.
            characters += text.filter { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } }
        } else if partial.count == 4 {
            characters.append(abandon())
        }
        return characters
    }
}
