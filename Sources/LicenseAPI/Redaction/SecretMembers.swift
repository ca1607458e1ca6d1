/// The members of a JSON text that are secret by their name, whether or not their value is known; those of JSON within a
/// string, too.
enum SecretMembers {
    private static let names: Set<String> = [
        "license_key", "password", "new_password", "id_token", "access_token", "refresh_token", "client_secret",
        "api_key",
        "shared_key",
    ]

    /// Where the texts lie that such members hold, without their quotes.
    ///
    /// - Parameter text: read with its escapes resolved; what tells an inner quote from an outer one is how long it is written.
    static func values(in text: Reading) -> [Range<Int>] {
        let quotes = text.characters.indices.filter { text.characters[$0] == quote }
        var found: [Range<Int>] = []
        var number = 0
        while number + 2 < quotes.count {
            let (opening, closing, value) = (quotes[number], quotes[number + 1], quotes[number + 2])
            number += 1
            guard isSecret(text.characters[(opening + 1)..<closing]), isColon(text.characters[(closing + 1)..<value])
            else { continue }
            number += 2
            while number < quotes.count, !text.closes(quotes[number], what: value) { number += 1 }
            let start = text.places[value].upperBound
            let end = number < quotes.count ? text.places[quotes[number]].lowerBound : text.places.last?.upperBound
            if let end, start < end { found.append(start..<end) }
        }
        return found
    }

    private static func isSecret(_ name: ArraySlice<UInt32>) -> Bool {
        guard name.count <= 20 else { return false }
        return names.contains(String(String.UnicodeScalarView(name.compactMap(Unicode.Scalar.init))))
    }

    /// Whether it is a colon with nothing but blanks around.
    private static func isColon(_ between: ArraySlice<UInt32>) -> Bool {
        between.allSatisfy { $0 == colon || Unicode.Scalar($0)?.properties.isWhitespace == true }
            && between.count { $0 == colon } == 1
    }

    private static let quote = UInt32(UInt8(ascii: "\""))
    private static let colon = UInt32(UInt8(ascii: ":"))
}

extension Reading {
    /// Whether a quote ends what another began: it is written as that is, or after an escaped backslash, or shorter, as those
    /// are that end the text around.
    fileprivate func closes(_ quote: Int, what opening: Int) -> Bool {
        let (length, ownLength) = (places[quote].count, places[opening].count)
        // Each level of JSON doubles the backslashes before a quote and adds one: within n of them, 2n + 2 are one backslash.
        return length <= ownLength || (length - ownLength) % (2 * ownLength) == 0
    }
}
