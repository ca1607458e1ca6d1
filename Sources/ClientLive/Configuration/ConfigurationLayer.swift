internal import Configuration
internal import FoundationEssentials
internal import Licensing

/// One source of settings: reads typed values from it, and knows how to name it in a problem.
struct ConfigurationLayer: Sendable {
    /// Where the values come from.
    enum Source: Sendable, Equatable {
        case environment
        /// What systemd hands to a unit.
        case credentials
        /// The top level of the configuration file, or a profile in it.
        case file(String, profile: String?)
    }

    let source: Source
    let values: any ConfigSnapshot
    /// The secrets that are not among the values, by the settings' names in this source.
    var secrets: [String: Secret] = [:]
    /// What was chosen in each setting that is a mapping.
    var choices: [Setting: [DeskChoice]] = [:]
    /// The lists of words that commands were given as.
    var lists: [Setting: [String]] = [:]
    /// The settings that do not count here, whatever stands there: they have no value, or a profile has others in their place.
    var unset: Set<Setting> = []
    /// The lines of the file that the settings stand in.
    var lines: [Setting: Int] = [:]

    /// The variables that begin with `BERTH_`.
    static func environment(_ environment: ProcessEnvironment) -> ConfigurationLayer {
        var layer = ConfigurationLayer(.environment, environment.settings)
        layer.secrets = environment.secrets
        return layer
    }

    /// The credentials that systemd has put into a folder: each is a file with a secret.
    static func credentials(in folder: String) -> ConfigurationLayer {
        var variables: [String: String] = [:]
        for setting in Setting.allCases where setting.isSecret {
            let path = folder + "/" + setting.credential
            if let file = setting.file, FileManager.default.fileExists(atPath: path) { variables[file.variable] = path }
        }
        return ConfigurationLayer(.credentials, variables)
    }

    /// A secret; an empty one counts as not set.
    func secret(_ setting: Setting) throws(Problem) -> Secret? {
        if let secret = secrets[name(setting)] { return secret }
        return try string(setting).map { text in
            let secret = Secret(text)
            KnownSecrets.add(secret)
            return secret
        }
    }

    /// A path, as an absolute one; a relative one in a file begins where the file is.
    func path(_ setting: Setting, _ paths: ConfigurationPaths) throws(Problem) -> String? {
        try string(setting).map { paths.absolute($0, of: setting, from: folder ?? paths.workingDirectory) }
    }

    /// The words of a command.
    func words(_ setting: Setting) throws(Problem) -> [String]? {
        if let list = lists[setting], !unset.contains(setting) { return list }
        guard let line = try string(setting) else { return nil }
        guard let words = SecretCommand.words(of: line) else {
            throw invalid(setting, mustBe: "a command whose quotes are all closed")
        }
        return words
    }

    /// A command; its program is looked for where a path would begin, unless it is a mere name.
    func command(_ setting: Setting, _ paths: ConfigurationPaths) throws(Problem) -> SecretCommand? {
        guard var words = try words(setting) else { return nil }
        for index in words.indices where words[index].hasPrefix("~/") || (index == 0 && words[index].contains("/")) {
            words[index] = paths.absolute(words[index], from: folder ?? paths.workingDirectory)
        }
        guard let command = SecretCommand(words, setting: name(setting)) else {
            throw invalid(setting, mustBe: "a program, with its arguments")
        }
        return command
    }

    /// What was chosen in a mapping; nil where there is none.
    func choices(_ setting: Setting) -> [DeskChoice]? { choices[setting] }

    /// A text; an empty one counts as not set.
    func string(_ setting: Setting) throws(Problem) -> String? {
        guard case .string(let text)? = try content(setting, .string, "a single text"), !text.isEmpty else {
            return nil
        }
        // The system takes a path for over there.
        guard !text.utf8.contains(0) else { throw invalid(setting, mustBe: "a text without a NUL") }
        if setting == .ledger, LedgerAddress.holdsPassword(text) {
            throw problem(.ledgerPasswordExposed, "\(name(setting)) holds one.", setting)
        }
        if setting == .ledger, LedgerAddress.isForeign(text) {
            throw invalid(setting, mustBe: LedgerAddress.expectation)
        }
        return text
    }

    /// A text that has to obey a rule.
    func checked<Value>(_ setting: Setting, _ rule: SettingRule<Value>) throws(Problem) -> Value? {
        guard let text = try string(setting) else { return nil }
        guard let value = rule.read(text) else { throw invalid(setting, mustBe: rule.expectation) }
        return value
    }

    func strings(_ setting: Setting) throws(Problem) -> [String]? {
        guard case .stringArray(let texts)? = try content(setting, .stringArray, "a list") else { return nil }
        return texts.filter { !$0.isEmpty }
    }

    /// The products, each of which a request can name.
    func products() throws(Problem) -> [String]? {
        guard let codes = try strings(.products) else { return nil }
        let products = codes.compactMap(SettingRule.product.read)
        guard products.count == codes.count else {
            throw invalid(.products, mustBe: "a list, and each of it \(SettingRule.product.expectation)")
        }
        return products
    }

