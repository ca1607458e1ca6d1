/// What the catalogue says of settings, where it is not the configuration that says them.
public struct SettingWords: Sendable {
    /// What the catalogue says of a setting in the configuration, and what is said in its place, one after another.
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

    /// Those for settings that a flag, a variable or a credential says.
    ///
    /// - Parameter spellings: how each of them is spelt.
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

    private init(_ replacements: [(general: String, placed: String)]) { self.replacements = replacements }

    /// Those for answers that are written nowhere yet, so that nothing could be called the configuration.
    public static let ofAnswers = SettingWords([
        (" into the configuration again", " again"), ("is mistyped in the configuration", "is mistyped"),
        ("set allow_insecure_http in the configuration", "set allow_insecure_http once the configuration is written"),
        (
            "name its file in the setting ca_file",
            "leave, name its file in the variable BERTH_CA_FILE, and begin again"
        ),
        ("than the configuration names", "than the one that you named"),
        (" in the configuration", " that you entered"),
    ])

    /// A text in these words.
    func placed(_ text: String) -> String {
        replacements.reduce(text) { $0.replacing($1.general, with: $1.placed) }
    }
}

extension Explanation {
    /// The same with other words for the settings.
    public func told(in words: SettingWords) -> Explanation {
        var explanation = self
        explanation.whatFailed = words.placed(whatFailed)
        explanation.likelyCauses = likelyCauses.map(words.placed)
        explanation.remedies = remedies.map { Remedy(words.placed($0.words), typing: $0.command, $0.action) }
        return explanation
    }
}
