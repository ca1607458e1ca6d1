internal import Foundation
internal import Glibc
public import LicenseAPI
public import Licensing

/// What the variables of a process tell this program: settings, secrets, where files are, who is claimed to run it. Of the
/// others nothing is kept.
public struct ProcessEnvironment: Sendable {
    /// The variables that are settings and hold no secret.
    let settings: [String: String]
    /// The secrets among the variables, by name.
    let secrets: [String: Secret]
    /// The names of the others that begin with `BERTH_`, in whichever letter case; what they hold is not kept, since it may be a
    /// secret.
    private let strangers: [String]
    /// Where files are.
    public let paths: ConfigurationPaths
    /// Who is claimed to run the process.
    public let claims: Performer.Claims
    /// The proxies that are named.
    public let proxies: ProxyVariables
    /// The folder in which systemd has put the credentials of a unit; nil outside of one.
    let credentials: String?

    /// What the variables of this program begin with.
    private static let prefix = "BERTH_"
    /// The names of the variables that are settings and hold secrets, and of those that are settings and hold none.
    private static let secretNames = Set(Setting.allCases.filter(\.isSecret).map(\.variable))
    private static let settingNames = Set(
        Setting.allCases.filter { !$0.isSecret && !$0.isMapping }.map(\.variable) + [configVariable])
    private static let configVariable = "BERTH_CONFIG"
    /// What the variables of the settings would be called that only the file can hold.
    private static let mappingNames = Set(Setting.allCases.filter(\.isMapping).map(\.variable))
    /// The secrets of which there may be several, for the rows of a file: `BERTH_LICENSE_KEY_WEST`.
    private static let rowSecrets = [Setting.licenseKey, .password]

    /// Whether a variable is meant for this program, in whichever letter case.
    private static func isOwn(_ name: String) -> Bool { name.uppercased().hasPrefix(prefix) }

    private static func isSecret(_ name: String) -> Bool {
        secretNames.contains(name)
            || !settingNames.contains(name) && rowSecrets.contains { name.hasPrefix($0.variable + "_") }
    }

    /// Takes what is of use from variables. An empty variable counts as not set.
    ///
    /// - Parameters:
    ///   - variables: the process's variables, by name.
    ///   - workingDirectory: where relative paths begin; nil for where the process is.
    public init(_ variables: [String: String], workingDirectory: String? = nil) {
        let variables = variables.filter { !$0.value.isEmpty }
        let own = variables.filter { Self.isOwn($0.key) }
        settings = own.filter { Self.settingNames.contains($0.key) }
        secrets = own.filter { Self.isSecret($0.key) }.mapValues { Secret($0) }
        strangers = own.keys.filter { !Self.settingNames.contains($0) && !Self.isSecret($0) }.sorted()
        // A relative home would be another one in each folder.
        let home =
            variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? PasswordEntry(of: getuid())?.home ?? "/"
        // Where the working directory is gone, its paths are nowhere, and not at the root.
        let here = workingDirectory ?? FileManager.default.currentDirectoryPath
        paths = ConfigurationPaths(
            environment: variables, home: home, workingDirectory: here.isEmpty ? "." : here)
        claims = Performer.Claims(variables: variables)
        proxies = ProxyVariables(environment: variables)
        credentials = variables["CREDENTIALS_DIRECTORY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// Whether a variable of this program's is set.
    func sets(_ name: String) -> Bool { settings[name] != nil || secrets[name] != nil }

    /// A variable that is no setting, and was probably meant to be.
    public struct Mistyped: Sendable {
        let name: String
        /// The variable of the setting that was probably meant; nil for a setting that only the file can hold.
        let meant: String?
        /// Whether that is a secret, or says where one is.
        public let isAboutSecret: Bool

        /// That, in a sentence.
        public var sentence: String {
            let hint =
                meant.map { "Did you mean \($0.inQuotes)?" }
                ?? "It is a mapping, which only the configuration file can hold."
            return "There is no setting of the variable \(name.inQuotes). \(hint)"
        }

        /// What to do about it.
        public var advice: String {
            meant.map { "set \($0) in its place" } ?? "leave it out, and write its lines into the configuration file"
        }
    }

    /// The variables that are no settings, and were probably meant to be, as problems.
    func unknownSettings() -> [Problem] {
        mistyped.map { .configuration(.configInvalid, $0.sentence, name: $0.name) }
    }

    /// What is no setting and near one.
    public var mistyped: [Mistyped] {
        let known = Self.settingNames.union(Self.secretNames).sorted()
        let hooks = Set(HookVariable.allCases.map(\.rawValue))
        return strangers.filter { !hooks.contains($0) }.compactMap { variable in
            if Self.mappingNames.contains(variable) {
                return Mistyped(name: variable, meant: nil, isAboutSecret: false)
            }
            // Of a secret of which there may be several, what tells it from the others is as it was meant.
            let words = variable.split(separator: "_", omittingEmptySubsequences: false)
            let rows = Self.rowSecrets.map(\.variable).compactMap { secret -> String? in
                let rest = words.dropFirst(secret.split(separator: "_").count)
                return rest.isEmpty ? nil : "\(secret)_\(rest.joined(separator: "_"))"
            }
            // What all have in common tells nothing.
            func name(_ variable: String) -> String { String(variable.dropFirst(Self.prefix.count)) }
            let all = Dictionary((known + rows).map { (name($0), $0) }) { first, _ in first }
            // Few people get the first letter wrong.
            guard let near = NearMatch.of(name(variable), among: all.keys.sorted()), let meant = all[near],
                near.first == name(variable).uppercased().first
            else { return nil }
            let setting = Setting(rawValue: near.lowercased())
            return Mistyped(
                name: variable, meant: meant, isAboutSecret: setting?.isAboutSecret ?? rows.contains(meant))
        }
    }

    /// What a program that is started from here has in its environment: this process's, and of the variables of this program only
    /// the settings that hold no secret.
    public static func forPrograms() -> [String: String] { forPrograms(ProcessInfo.processInfo.environment) }

    static func forPrograms(_ variables: [String: String]) -> [String: String] {
        variables.filter {
            !isOwn($0.key) || settingNames.contains($0.key) && !mayHoldPassword($0.key, $0.value)
        }
    }

    /// Whether a setting that holds no secret is an address that every use refuses, and a password may stand in it.
    private static func mayHoldPassword(_ name: String, _ value: String) -> Bool {
        switch name {
        case Setting.server.variable: SettingRule.server.read(value) == nil && value.contains { "@?#".contains($0) }
        case Setting.ledger.variable: (try? LedgerAddress(value)) == nil
        default: false
        }
    }

    /// This process's environment, with the secrets taken out of it, and with whatever may be a mistyped one or hold a password:
    /// neither `/proc/PID/environ` nor a child has them then.
    ///
    /// It changes the environment, so it has to be first asked for while no other thread runs.
    public static let current: ProcessEnvironment = {
        let environment = ProcessEnvironment(ProcessInfo.processInfo.environment)
        let exposed = environment.settings.filter { mayHoldPassword($0.key, $0.value) }.keys
        for name in Array(environment.secrets.keys) + environment.strangers + exposed {
            // The bytes are those that the kernel shows; unsetting a variable only forgets where they are.
            while let value = getenv(name) {
                memset(value, 0, strlen(value))
                unsetenv(name)
            }
        }
        return environment
    }()
}
