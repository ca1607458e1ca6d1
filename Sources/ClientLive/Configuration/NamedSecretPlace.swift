public import Licensing

/// A place that the configuration names for a secret, whether or not it is the one that counts.
public struct NamedSecretPlace: Hashable, Sendable {
    /// The setting by its key in the configuration file.
    public let setting: String
    /// Where it is named: a variable, the file with its line, or a credential.
    public let origin: String
    /// Whether the account that is chosen takes it from there.
    public let isInUse: Bool
    /// What is wrong with a file that is not in use; what is in use tells that as it is read.
    public let fault: Problem?
}

extension NamedSecretPlace {
    /// All of them: those of the account that is chosen, and those of each profile unless one is named.
    ///
    /// A file is looked at even where something stronger counts in its place: others may read the secret in it all the same. A pipe is
    /// left alone, for it can be read once, and no command is run.
    ///
    /// - Parameters:
    ///   - flag: the file that a flag names.
    ///   - profile: the profile that a flag names.
    ///   - environment: the process's environment.
    /// - Throws: `config_unreadable` or `config_invalid`.
    public static func all(
        flag: String?, profile: String? = nil, _ environment: ProcessEnvironment
    ) throws(Problem) -> [NamedSecretPlace] {
        let sources = try ConfigurationSources(flag: flag, profile: profile, environment)
        let reader = SecretReader(environment: environment)
        return sources.secretPlaces(besides: profile, environment.paths, reader)
    }
}

extension ConfigurationSources {
    /// The places that are named for secrets.
    ///
    /// - Parameter named: the profile that was named outright, beside which no other is looked at.
    func secretPlaces(
        besides named: String?, _ paths: ConfigurationPaths, _ reader: SecretReader
    ) -> [NamedSecretPlace] {
        // What another kind of credentials hides stands there all the same.
        let chosen = layers.compactMap { layer in all.first { $0.source == layer.source } }
        let others = all.filter { source in
            !layers.contains { $0.source == source.source }
                && (named == nil || source.profile == nil || source.profile == profile)
        }
        return (chosen + others).flatMap { layer in
            Setting.allCases.filter { layer.holds($0) }.compactMap { setting -> NamedSecretPlace? in
                guard let secret = setting.secret else { return nil }
                let isInUse = isInUse(secret) && layers.first { $0.holdsAny(of: secret) }?.source == layer.source
                return NamedSecretPlace(
                    setting: setting.rawValue, origin: layer.origin(of: setting), isInUse: isInUse,
                    fault: isInUse ? nil : layer.fault(ofFile: setting, paths, reader))
            }
        }
    }

    /// Whether the account takes a secret at all: with OAuth it goes by no keys.
    private func isInUse(_ secret: Setting) -> Bool {
        let goesByOAuth = [.oauthClientID, .oauthClientSecret].allSatisfy { setting in
            layers.contains { $0.holdsAny(of: setting) }
        }
        switch secret {
        case .apiKey, .sharedKey: return !goesByOAuth
        case .oauthClientSecret: return goesByOAuth
        default: return true
        }
    }
}

extension ConfigurationLayer {
    /// Whether a secret, or what stands in its place, has a value here that counts.
    func holdsAny(of secret: Setting) -> Bool {
        [secret, secret.file, secret.command].compactMap(\.self).contains { holds($0) }
    }

    /// What is wrong with the file that a setting names; nil for a setting that names none.
    fileprivate func fault(
        ofFile setting: Setting, _ paths: ConfigurationPaths, _ reader: SecretReader
    ) -> Problem? {
        guard setting.secret?.file == setting, let path = try? path(setting, paths) else { return nil }
        let named = NamedSecret(.file(path), namedBy: name(setting), line: lines[setting])
        return named.fault(reader, isLicenseKey: setting == .licenseKeyFile)
    }
}
