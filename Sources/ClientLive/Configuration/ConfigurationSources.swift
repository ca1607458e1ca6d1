internal import ClientCore
internal import FoundationEssentials
internal import Licensing

/// Where settings come from: the sources that count, and the profile that was chosen.
struct ConfigurationSources {
    /// The strongest first: the variables, a unit's credentials, the chosen profile, and what the file says to all profiles.
    let layers: [ConfigurationLayer]
    /// The chosen profile; nil where none was, or the file has none.
    let profile: String?
    /// The profiles that the file has, in their order; each with its server, as far as that can be used.
    let profiles: [Client.Profile]
    /// The sources that count for each of them, the strongest first.
    let accounts: [(profile: String, layers: [ConfigurationLayer])]
    /// Every source by itself, with what something stronger hides: the variables, a unit's credentials, the file's top level, and
    /// each profile.
    let all: [ConfigurationLayer]

    /// - Parameters:
    ///   - flag: the file that a flag names.
    ///   - profile: the profile that a flag names; nil looks at `BERTH_PROFILE`, then at `profile` at the file's top level.
    /// - Throws: `config_invalid` for a profile that the file does not have, and what is wrong with the file.
    init(flag: String?, profile: String?, _ environment: ProcessEnvironment) throws(Problem) {
        var faults = ConfigurationFaults(goesOn: false)
        try self.init(flag: flag, profile: profile, environment, &faults)
    }

    /// The same, as far as that is to be read.
    init(
        flag: String?, profile: String?, _ environment: ProcessEnvironment,
        _ faults: inout ConfigurationFaults
    ) throws(Problem) {
        let place = ConfigurationPlace.used(flag: flag, environment)
        let reading = try ConfigurationFile(path: place.path, namedBy: place.namedBy).reading(&faults)
        let file = reading.content
        let variables = ConfigurationLayer.environment(environment)
        let credentials = environment.credentials.map { ConfigurationLayer.credentials(in: $0) }
        let profiles = file?.profiles ?? []
        func sources(_ profile: ConfigurationLayer?) -> [ConfigurationLayer] {
            [variables, credentials, profile, file?.shared].compactMap(\.self).ofOneKind
        }
        self.profiles = profiles.map { name, settings in
            let text = try? sources(settings).lazy.compactMap { try $0.string(.server) }.first
            let server = text ?? BerthConfiguration(ledgerPath: "").server
            return Client.Profile(name: name, server: SettingRule.server.read(server))
        }
        let chosen = try faults.check { () throws(Problem) -> (name: String, settings: ConfigurationLayer)? in
            let choice = try Choice(flag: profile, [variables, file?.shared].compactMap(\.self))
            let chosen = profiles.first { $0.name == choice?.name }
            if let choice, chosen == nil, !profiles.isEmpty || choice.isRefusedAlone {
                throw choice.problem(profiles: profiles.map(\.name), reading, place.path)
            }
            return chosen
        }
        self.profile = chosen??.name
        layers = sources(chosen??.settings)
        accounts = profiles.map { name, settings in (name, sources(settings)) }
        all = [variables, credentials, file?.shared].compactMap(\.self) + profiles.map(\.settings)
    }
}

/// The name of a profile, and who chose it.
private struct Choice {
    let name: String
    /// The flag, the variable or the setting that names it.
    let source: String
    let place: ConfigurationLayer?
    /// Whether a file without profiles has none of that name: a flag always means a profile, or the name that the one account
    /// has anyway; elsewhere it may be no more than such a name.
    let isRefusedAlone: Bool

    init?(flag: String?, _ layers: [ConfigurationLayer]) throws(Problem) {
        func named() throws(Problem) -> (name: String, layer: ConfigurationLayer)? {
            for layer in layers {
                if let name = try layer.string(.profile) { return (name, layer) }
            }
            return nil
        }
        if let flag {
            (name, source, place) = (flag, "--profile", nil)
            // What is chosen elsewhere may be wrong: it does not count.
            isRefusedAlone = flag != (try? named())?.name
        } else if let named = try named() {
            (name, source, place) = (named.name, named.layer.name(.profile), named.layer)
            isRefusedAlone = false
        } else {
            return nil
        }
    }

    /// That there is no such profile.
    func problem(profiles: [String], _ reading: ConfigurationFile.Reading, _ path: String) -> Problem {
        var message = "There is no profile \(name.inQuotes)"
        if profiles.isEmpty {
            switch reading {
            case .missing: message += ": there is no configuration file, \(path)."
            case .empty: message += ": the configuration file is empty, \(path)."
            case .content: message += ": the configuration has none."
            }
        } else {
            message += "." + NearMatch.question(name, among: profiles)
            message += " There \(profiles.count == 1 ? "is" : "are") \(profiles.inQuotes)."
        }
        return place?.problem(.configInvalid, message, .profile)
            ?? .unusable(message, name: source)
    }
}

extension ConfigurationSources {
    /// Whether what counts holds anything that opens a server, or says where that is.
    var opensServer: Bool {
        layers.contains { layer in
            Setting.allCases.contains { setting in
                setting == .oauthClientID && layer.holds(setting)
                    || [.apiKey, .sharedKey, .oauthClientSecret].contains(setting.secret) && layer.holds(setting)
            }
        }
    }
}

extension [ConfigurationLayer] {
    /// The same, the strongest first, with one kind of what opens a server: keys, or OAuth credentials.
    ///
    /// It is that of the strongest source that has any; of a source that has both it is OAuth. What weaker ones have of the other
    /// kind does not count: OAuth credentials would go before the keys of a stronger source.
    fileprivate var ofOneKind: [ConfigurationLayer] {
        let keys: Set<Setting> = [.apiKey, .apiKeyFile, .apiKeyCommand, .sharedKey, .sharedKeyFile, .sharedKeyCommand]
        let oauth: Set<Setting> = [
            .oauthClientID, .oauthClientSecret, .oauthClientSecretFile, .oauthClientSecretCommand,
        ]
        guard let place = firstIndex(where: { keys.union(oauth).contains(where: $0.holds) }) else { return self }
        let other = oauth.contains(where: self[place].holds) ? keys : oauth
        var layers = self
        for index in layers.index(after: place)..<layers.endIndex { layers[index].unset.formUnion(other) }
        return layers
    }
}
