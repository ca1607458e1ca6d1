internal import Licensing

/// What opens a license where no flag and no row says so: of a license key and a user's name the one that comes from the
/// stronger source.
public enum ConfiguredOpening: Sendable, Equatable {
    case key
    case user(String)
    /// One source has both, by these names: somebody has to choose.
    case either(key: String, user: String)
}

extension MergedSettings {
    /// What opens a license; nil where neither is set.
    func opening(
        _ overrides: ConfigurationOverrides, _ username: String?
    ) throws(Problem) -> ConfiguredOpening? {
        if overrides.username != nil, let username { return .user(username) }
        if overrides.licenseKeyFile != nil { return .key }
        return try first { layer throws(Problem) -> ConfiguredOpening? in
            let key = [.licenseKey, .licenseKeyFile, .licenseKeyCommand].first(where: layer.holds)
            switch (key, try layer.string(.username)) {
            case (nil, nil): return nil
            case (_?, nil): return .key
            case (nil, _?): return username.map { .user($0) }
            case (let key?, _?): return .either(key: layer.name(key), user: layer.name(.username))
            }
        }
    }
}
