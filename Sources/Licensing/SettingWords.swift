/// What the catalogue says of settings, where a flag or a variable says them and not the configuration.
struct SettingWords {
    /// What the catalogue calls a setting in the configuration, and what it says once it is known where the setting is.
    private var replacements: [(general: String, placed: String)] = []

    /// What the catalogue speaks of, and the settings that it is: several together before each alone.
    private static let subjects = [
        ("API key and the shared key", ["api_key", "shared_key"]),
        ("API key or the shared key", ["api_key", "shared_key"]),
        ("client id and the client secret", ["oauth_client_id", "oauth_client_secret"]),
        ("client id or the client secret", ["oauth_client_id", "oauth_client_secret"]),
        ("API key", ["api_key"]), ("shared key", ["shared_key"]), ("client id", ["oauth_client_id"]),
        ("server's address", ["server"]), ("name is mistyped", ["server"]), ("public key", ["public_key_file"]),
    ]

    /// - Parameter spellings: how each setting is spelt that a flag or a variable says.
    init(_ spellings: [String: String]) {
        for (subject, settings) in Self.subjects {
            let places = settings.compactMap { spellings[$0] }
            guard places.count == settings.count else { continue }
            let place = places.joined(separator: " and ")
            for joint in [" in ", " into "] {
                replacements.append((subject + joint + "the configuration", subject + joint + place))
            }
        }
    }

    /// A text with the places that are known.
    func placed(_ text: String) -> String {
        replacements.reduce(text) { $0.replacing($1.general, with: $1.placed) }
    }
}
