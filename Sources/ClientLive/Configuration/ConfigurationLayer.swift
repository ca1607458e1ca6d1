internal import Configuration
internal import FoundationEssentials
internal import Licensing

/// One source of settings: reads typed values from it, and knows how to name it in a problem.
struct ConfigurationLayer: Sendable {
    /// Where the values come from.
    enum Source: Sendable, Equatable {
        case environment
        case file(String)
    }

    let source: Source
    let values: any ConfigSnapshot
    /// The secrets that are not among the values, by the settings' names in this source.
    var secrets: [String: Secret] = [:]
    /// What was chosen in each setting that is a mapping.
    var choices: [Setting: [DeskChoice]] = [:]
    /// The settings that are named and have no value.
    var blank: Set<String> = []
    let time: Date

    /// The variables that begin with `BERTH_`.
    static func environment(_ environment: ProcessEnvironment, time: Date) -> ConfigurationLayer {
        let provider = EnvironmentVariablesProvider(environmentVariables: environment.settings)
        return ConfigurationLayer(
            source: .environment, values: provider.prefixKeys(with: "berth").snapshot(), secrets: environment.secrets,
            time: time)
    }

    /// The sources there are, the strongest first: the variables, and the file that is used, where it is there.
    ///
    /// - Parameter flag: the file that a flag names.
    static func all(
        flag: String?, _ environment: ProcessEnvironment, time: Date
    ) throws(Problem) -> [ConfigurationLayer] {
        let place = ConfigurationPlace.used(flag: flag, environment)
        let file = try ConfigurationFile(path: place.path, namedBy: place.namedBy, time: time).layer()
        return [.environment(environment, time: time)] + [file].compactMap(\.self)
    }

    /// A secret; an empty one counts as not set.
    func secret(_ setting: Setting) throws(Problem) -> Secret? {
        if let secret = secrets[name(setting)] { return secret }
        return try string(setting).map { Secret($0) }
    }

    /// A path, as an absolute one.
    func path(_ setting: Setting, _ paths: ConfigurationPaths) throws(Problem) -> String? {
        guard let path = try string(setting) else { return nil }
        guard source == .environment || ConfigurationPaths.isAnchored(path) else {
            throw invalid(setting, mustBe: "a path from the root on, or one that begins with ~/")
        }
        return paths.absolute(path)
    }

    /// What was chosen in a mapping; nil where there is none.
    func choices(_ setting: Setting) -> [DeskChoice]? { choices[setting] }

    /// A text; an empty one counts as not set.
    func string(_ setting: Setting) throws(Problem) -> String? {
        guard case .string(let text)? = try content(setting, .string, "a single text"), !text.isEmpty else {
            return nil
        }
        return text
    }

    func strings(_ setting: Setting) throws(Problem) -> [String]? {
        guard case .stringArray(let texts)? = try content(setting, .stringArray, "a list") else { return nil }
        return texts.filter { !$0.isEmpty }
    }

    func bool(_ setting: Setting) throws(Problem) -> Bool? {
        guard case .bool(let flag)? = try content(setting, .bool, "true or false") else { return nil }
        return flag
    }

    /// A number of seconds, from a thousandth to a day.
    func seconds(_ setting: Setting) throws(Problem) -> Double? {
        let expectation = "a number of seconds from 0.001 to 86400"
        guard case .double(let seconds)? = try content(setting, .double, expectation) else { return nil }
        guard (0.001...86_400).contains(seconds) else { throw invalid(setting, mustBe: expectation) }
        return seconds
    }

    private func content(
        _ setting: Setting, _ type: ConfigType, _ expectation: String
    ) throws(Problem) -> ConfigContent? {
        guard !blank.contains(setting.rawValue) else { return nil }
        do {
            return try values.value(forKey: AbsoluteConfigKey([setting.rawValue]), type: type).value?.content
        } catch {
            // The error is dropped, for it may quote the value.
            throw invalid(setting, mustBe: expectation)
        }
    }

    /// How the operator spelt the setting in this source.
    func name(_ setting: Setting) -> String { source == .environment ? setting.variable : setting.rawValue }

    /// The file that it is; nil for the environment.
    var path: String? { if case .file(let file) = source { file } else { nil } }

    func invalid(_ setting: Setting, mustBe expectation: String) -> Problem {
        problem(.configInvalid, "\(name(setting)) must be \(expectation).", setting)
    }

    func problem(_ code: ProblemCode, _ message: String, _ setting: Setting) -> Problem {
        return .configuration(code, message, name: name(setting), path: path, time: time)
    }
}

extension Problem {
    /// A problem with the configuration. The message must not quote a value that may be secret.
    static func configuration(
        _ code: ProblemCode, _ message: String, name: String? = nil, path: String? = nil, time: Date
    ) -> Problem {
        var facts = ProblemFacts()
        facts.name = name
        facts.path = path
        return Problem(code, message: message, time: time, facts: facts)
    }
}
