internal import FoundationEssentials
internal import Licensing

/// The sources of settings, the strongest first, read into a configuration.
struct MergedSettings {
    var layers: [ConfigurationLayer]
    let paths: ConfigurationPaths
    let secrets: SecretReader

    func configuration(
        _ overrides: ConfigurationOverrides, asksServer: Bool, readsSecrets: Bool
    ) throws(Problem) -> BerthConfiguration {
        var faults = ConfigurationFaults(goesOn: false)
        return try configuration(overrides, asksServer: asksServer, readsSecrets: readsSecrets, &faults)
    }

    func first<Value>(_ read: (ConfigurationLayer) throws(Problem) -> Value?) throws(Problem) -> Value? {
        for layer in layers {
            if let value = try read(layer) { return value }
        }
        return nil
    }

    func string(_ flag: String?, _ setting: Setting) throws(Problem) -> String? {
        if let flag { return flag }
        return try first { layer throws(Problem) in try layer.string(setting) }
    }

    /// A name that is not judged here, with the place that it comes from.
    func choice(_ flag: String?, _ setting: Setting) throws(Problem) -> DeskChoice? {
        let name = setting.rawValue
        if let flag { return DeskChoice(name, [flag], setting: "--" + name) }
        return try first { layer throws(Problem) in
            try layer.string(setting).map {
                DeskChoice(
                    name, [$0], setting: layer.name(setting), path: layer.path, line: layer.lines[setting])
            }
        }
    }

    func flag(_ flag: Bool?, _ setting: Setting) throws(Problem) -> Bool {
        if let flag { return flag }
        return try first { layer throws(Problem) in try layer.bool(setting) } ?? false
    }

    func seconds(_ setting: Setting) throws(Problem) -> Double? {
        try first { layer throws(Problem) in try layer.seconds(setting) }
    }

    func path(_ flag: String?, _ setting: Setting) throws(Problem) -> String? {
        if let flag { return paths.absolute(flag, of: setting, from: paths.workingDirectory) }
        return try first { layer throws(Problem) in try layer.path(setting, paths) }
    }

    /// A secret, from where it stands or from what stands in its place.
    ///
    /// - Parameter runs: whether a command is run for it.
    func secret(_ setting: Setting, runs: Bool = true) throws(Problem) -> Secret? {
        try first { layer throws(Problem) -> Secret? in
            guard let named = try substitute(for: setting, in: layer) else { return try layer.secret(setting) }
            if case .command = named.place, !runs { return nil }
            return try named.take(secrets).secret
        }
    }

    /// Where a secret is to be read when it is needed.
    func place(_ flag: String?, _ setting: Setting) throws(Problem) -> NamedSecret? {
        if let flag, let file = setting.file {
            return NamedSecret(.file(paths.absolute(flag)), namedBy: "--" + file.rawValue.replacing("_", with: "-"))
        }
        return try first { layer throws(Problem) in
            if let named = try substitute(for: setting, in: layer) { return named }
            let name = layer.name(setting)
            return try layer.secret(setting).map { _ in NamedSecret(.environment(name), namedBy: name) }
        }
    }

    /// The file or the command that stands in a secret's place in one source. Of all that may stand there only one does.
    private func substitute(
        for setting: Setting, in layer: ConfigurationLayer
    ) throws(Problem) -> NamedSecret? {
        var found: [(setting: Setting, place: SecretPlace?)] = []
        if try layer.secret(setting) != nil { found.append((setting, nil)) }
        if let file = setting.file, let path = try layer.path(file, paths) { found.append((file, .file(path))) }
        if let setting = setting.command, let command = try layer.command(setting, paths) {
            found.append((setting, .command(command)))
        }
        guard found.count < 2 else {
            let message = "Set either \(layer.name(found[0].setting)) or \(layer.name(found[1].setting)), not both."
            throw layer.problem(.configInvalid, message, found[1].setting)
        }
        guard let only = found.first, let place = only.place else { return nil }
        return NamedSecret(place, namedBy: layer.name(only.setting), line: layer.lines[only.setting])
    }

    /// A text that has to obey a rule, from a flag or from the strongest source that has it.
    func checked<Value>(
        _ flag: String?, _ setting: Setting, _ rule: SettingRule<Value>
    ) throws(Problem) -> Value? {
        if let flag {
            if let value = rule.read(flag) { return value }
            let name = "--" + setting.rawValue.replacing("_", with: "-")
            throw .unusable("\(name) must be \(rule.expectation).", name: name)
        }
        return try first { layer throws(Problem) in try layer.checked(setting, rule) }
    }
}
