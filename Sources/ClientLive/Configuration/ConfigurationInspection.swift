internal import FoundationEssentials
public import Licensing

/// A configuration read to its end, with all that is wrong in it.
public struct ConfigurationInspection: Sendable {
    /// Each account as far as it can be read: every profile, or the one that was named; the one account where there are none, which
    /// the top level is beside profiles, too, where none is chosen and something there opens a server.
    public private(set) var accounts: [BerthConfiguration] = []
    /// What a command is told that names no profile, where none is chosen and the top level is no account.
    public private(set) var withoutProfile: Problem?
    /// What is wrong, in the order of the file, and what is missing.
    public private(set) var faults: [Problem] = []
    /// The file, where there is one.
    public let path: String?

    /// The ledgers that are named, with the sources of each: those of accounts, and those that something stronger hides.
    private var namedLedgers: [(path: String, layers: [ConfigurationLayer])] = []
    private let overrides: ConfigurationOverrides

    /// Reads it, its secrets and the files that it names. No server is asked.
    ///
    /// - Parameters:
    ///   - configFile: the file that a flag names.
    ///   - overrides: what other flags set.
    ///   - environment: the process's environment.
    ///   - judge: what else is wrong with settings, for whoever knows what to do with them: those of an account, and what
    ///     something stronger hides.
    ///   - use: what else keeps an account from being used.
    public init(
        configFile: String? = nil, overrides: ConfigurationOverrides = .init(), environment: ProcessEnvironment,
        judge: (BerthConfiguration) -> [Problem] = { _ in [] },
        use: (BerthConfiguration) -> [Problem] = { _ in [] }
    ) {
        self.overrides = overrides
        let place = ConfigurationPlace.used(flag: configFile, environment)
        path = place.isThere ? place.path : nil
        var found = ConfigurationFaults(goesOn: true)
        do {
            try read(configFile, overrides, environment, judge, use, &found)
        } catch {
            found.add(error)
        }
        faults = Self.inOrder(found.all)
    }

    /// The ledgers that are named, each once.
    public var ledgers: [String] { Set(namedLedgers.map(\.path)).sorted() }

    /// Adds what was found by looking into a ledger.
    ///
    /// - Parameters:
    ///   - fault: what was found.
    ///   - path: which ledger, as an account names it.
    public mutating func add(_ fault: Problem, ofLedger path: String) {
        var fault = fault
        fault.facts.name = Setting.ledger.rawValue
        let layers = namedLedgers.first { $0.path == path }?.layers ?? []
        faults = Self.inOrder(faults + [overrides.hasSaid(fault) ? fault : Self.located(fault, in: layers)])
    }

    /// Faults in the order of the file, those without a line last.
    private static func inOrder(_ faults: [Problem]) -> [Problem] {
        faults.enumerated().sorted {
            ($0.element.facts.line ?? .max, $0.offset) < ($1.element.facts.line ?? .max, $1.offset)
        }
        .map(\.element)
    }