    func bool(_ setting: Setting) throws(Problem) -> Bool? {
        guard case .bool(let flag)? = try content(setting, .bool, "true or false") else { return nil }
        return flag
    }

    /// A number of seconds, from a thousandth to a day.
    func seconds(_ setting: Setting) throws(Problem) -> Double? {
        try number(setting, in: 0.001...86_400, "a number of seconds from 0.001 to 86400")
    }

    /// A number of hours, up to a year.
    func hours(_ setting: Setting) throws(Problem) -> Double? {
        try number(setting, in: 0...8_784, "a number of hours from 0 to 8784")
    }

    private func number(
        _ setting: Setting, in range: ClosedRange<Double>, _ expectation: String
    ) throws(Problem) -> Double? {
        guard case .double(let number)? = try content(setting, .double, expectation) else { return nil }
        guard range.contains(number) else { throw invalid(setting, mustBe: expectation) }
        return number
    }

    private func content(
        _ setting: Setting, _ type: ConfigType, _ expectation: String
    ) throws(Problem) -> ConfigContent? {
        guard !unset.contains(setting) else { return nil }
        do {
            return try values.value(forKey: key(of: setting), type: type).value?.content
        } catch {
            // The error is dropped, for it may quote the value.
            throw invalid(setting, mustBe: expectation)
        }
    }

    /// Whether the setting stands there with a value, whatever that is.
    func names(_ setting: Setting) -> Bool { lines[setting] != nil && !unset.contains(setting) }

    /// Whether the setting has a value here that counts.
    func holds(_ setting: Setting) -> Bool {
        if path != nil { return names(setting) }
        return secrets[name(setting)] != nil || ((try? string(setting)) ?? nil) != nil
    }

    /// Where the value of a setting stands among the values.
    private func key(of setting: Setting) -> AbsoluteConfigKey {
        AbsoluteConfigKey((profile.map { [ConfigurationFile.profilesKey, $0] } ?? []) + [setting.rawValue])
    }

    /// How the operator spelt the setting in this source.
    func name(_ setting: Setting) -> String {
        switch source {
        case .environment: setting.variable
        case .credentials: setting.credential.replacing("_file", with: "")
        case .file(_, profile: nil): setting.rawValue
        case .file(_, let profile?): "\(ConfigurationFile.profilesKey).\(profile).\(setting.rawValue)"
        }
    }

    /// The file that it is, or is in; nil for the others.
    var path: String? { if case .file(let file, _) = source { file } else { nil } }

    /// The profile that it is; nil for the others.
    var profile: String? { if case .file(_, let profile) = source { profile } else { nil } }

    /// The folder that the file is in; nil for the others.
    private var folder: String? {
        path.map { path in
            let end = path.lastIndex(of: "/") ?? path.startIndex
            return end == path.startIndex ? "" : String(path[..<end])
        }
    }

    func invalid(_ setting: Setting, mustBe expectation: String) -> Problem {
        problem(.configInvalid, "\(name(setting)) must be \(expectation).", setting)
    }

    /// What is wrong with what a setting names, with the line that the setting stands in.
    ///
    /// - Parameter name: how the setting is spelt in this source.
    func located(_ problem: Problem, _ name: String) -> Problem {
        problem.inLine(path == nil ? nil : lines.first { self.name($0.key) == name }?.value, name)
    }

    func problem(_ code: ProblemCode, _ message: String, _ setting: Setting) -> Problem {
        .configuration(code, message, name: name(setting), path: path, line: lines[setting])
    }
}

extension ConfigurationLayer {
    /// The values of variables. A setting without one is not looked for: each look spells a variable's name letter by letter.
    private init(_ source: Source, _ variables: [String: String]) {
        let provider = EnvironmentVariablesProvider(environmentVariables: variables)
        self.init(
            source: source, values: provider.prefixKeys(with: "berth").snapshot(),
            unset: Set(Setting.allCases.filter { variables[$0.variable] == nil }))
    }
}

extension Problem {
    /// A problem with the configuration. The message must not quote a value that may be secret.
    ///
    /// - Parameter line: the line of the file at the path; the message begins with it.
    static func configuration(
        _ code: ProblemCode, _ message: String, name: String? = nil, path: String? = nil, line: Int? = nil,
        time: Date = Date()
    ) -> Problem {
        var facts = ProblemFacts(name: name, path: path)
        facts.line = line
        return Problem(code, message: (line.map { "Line \($0): " } ?? "") + message, time: time, facts: facts)
    }

    /// That a setting cannot be used: one that a flag says is no fault of the configuration.
    ///
    /// - Parameters:
    ///   - message: why; a sentence.
    ///   - name: how the setting is spelt where it was set.
    ///   - path: the configuration's file, where it was set there.
    ///   - line: the line there.
    static func unusable(_ message: String, name: String, path: String? = nil, line: Int? = nil) -> Problem {
        .configuration(
            name.hasPrefix("--") ? .inputInvalid : .configInvalid, message, name: name, path: path, line: line)
    }
}
