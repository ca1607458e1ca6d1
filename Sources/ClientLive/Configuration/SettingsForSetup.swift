extension BerthConfiguration {
    /// What is set already, for a configuration that is only being made: the authorities that are trusted beside the system's, for
    /// how long is waited, and which device this host is. What cannot be used of it is as if it were not set.
    ///
    /// - Parameters:
    ///   - flag: the configuration file that a flag names.
    ///   - isProfile: whether a profile of that file is made, for which holds which device the file says.
    ///   - environment: the process's environment.
    public static func forSetup(
        flag: String?, isProfile: Bool, _ environment: ProcessEnvironment
    ) -> BerthConfiguration {
        let place = ConfigurationPlace.used(flag: flag, environment)
        var faults = ConfigurationFaults(goesOn: true)
        let file = ConfigurationFile(path: place.path, namedBy: nil)
        let shared = (try? file.reading(&faults))?.content?.shared
        let layers = [ConfigurationLayer.environment(environment), shared].compactMap(\.self)
        var settings = MergedSettings(
            layers: layers, paths: environment.paths, secrets: SecretReader(environment: environment))
        var result = BerthConfiguration(ledgerPath: environment.paths.ledger)
        result.caFile = (try? settings.path(nil, .caFile)) ?? nil
        let connect = (try? settings.seconds(.connectTimeoutSeconds)) ?? nil
        result.connectTimeoutSeconds = connect ?? result.connectTimeoutSeconds
        result.spellings = settings.spellings(.init())
        if !isProfile { settings.layers = settings.layers.filter { $0.path == nil } }
        result.hardwareID = (try? settings.checked(nil, .hardwareID, .hardwareID)) ?? nil
        let algorithm = (try? settings.checked(nil, .hardwareIDAlgorithm, .algorithm)) ?? nil
        result.hardwareIDAlgorithm = algorithm ?? result.hardwareIDAlgorithm
        return result
    }
}