    private mutating func read(
        _ configFile: String?, _ overrides: ConfigurationOverrides, _ environment: ProcessEnvironment,
        _ judge: (BerthConfiguration) -> [Problem], _ use: (BerthConfiguration) -> [Problem],
        _ found: inout ConfigurationFaults
    ) throws(Problem) {
        for problem in environment.unknownSettings() { found.add(problem) }
        let sources = try ConfigurationSources(
            flag: configFile, profile: overrides.profile, environment, &found)
        // Accounts share what stands at the top level.
        let secrets = SecretReader(environment: environment, readsOnce: true)
        // What stands in the file is looked at although something stronger counts in its place; so is, below, what that names.
        for section in sources.all
        where overrides.profile == nil || section.profile == nil || section.profile == sources.profile {
            let settings = MergedSettings(layers: [section], paths: environment.paths, secrets: secrets)
            for secret in [Setting.apiKey, .sharedKey, .oauthClientSecret] {
                _ = try found.check { () throws(Problem) in try settings.place(nil, secret) }
            }
            guard section.path != nil else { continue }
            judge(try settings.configuration(.init(), asksServer: true, readsSecrets: false, &found)).forEach {
                found.add($0)
            }
        }
        // Others may read what is in a file although nobody asks for it.
        for place in sources.secretPlaces(besides: overrides.profile, environment.paths, secrets) {
            if let fault = place.fault { found.add(fault) }
        }
        let isOne = overrides.profile != nil || sources.accounts.isEmpty
        var accounts: [(profile: String?, layers: [ConfigurationLayer])] = []
        if isOne || (sources.profile == nil && sources.opensServer) {
            accounts.append((sources.profile, sources.layers))
        }
        if !isOne {
            if accounts.isEmpty, sources.profile == nil {
                var none = BerthConfiguration(ledgerPath: environment.paths.ledger)
                none.profiles = sources.profiles
                withoutProfile = none.missing(.apiKey)
            }
            accounts += sources.accounts.map { (profile: $0.profile, layers: $0.layers) }
        }
        for (profile, layers) in accounts {
            let settings = MergedSettings(layers: layers, paths: environment.paths, secrets: secrets)
            var account = try settings.configuration(overrides, asksServer: true, readsSecrets: true, &found)
            account.profile = profile ?? account.profile
            account.profiles = sources.profiles
            account.configFile = sources.layers.lazy.compactMap(\.path).first
            // What cannot be read is not said to be missing, too, nor is what belongs to credentials of another kind.
            var known = account
            if !account.missingCredentials.isEmpty, layers.contains(where: { $0.holdsAny(of: .oauthClientSecret) }) {
                known.oauthClientSecret = account.oauthClientSecret ?? Secret("-")
            }
            for setting in known.missingCredentials
            where !found.all.contains(where: { $0.code != .configMissing && $0.isAbout(setting, of: profile) }) {
                found.add(account.missing(setting))
            }
            _ = try found.check { () throws(Problem) in try account.licenseKeySource?.takeLicenseKey(secrets) }
            _ = try found.check { () throws(Problem) in try account.passwordSource?.take(secrets) }
            _ = try found.check { () throws(Problem) in try account.device() }
            judge(account).forEach { found.add($0) }
            settings.openingFaults.forEach { found.add($0) }
            for fault in account.serviceFaults(environment: environment) + use(account) {
                found.add(overrides.hasSaid(fault) ? fault : Self.located(fault, in: layers))
            }
            self.accounts.append(account)
            namedLedgers.append((account.ledgerPath, layers))
            for layer in layers where layer.path != nil {
                let settings = MergedSettings(layers: [layer], paths: environment.paths, secrets: secrets)
                var alone = try settings.configuration(.init(), asksServer: true, readsSecrets: false, &found)
                // What one source allows, it allows for the server of another.
                alone.allowInsecureHTTP = account.allowInsecureHTTP
                for fault in alone.serviceFaults(environment: environment) + use(alone) {
                    found.add(Self.located(fault, in: [layer]))
                }
                if layer.holds(.ledger) { namedLedgers.append((alone.ledgerPath, [layer])) }
            }
        }
    }

    /// A fault with the line of the setting that it names.
    private static func located(_ fault: Problem, in layers: [ConfigurationLayer]) -> Problem {
        guard let setting = fault.facts.name.flatMap(Setting.init(rawValue:)) else { return fault }
        let settings = [setting, setting.file, setting.command].compactMap(\.self)
        for layer in layers {
            guard let named = settings.first(where: layer.holds) else { continue }
            return layer.located(fault, layer.name(named))
        }
        return fault
    }
}

extension Problem {
    /// Whether it is about a setting of a profile, or the place of it.
    fileprivate func isAbout(_ setting: Setting, of profile: String?) -> Bool {
        let settings = [setting, setting.file, setting.command].compactMap(\.self)
        let names = settings.flatMap { setting in
            [setting.rawValue, setting.variable, setting.credential]
                + (profile.map { ["\(ConfigurationFile.profilesKey).\($0).\(setting.rawValue)"] } ?? [])
        }
        return facts.name.map(names.contains) ?? false
    }
}
