public import Licensing

/// What opens a license where no flag and no row says so: of a license key and a user's name the one that comes from the
/// stronger source.
public enum ConfiguredOpening: Sendable, Equatable {
    case key
    case user(String)
    /// One source has both, by these names: somebody has to choose.
    case either(key: String, user: String)

    /// That somebody has to choose; nil where it is clear what opens a license. A command refuses it where no flag chooses, and
    /// whoever checks the configuration in any case.
    public func fault() -> Problem? {
        guard case .either(let key, let user) = self else { return nil }
        return .configuration(
            .inputInvalid,
            "\(key) and \(user) are both set, and either opens a license: say which, by --license-key-file FILE or "
                + "--user E-MAIL, or keep one of them.", name: user)
    }
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

    /// Where somebody has to choose, each with its line: among all sources, and in the file alone, which something stronger may hide.
    var openingFaults: [Problem] {
        [layers, layers.filter { $0.path != nil }].compactMap { layers in
            var settings = self
            settings.layers = layers
            guard let fault = try? settings.opening(.init(), nil)?.fault(), let name = fault.facts.name else {
                return nil
            }
            return layers.first { $0.name(.username) == name }?.located(fault, name) ?? fault
        }
    }
}
