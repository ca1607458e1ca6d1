/// The members of a JSON text that are secret by their name, whether or not their value is known.
enum SecretMembers {
    private static let names: Set<String> = [
        "license_key", "password", "new_password", "id_token", "access_token", "refresh_token", "client_secret",
        "api_key",
        "shared_key",
    ]

    /// Where the texts lie that such members hold, without their quotes.
    static func values(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        var name: Range<Int>?
        while position < text.count {
            guard text[position] == "\"" else {
                // A name stands before its value with nothing but a colon and blanks between.
                if !text[position].properties.isWhitespace, text[position] != ":" { name = nil }
                position += 1
                continue
            }
            let content = self.content(from: position + 1, in: text)
            if let known = name {
                if isSecret(text[known]), !content.isEmpty { found.append(content) }
                name = nil
            } else {
                name = content
            }
            position = content.upperBound + 1
        }
        return found
    }

    /// A JSON string's content, up to its closing quote.
    private static func content(from start: Int, in text: [Unicode.Scalar]) -> Range<Int> {
        var end = start
        while end < text.count, text[end] != "\"" { end += text[end] == "\\" ? 2 : 1 }
        return start..<min(end, text.count)
    }

    private static func isSecret(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
        names.contains(String(String.UnicodeScalarView(name)).lowercased())
    }
}
