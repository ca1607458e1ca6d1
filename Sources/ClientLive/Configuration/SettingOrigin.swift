public import Licensing

/// A setting that has a value, and where that comes from.
public struct SettingOrigin: Sendable, Hashable {
    /// Its key in the configuration file.
    public let name: String
    /// The value as it may be seen; of a secret, that it is set.
    public let value: String
    /// `BERTH_PRODUCT`; the file's path with the line, and the profile where it stands in one; `systemd` for a credential;
    /// `--profile`, or `default`.
    public let origin: String
    /// The value as it is, to be told from another.
    var content: Secret?
}

extension SettingOrigin {
    /// All of them: variables over credentials over the chosen profile over the rest of the file over defaults. Other flags of a
    /// command are its own.
    ///
    /// - Parameters:
    ///   - flag: the file that a flag names.
    ///   - profile: the profile that a flag names.
    ///   - environment: the process's environment.
    /// - Throws: `config_unreadable`, `config_invalid`, `config_secret_file_exposed` or `ledger_password_exposed`.
    public static func all(
        flag: String?, profile: String? = nil, _ environment: ProcessEnvironment
    ) throws(Problem) -> [SettingOrigin] {
        let sources = try ConfigurationSources(flag: flag, profile: profile, environment)
        let layers = sources.layers
        let standard = BerthConfiguration(ledgerPath: environment.paths.ledger)
        let namesHardwareID = layers.contains { $0.holds(.hardwareID) }
        var origins: [SettingOrigin] = []
        for setting in Setting.allCases {
            if setting == .profile, let profile {
                origins.append(
                    SettingOrigin(name: setting.rawValue, value: profile, origin: "--profile"))
            } else if let origin = try origin(of: setting, in: layers, environment.paths) {
                origins.append(origin)
            } else if setting == .hardwareID, let device = try? HostIdentity.device(try algorithm(in: layers)) {
                origins.append(
                    SettingOrigin(
                        name: setting.rawValue, value: device.id.rawValue, origin: device.source))
            } else if let value = standard.shown(setting), setting != .hardwareIDAlgorithm || !namesHardwareID {
                origins.append(
                    SettingOrigin(name: setting.rawValue, value: value, origin: "default"))
            }
        }
        return origins
    }

    /// How this host's hardware id is made, as far as that is said in a way that can be followed.
    private static func algorithm(in layers: [ConfigurationLayer]) throws(Problem) -> HostIdentity.Algorithm {
        for layer in layers {
            if let name = try layer.string(.hardwareIDAlgorithm) {
                return HostIdentity.Algorithm(rawValue: name) ?? .default
            }
        }
        return .default
    }

    private static func origin(
        of setting: Setting, in layers: [ConfigurationLayer], _ paths: ConfigurationPaths
    ) throws(Problem) -> SettingOrigin? {
        for (index, layer) in layers.enumerated() {
            guard let value = try layer.shown(setting, paths) else { continue }
            let origin = layer.origin(of: setting) + (standIn(for: setting, in: layers[..<index]) ?? "")
            return SettingOrigin(
                name: setting.rawValue, value: value, origin: origin, content: try layer.content(setting))
        }
        return nil
    }

    /// That a secret is not in use, for a stronger source has it in another way: itself, by a file or by a command.
    private static func standIn(for setting: Setting, in layers: ArraySlice<ConfigurationLayer>) -> String? {
        guard let secret = setting.secret else { return nil }
        let ways = [secret, secret.file, secret.command].compactMap(\.self)
        for layer in layers {
            if let way = ways.first(where: layer.holds) { return ", not in use: \(layer.name(way)) is" }
        }
        return nil
    }

    /// The names of the settings that have another value in the later of two readings, wherever that comes from.
    public static func changes(from old: [SettingOrigin], to new: [SettingOrigin]) -> [String] {
        func contents(_ origins: [SettingOrigin]) -> [String: Secret] {
            // That an id is made in the usual way is left out of one reading where a setting says the id.
            origins.filter { $0.name != Setting.hardwareIDAlgorithm.rawValue || $0.origin != "default" }
                .reduce(into: [:]) { $0[$1.name] = $1.content ?? Secret($1.value) }
        }
        let (before, after) = (contents(old), contents(new))
        return Setting.allCases.map(\.rawValue).filter { before[$0] != after[$0] }
    }
}

extension BerthConfiguration {
    /// The value of a setting that always has one; nil of the others.
    fileprivate func shown(_ setting: Setting) -> String? {
        switch setting {
        case .server: server
        case .ledger: ledgerPath
        case .hardwareIDAlgorithm: hardwareIDAlgorithm.rawValue
        case .connectTimeoutSeconds: "\(connectTimeoutSeconds)"
        case .warning: "\(warningHours)"
        case .logLevel: logLevel
        case .requestTimeoutSeconds: "\(requestTimeoutSeconds)"
        case .settleAfterSeconds: "\(settleAfterSeconds)"
        default: nil
        }
    }
}

extension ConfigurationLayer {
    /// The value as it is; nil where what may be seen of it says as much.
    fileprivate func content(_ setting: Setting) throws(Problem) -> Secret? {
        switch setting {
        case .keys, .colours: choices(setting).map { Secret("\($0.map { ($0.subject, $0.values) })") }
        case _ where setting.isCommand: try words(setting).map { Secret("\($0)") }
        case _ where setting.isSecret: try secret(setting)
        case _ where setting.isAboutSecret: try string(setting).map { Secret($0) }
        default: nil
        }
    }

    /// Where the value of a setting stands, in a few words.
    func origin(of setting: Setting) -> String {
        switch source {
        case .environment: setting.variable
        case .credentials: "systemd"
        case .file(let path, let profile):
            path + (lines[setting].map { ", line \($0)" } ?? "") + (profile.map { ", profile \($0)" } ?? "")
        }
    }

    /// The value as it may be seen; nil where this source has none.
    fileprivate func shown(_ setting: Setting, _ paths: ConfigurationPaths) throws(Problem) -> String? {
        switch setting {
        // A password may stand in one that is refused.
        case .server: return try checked(setting, .server)
        case .ledger, .publicKeyFile, .caFile, .logFile: return try path(setting, paths)
        case _ where setting.secret?.file == setting:
            return try path(setting, paths).map {
                TrustedFile.isMissing($0) ? "not shown, perhaps the secret itself: there is no such file" : $0
            }
        case .keys, .colours:
            return choices(setting).map { "\($0.count) of them" }
        case .products: return try strings(setting)?.joined(separator: ", ")
        case .allowInsecureHTTP, .ascii, .mouse: return try bool(setting).map { "\($0)" }
        case .connectTimeoutSeconds, .requestTimeoutSeconds, .readTimeoutSeconds, .settleAfterSeconds:
            return try seconds(setting).map { "\($0)" }
        case .warning: return try hours(setting).map { "\($0)" }
        // Whoever writes a secret into a command is not shown it here.
        case _ where setting.isCommand:
            return try command(setting, paths).map {
                $0.mayBeSecret
                    ? "not shown, perhaps the secret itself: there is no such program" : "runs \($0.program)"
            }
        case _ where setting.isSecret: return try secret(setting).map { _ in "set, and not shown" }
        default: return try string(setting)
        }
    }
}
