internal import ClientCore
internal import Crypto
internal import FoundationEssentials
public import Licensing

/// What requests to the License API are authorised with (reference, section 2).
public enum APIAuthorization: Hashable, Sendable {
    /// The company's API key, and the key that signs.
    case apiKey(Secret, sharedKey: Secret)
    /// OAuth client credentials.
    case oauth(clientID: String, clientSecret: Secret)
}

extension APIAuthorization {
    /// What tells it apart from others of its kind, and opens nothing: `API key …c0de`, `OAuth client …7f21`.
    public var label: String {
        switch self {
        case .apiKey(let key, _): "API key" + (key.lastFour.isEmpty ? "" : " …\(key.lastFour)")
        case .oauth(let client, _): "OAuth client" + (client.count < 12 ? "" : " …\(client.suffix(4))")
        }
    }

    /// What tells it apart from every other one of a server: the first half of a SHA-256 over the server's address, the kind,
    /// and the API key or the client's id. The secrets that prove them are not in it: one account keeps it as they are replaced.
    ///
    /// Each address of a server is taken for the server (`ServerIdentity`).
    func digest(server: String) -> String {
        let server = ServerIdentity(server).text
        let parts =
            switch self {
            case .apiKey(let key, _): [server, "API key", key.exposed]
            case .oauth(let client, _): [server, "OAuth client", client]
            }
        let text = parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
        return Data(SHA256.hash(data: Data(text.utf8)).prefix(16)).hexadecimal
    }
}

extension BerthConfiguration {
    /// The account that borrows are made with, as far as a ledger may know it.
    ///
    /// - Throws: `config_missing` where the credentials are not set.
    public func account() throws(Problem) -> Account {
        let authorization = try apiAuthorization()
        return Account(
            profile: profile, authorization: authorization.label, digest: authorization.digest(server: server))
    }

    /// The credentials that are set; OAuth where both kinds are, as the vendor's clients prefer.
    /// - Throws: `config_missing`, naming the variable and the file's key of the first setting that is missing.
    public func apiAuthorization() throws(Problem) -> APIAuthorization {
        if let oauthClientID, let oauthClientSecret {
            return .oauth(clientID: oauthClientID, clientSecret: oauthClientSecret)
        }
        let missing = missingCredentials
        guard missing.isEmpty, let apiKey, let sharedKey else { throw self.missing(missing.first ?? .apiKey) }
        return .apiKey(apiKey, sharedKey: sharedKey)
    }

    /// The settings that are missing for credentials to be complete.
    var missingCredentials: [Setting] {
        switch (oauthClientID, oauthClientSecret) {
        case (_?, _?): []
        case (_?, nil): [.oauthClientSecret]
        case (nil, _?): [.oauthClientID]
        case (nil, nil): (apiKey == nil ? [.apiKey] : []) + (sharedKey == nil ? [.sharedKey] : [])
        }
    }

    /// Whether anything of what opens a server is set.
    private var opensAnything: Bool {
        oauthClientID != nil || oauthClientSecret != nil || apiKey != nil || sharedKey != nil
    }

    /// That a setting is missing; where there are profiles, none is chosen and nothing opens a server, it is the choice that is.
    func missing(_ setting: Setting) -> Problem {
        let names = profiles.map(\.name)
        let isChosen = profile.map(names.contains) ?? false
        let choice = names.isEmpty || isChosen ? "" : " Or choose a profile by --profile: \(names.inQuotes)."
        let place = isChosen ? profile.map { "the profile \($0.inQuotes) of " } ?? "" : ""
        return .configuration(
            .configMissing,
            "Set \(setting.variable), or \(setting.rawValue) in \(place)the configuration file." + choice,
            name: choice.isEmpty || opensAnything ? setting.rawValue : "--profile", path: configFile)
    }
}
