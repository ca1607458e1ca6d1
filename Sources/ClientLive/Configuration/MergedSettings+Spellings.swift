internal import Licensing

extension MergedSettings {
    /// How what counts is spelt, for each setting that the file does not say.
    func spellings(_ overrides: ConfigurationOverrides) -> [String: String] {
        let flags: [(Setting, String, Bool)] = [
            (.server, "--server", overrides.server != nil), (.ledger, "--ledger", overrides.ledger != nil),
            (.publicKeyFile, "--public-key", overrides.publicKeyFile != nil),
            (.logFile, "--log-file", overrides.logFile != nil),
            (.logLevel, "--log-level", overrides.logLevel != nil),
        ]
        var spellings: [String: String] = [:]
        for setting in Setting.allCases {
            let places = [setting, setting.file, setting.command].compactMap(\.self)
            // The strongest source that has it, by whatever stands in its place there.
            guard let layer = layers.first(where: { places.contains(where: $0.holds) }), layer.path == nil,
                let place = places.first(where: layer.holds)
            else { continue }
            spellings[setting.rawValue] = layer.name(place)
        }
        for (setting, flag, isGiven) in flags where isGiven { spellings[setting.rawValue] = flag }
        return spellings
    }
}

extension BerthConfiguration {
    /// How a setting is spelt by what says it; its key where the file does, or nothing.
    public func spelling(of setting: String) -> String { spellings[setting] ?? setting }

    /// The same problem, named as whoever set it has spelt it.
    func spelt(_ problem: Problem) -> Problem {
        guard let spelling = problem.facts.name.flatMap({ spellings[$0] }) else { return problem }
        var problem = problem
        problem.facts.name = spelling
        return problem
    }
}
