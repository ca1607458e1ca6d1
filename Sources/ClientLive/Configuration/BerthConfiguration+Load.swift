public import Licensing

extension BerthConfiguration {
    /// Merges flags, `BERTH_…` variables, a unit's credentials, the profile that was chosen in the configuration file, what that
    /// says to all profiles, and the defaults, in this order.
    ///
    /// Paths may begin with `~/`. Relative ones begin at the working directory, and in the file where the file is.
    ///
    /// - Parameters:
    ///   - configFile: The file that a flag names; nil looks at `BERTH_CONFIG`, then at the standard place.
    ///   - overrides: What other flags set.
    ///   - environment: The process's environment.
    ///   - asksServer: Whether a server is going to be asked. Where none is, its address, what opens it and licenses, and how a request
    ///     is made and logged are not looked at, so that nothing wrong with them stands in the way.
    ///   - readsSecrets: Whether what opens it is looked at, too; files are read and commands run for that.
    /// - Throws: `config_unreadable`, `config_invalid`, `config_secret_file_exposed` or `config_missing`, with the
    ///   setting's name and the file's path among the facts. No message quotes a secret.
    public static func load(
        configFile: String? = nil, overrides: ConfigurationOverrides = .init(), environment: ProcessEnvironment,
        asksServer: Bool = true, readsSecrets: Bool = true
    ) throws(Problem) -> BerthConfiguration {
        let paths = environment.paths
        let sources = try ConfigurationSources(flag: configFile, profile: overrides.profile, environment)
        let settings = MergedSettings(
            layers: sources.layers, paths: paths, secrets: SecretReader(environment: environment))
        var configuration = try settings.configuration(overrides, asksServer: asksServer, readsSecrets: readsSecrets)
        if let profile = sources.profile { configuration.profile = profile }
        configuration.profiles = sources.profiles
        configuration.configFile = sources.layers.lazy.compactMap(\.path).first
        return configuration
    }
}
