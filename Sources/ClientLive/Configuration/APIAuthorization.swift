public import FoundationEssentials
public import Licensing

/// What requests to the License API are authorised with (reference, section 2).
public enum APIAuthorization: Hashable, Sendable {
    /// The company's API key, and the key that signs.
    case apiKey(Secret, sharedKey: Secret)
    /// OAuth client credentials.
    case oauth(clientID: String, clientSecret: Secret)
}

extension BerthConfiguration {
    /// The credentials that are set; OAuth where both kinds are, as the vendor's clients prefer.
    ///
    /// - Parameter now: This host's clock, for the time of problems.
    /// - Throws: `config_missing`, naming the variable and the file's key of the first setting that is missing.
    public func apiAuthorization(now: Date = Date()) throws(Problem) -> APIAuthorization {
        switch (oauthClientID, oauthClientSecret) {
        case (let clientID?, let clientSecret?): return .oauth(clientID: clientID, clientSecret: clientSecret)
        case (_?, nil): throw missing(.oauthClientSecret, now)
        case (nil, _?): throw missing(.oauthClientID, now)
        case (nil, nil): break
        }
        guard let apiKey else { throw missing(.apiKey, now) }
        guard let sharedKey else { throw missing(.sharedKey, now) }
        return .apiKey(apiKey, sharedKey: sharedKey)
    }

    private func missing(_ setting: Setting, _ time: Date) -> Problem {
        .configuration(
            .configMissing, "Set \(setting.variable), or \(setting.rawValue) in the configuration file.",
            name: setting.rawValue, path: configFile, time: time)
    }
}
