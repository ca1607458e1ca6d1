/// A setting in words: what the manual and the documentation say of it.
public struct SettingDescription: Sendable, Hashable {
    /// Its key in the configuration file.
    public let name: String
    /// What it is, in words that read on after its name, without a full stop.
    public let meaning: String
    /// What holds where nothing is set, in words; nil where there is nothing to tell.
    public let standard: String?
    /// Its environment variable; nil where only the file can hold it.
    public let variable: String?
    /// The name of the credential by which systemd hands over its value; nil but of a secret.
    public let credential: String?
    /// Whether it may stand in the configuration file.
    public let belongsInFile: Bool
    /// Whether it says where the secret is that it is named after.
    public let isPlaceOfSecret: Bool

    /// All of them.
    public static var all: [SettingDescription] { Setting.allCases.map(SettingDescription.init) }

    /// A configuration file, as an example.
    public static let example = [
        "api_key_file: api-key", "shared_key_command: pass show berth/shared-key", "product: CAD-PRO",
        "products: [CAD-PRO, SIM-X]", "license_key_file: ~/licenses/cad-pro", "warning: 48",
    ]

    /// A configuration file of several accounts.
    public static let exampleOfProfiles = [
        "product: CAD-PRO", "profile: production", "\(ConfigurationFile.profilesKey):", "  production:",
        "    api_key_file: api-key", "    shared_key_file: shared-key", "  staging:",
        "    server: https://staging.example.com", "    api_key_command: pass show staging/api-key",
        "    shared_key_command: pass show staging/shared-key",
    ]

    private init(_ setting: Setting) {
        name = setting.rawValue
        meaning = setting.meaning
        standard = setting.standard
        variable = setting.isMapping ? nil : setting.variable
        credential = setting.isSecret ? setting.credential : nil
        belongsInFile = setting.belongsInFile
        isPlaceOfSecret = setting.isAboutSecret && !setting.isSecret
    }
}

extension Setting {
    fileprivate var meaning: String {
        switch self {
        case .profile: "a name for this account, which its borrows remember; beside `profiles`, which of these is used"
        case .server: "the License API's address"
        case .apiKey: "the company's key"
        case .sharedKey: "the key that requests are signed with"
        case .oauthClientID: "the id of an OAuth client, whose credentials go before the keys"
        case .oauthClientSecret: "that client's secret"
        case .product: "the product that the form begins with"
        case .products: "the products that the form offers"
        case .username: "the license user that the form begins with"
        case .licenseKey: "the key that signs in to a license"
        case .password: "the license user's password"
        case .hardwareID: "the device that borrows are for"
        case .hardwareIDAlgorithm:
            "how this host's id is made: \(HostIdentity.Algorithm.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))"
        case .publicKeyFile: "the key that responses are verified with, in PEM"
        case .caFile: "certificate authorities to trust besides the system's, in PEM"
        case .allowInsecureHTTP: "plain HTTP to other hosts than this one"
        case .ledger: "the ledger's file, or the address of its database (docs/teams.md)"
        case .connectTimeoutSeconds: "how long a connection may take, TLS included"
        case .requestTimeoutSeconds: "how long a whole call may take"
        case .readTimeoutSeconds: "how long the server may be silent within a call"
        case .settleAfterSeconds:
            "how long a request without a response may still be carried out; what comes next on its seat waits for that"
        case .timeZone:
            "the zone of the times that are shown and typed, by its name in `/usr/share/zoneinfo` or `TZDIR` (package tzdata)"
        case .logFile: "a file that a line of each request is added to; `-` is standard error"
        case .logLevel: "from which level on something is written there"
        case .theme: "the desk's colours"
        case .ascii: "`true` draws the desk in ASCII alone"
        case .mouse: "`true` lets the desk take clicks and the wheel"
        case .notify: "how the desk calls you: `none`, `bell` or `osc9`"
        case .warning: "how many hours before its end a borrow warns"
        case .colours: "other looks than the theme's, by role"
        case .keys: "other keys at the desk, by action"
        case .apiKeyFile, .sharedKeyFile, .oauthClientSecretFile, .licenseKeyFile, .passwordFile:
            "a file that holds `\(rawValue.dropLast("_file".count))`"
        case .apiKeyCommand, .sharedKeyCommand, .oauthClientSecretCommand, .licenseKeyCommand, .passwordCommand:
            "a command that prints `\(rawValue.dropLast("_command".count))`"
        }
    }

    fileprivate var standard: String? {
        let paths = ConfigurationPaths(environment: [:], home: "~", workingDirectory: "/")
        let configuration = BerthConfiguration(ledgerPath: paths.ledger)
        return switch self {
        case .server: "`\(configuration.server)`"
        case .ledger: "`\(configuration.ledgerPath)`"
        case .hardwareIDAlgorithm: "`\(configuration.hardwareIDAlgorithm.rawValue)`"
        case .connectTimeoutSeconds: "\(Int(configuration.connectTimeoutSeconds))"
        case .requestTimeoutSeconds: "\(Int(configuration.requestTimeoutSeconds))"
        case .settleAfterSeconds: "\(Int(configuration.settleAfterSeconds))"
        case .warning: "\(Int(configuration.warningHours))"
        case .logLevel: "`\(configuration.logLevel)`"
        case .allowInsecureHTTP: "`\(configuration.allowInsecureHTTP)`"
        case .ascii: "`\(configuration.ascii)`"
        case .mouse: "`\(configuration.mouse)`"
        case .licenseKey, .password: "asked for"
        case .hardwareID: "this host"
        case .publicKeyFile: "the vendor's"
        case .readTimeoutSeconds: "no limit of its own"
        case .timeZone: "this host's: `TZ`, or `/etc/localtime`"
        case .profile, .logFile: "none"
        case .notify: "`none`"
        default: nil
        }
    }
}
