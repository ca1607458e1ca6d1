internal import FoundationEssentials
internal import Glibc
public import Licensing

/// A place in which the configuration may be.
public struct ConfigurationPlace: Sendable, Hashable {
    public let path: String
    /// The flag or variable that names it; nil for the standard place.
    public let namedBy: String?

    /// Whether something is there, be it a link that leads nowhere; what may not be looked at is not taken for missing.
    public var isThere: Bool {
        var status = stat()
        return lstat(path, &status) == 0 || ![ENOENT, ENOTDIR].contains(errno)
    }

    /// Whether a file is there that is read, whatever stands in it.
    ///
    /// - Throws: `config_unreadable`, where what is there is refused.
    public func isRead() throws(Problem) -> Bool {
        try ConfigurationFile(path: path, namedBy: nil).data() != nil
    }

    /// What is there.
    public enum State: Sendable {
        case missing
        /// A file in which no setting stands.
        case empty
        case filled
    }

    /// Looks at what is there.
    ///
    /// - Throws: `config_unreadable`, `config_invalid` or `config_secret_file_exposed`, where that cannot be used.
    public func state() throws(Problem) -> State {
        var faults = ConfigurationFaults(goesOn: false)
        return switch try ConfigurationFile(path: path, namedBy: nil).reading(&faults) {
        case .missing: .missing
        case .empty: .empty
        case .content: .filled
        }
    }

    /// The places, in the order in which they are looked at; only the first is used.
    ///
    /// - Parameters:
    ///   - flag: the file that a flag names.
    ///   - environment: the process's environment.
    public static func all(flag: String?, _ environment: ProcessEnvironment) -> [ConfigurationPlace] {
        let paths = environment.paths
        let named = [(flag, "--config"), (environment.settings["BERTH_CONFIG"], "BERTH_CONFIG")]
        return named.compactMap { path, name in
            path.map { ConfigurationPlace(path: paths.absolute($0), namedBy: name) }
        } + [ConfigurationPlace(path: paths.configFile, namedBy: nil)]
    }

    /// The one that is used.
    public static func used(flag: String?, _ environment: ProcessEnvironment) -> ConfigurationPlace {
        all(flag: flag, environment).first ?? ConfigurationPlace(path: environment.paths.configFile, namedBy: nil)
    }
}

extension BerthConfiguration {
    /// Whether nothing has been set up: no file is named or in the standard place, and no variable or systemd tells a credential.
    public static func isAbsent(flag: String?, _ environment: ProcessEnvironment) -> Bool {
        let place = ConfigurationPlace.used(flag: flag, environment)
        let secrets: [Setting] = [.apiKey, .sharedKey, .oauthClientSecret]
        let settings = [.oauthClientID] + secrets.flatMap { [$0, $0.file, $0.command].compactMap(\.self) }
        return place.namedBy == nil && !place.isThere
            && !settings.contains {
                environment.settings[$0.variable] != nil || environment.secrets[$0.variable] != nil
            }
            && !secrets.contains { secret in
                environment.credentials.map { FileManager.default.fileExists(atPath: "\($0)/\(secret.credential)") }
                    ?? false
            }
    }
}
