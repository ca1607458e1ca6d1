internal import FoundationEssentials
internal import Licensing

/// The sources of settings, the strongest first, read into a configuration.
struct MergedSettings {
    let layers: [ConfigurationLayer]
    let paths: ConfigurationPaths
    let secrets: SecretReader
    let time: Date

    func configuration(
        _ overrides: ConfigurationOverrides, asksServer: Bool
    ) throws(Problem) -> BerthConfiguration {
        var result = BerthConfiguration(ledgerPath: paths.ledger)
        if asksServer { try readServer(overrides, into: &result) }
        result.profile = try checked(nil, .profile, .profile)
        result.products = try first { layer throws(Problem) in try layer.strings(.products) } ?? []
        result.product = try string(overrides.product, .product)
        result.hardwareID = try checked(overrides.hardwareID, .hardwareID, .hardwareID)
        result.publicKeyFile = try path(overrides.publicKeyFile, .publicKeyFile)
        result.caFile = try path(overrides.caFile, .caFile)
        result.ledgerPath = try path(overrides.ledger, .ledger) ?? paths.ledger
        result.licenseKeySource = try source(overrides.licenseKeyFile, .licenseKey, .licenseKeyFile)
        result.username = try string(overrides.username, .username)
        result.passwordSource = try source(overrides.passwordFile, .password, .passwordFile)
        result.timeZone = try checked(overrides.timeZone, .timeZone, .timeZone)
        result.theme = try choice(overrides.theme, .theme)
        result.notify = try choice(overrides.notify, .notify)
        result.ascii = try flag(overrides.ascii, .ascii)
        result.mouse = try flag(overrides.mouse, .mouse)
        result.colours = layers.lazy.compactMap { $0.choices(.colours) }.first ?? []
        result.keys = layers.lazy.compactMap { $0.choices(.keys) }.first ?? []
        result.allowInsecureHTTP = try flag(overrides.allowInsecureHTTP, .allowInsecureHTTP)
        if let seconds = try seconds(.connectTimeoutSeconds) { result.connectTimeoutSeconds = seconds }
        if let seconds = try seconds(.requestTimeoutSeconds) { result.requestTimeoutSeconds = seconds }
        return result
    }

    /// Where the server is, and what opens it.
    private func readServer(
        _ overrides: ConfigurationOverrides, into result: inout BerthConfiguration
    ) throws(Problem) {
        if let server = try checked(overrides.server, .server, .server) { result.server = server }
        result.apiKey = try secret(.apiKey, .apiKeyFile)
        result.sharedKey = try secret(.sharedKey, .sharedKeyFile)
        result.oauthClientID = try string(nil, .oauthClientID)
        result.oauthClientSecret = try secret(.oauthClientSecret, .oauthClientSecretFile)
    }

    private func first<Value>(_ read: (ConfigurationLayer) throws(Problem) -> Value?) throws(Problem) -> Value? {
        for layer in layers {
            if let value = try read(layer) { return value }
        }
        return nil
    }

    private func string(_ flag: String?, _ setting: Setting) throws(Problem) -> String? {
        if let flag { return flag }
        return try first { layer throws(Problem) in try layer.string(setting) }
    }

    /// A name that is not judged here, with the place that it comes from.
    private func choice(_ flag: String?, _ setting: Setting) throws(Problem) -> DeskChoice? {
        let name = setting.rawValue
        if let flag { return DeskChoice(name, [flag], setting: "--" + name) }
        return try first { layer throws(Problem) in
            try layer.string(setting).map { DeskChoice(name, [$0], setting: layer.name(setting), path: layer.path) }
        }
    }

    private func flag(_ flag: Bool?, _ setting: Setting) throws(Problem) -> Bool {
        if let flag { return flag }
        return try first { layer throws(Problem) in try layer.bool(setting) } ?? false
    }

    private func seconds(_ setting: Setting) throws(Problem) -> Double? {
        try first { layer throws(Problem) in try layer.seconds(setting) }
    }

    private func path(_ flag: String?, _ setting: Setting) throws(Problem) -> String? {
        if let flag { return paths.absolute(flag) }
        return try first { layer throws(Problem) in try layer.path(setting, paths) }
    }

    /// A secret, or the content of the file that stands in its place. Within one source there may be only one of them.
    private func secret(_ setting: Setting, _ fileSetting: Setting) throws(Problem) -> Secret? {
        try first { layer throws(Problem) in
            guard let path = try onlyOne(setting, fileSetting, in: layer) else {
                return try layer.secret(setting)
            }
            return try secrets.read(.file(path), for: layer.name(fileSetting))
        }
    }

    /// Where a secret is to be read when it is needed.
    private func source(
        _ flag: String?, _ setting: Setting, _ fileSetting: Setting
    ) throws(Problem) -> SecretSource? {
        if let flag { return .file(paths.absolute(flag)) }
        return try first { layer throws(Problem) in
            if let path = try onlyOne(setting, fileSetting, in: layer) { return .file(path) }
            return try layer.secret(setting).map { _ in .environment(layer.name(setting)) }
        }
    }

    /// The path in the setting for a file, where that is the one that is set.
    private func onlyOne(
        _ setting: Setting, _ fileSetting: Setting, in layer: ConfigurationLayer
    ) throws(Problem) -> String? {
        let path = try layer.path(fileSetting, paths)
        if path != nil, try layer.secret(setting) != nil {
            let message = "Set either \(layer.name(setting)) or \(layer.name(fileSetting)), not both."
            throw layer.problem(.configInvalid, message, fileSetting)
        }
        return path
    }

    /// A text that has to obey a rule, from a flag or from the strongest source that has it.
    private func checked<Value>(
        _ flag: String?, _ setting: Setting, _ rule: SettingRule<Value>
    ) throws(Problem) -> Value? {
        if let flag {
            if let value = rule.read(flag) { return value }
            let name = "--" + setting.rawValue.replacing("_", with: "-")
            throw .configuration(.configInvalid, "\(name) must be \(rule.expectation).", name: name, time: time)
        }
        return try first { layer throws(Problem) in
            guard let text = try layer.string(setting) else { return nil }
            guard let value = rule.read(text) else { throw layer.invalid(setting, mustBe: rule.expectation) }
            return value
        }
    }
}
