public import FoundationEssentials
public import Licensing

extension BerthConfiguration {
    /// Merges flags, `BERTH_…` variables, the configuration file and the defaults, in this order.
    ///
    /// Paths may begin with `~/`; other relative ones are relative to the working directory.
    ///
    /// - Parameters:
    ///   - configFile: The file that a flag names; nil looks at `BERTH_CONFIG`, then at the standard place.
    ///   - overrides: What other flags set.
    ///   - environment: The process's environment.
    ///   - home: The operator's home directory.
    ///   - now: This host's clock, for the time of problems.
    /// - Throws: `config_unreadable`, `config_invalid`, `config_secret_file_exposed` or `config_missing`, with the
    ///   setting's name and the file's path among the facts. No message quotes a secret.
    public static func load(
        configFile: String? = nil, overrides: ConfigurationOverrides = .init(), environment: [String: String],
        home: String, now: Date = Date()
    ) throws(Problem) -> BerthConfiguration {
        let paths = ConfigurationPaths(environment: environment, home: home)
        let named = configFile ?? environment["BERTH_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let file = ConfigurationFile(
            path: named.map(paths.expand) ?? paths.configFile, isExplicit: named != nil, time: now)
        let fileLayer = try file.layer()
        let layers = [ConfigurationLayer.environment(environment, time: now)] + (fileLayer.map { [$0] } ?? [])
        let settings = MergedSettings(
            layers: layers, paths: paths, secrets: SecretReader(environment: environment, now: now), time: now)
        var configuration = try settings.configuration(overrides)
        configuration.configFile = fileLayer == nil ? nil : file.path
        return configuration
    }
}
