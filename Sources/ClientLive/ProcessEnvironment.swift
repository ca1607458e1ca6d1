internal import Foundation
internal import Glibc
public import LicenseAPI
public import Licensing

/// What the variables of a process tell this program: settings, secrets, where files are, who is claimed to run it. Of the
/// others nothing is kept.
public struct ProcessEnvironment: Sendable {
    /// The variables that begin with `BERTH_` and hold no secret.
    let settings: [String: String]
    /// The secrets among the variables, by name.
    let secrets: [String: Secret]
    /// Where files are.
    public let paths: ConfigurationPaths
    /// Who is claimed to run the process.
    public let claims: Performer.Claims
    /// The proxies that are named.
    public let proxies: ProxyVariables
    /// The folder in which systemd has put the credentials of a unit; nil outside of one.
    let credentials: String?

    /// The names of the variables that are settings and hold secrets, and of those that are settings.
    private static let secretNames = Set(Setting.allCases.filter(\.isSecret).map(\.variable))
    private static let settingNames = Set(Setting.allCases.map(\.variable))
    /// What the names of further secrets begin with, for the rows of a file: `BERTH_LICENSE_KEY_WEST`.
    private static let secretPrefixes = ["BERTH_LICENSE_KEY_", "BERTH_PASSWORD_"]

    private static func isSecret(_ name: String) -> Bool {
        secretNames.contains(name) || !settingNames.contains(name) && secretPrefixes.contains { name.hasPrefix($0) }
    }

    /// Takes what is of use from variables. An empty variable counts as not set.
    ///
    /// - Parameters:
    ///   - variables: the process's variables, by name.
    ///   - workingDirectory: where relative paths begin; nil for where the process is.
    public init(_ variables: [String: String], workingDirectory: String? = nil) {
        let variables = variables.filter { !$0.value.isEmpty }
        let own = variables.filter { $0.key.hasPrefix("BERTH_") }
        settings = own.filter { !Self.isSecret($0.key) }
        secrets = own.filter { Self.isSecret($0.key) }.mapValues { Secret($0) }
        paths = ConfigurationPaths(
            environment: variables, home: variables["HOME"] ?? PasswordEntry(of: getuid())?.home ?? "/",
            workingDirectory: workingDirectory ?? FileManager.default.currentDirectoryPath)
        claims = Performer.Claims(variables: variables)
        proxies = ProxyVariables(environment: variables)
        credentials = variables["CREDENTIALS_DIRECTORY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The variables that are no settings, and were probably meant to be.
    func unknownSettings(at time: Date) -> [Problem] {
        let known = Setting.allCases.filter { !$0.isMapping }.map(\.rawValue) + ["config"]
        let names = settings.keys.map { $0.dropFirst("BERTH_".count) }
        return names.map { $0.lowercased() }.filter { !known.contains($0) }.sorted().compactMap { name in
            guard let meant = NearMatch.of(name, among: known), meant.first == name.first else { return nil }
            let variable = "BERTH_" + name.uppercased()
            let sentence =
                "There is no setting of the variable \(variable.inQuotes). Did you mean \(("BERTH_" + meant.uppercased()).inQuotes)?"
            return .configuration(.configInvalid, sentence, name: variable, time: time)
        }
    }

    /// What a program that is started from here has in its environment: this process's, without the secrets.
    static func forPrograms(
        _ variables: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String: String] {
        variables.filter { !secretNames.contains($0.key) }
    }

    /// This process's environment, with the secrets taken out of it: neither `/proc/PID/environ` nor a child has them then.
    ///
    /// It changes the environment, so it has to be first asked for while no other thread runs.
    public static let current: ProcessEnvironment = {
        let environment = ProcessEnvironment(ProcessInfo.processInfo.environment)
        for name in environment.secrets.keys {
            // The bytes are those that the kernel shows; unsetting a variable only forgets where they are.
            while let value = getenv(name) {
                memset(value, 0, strlen(value))
                unsetenv(name)
            }
        }
        return environment
    }()
}
