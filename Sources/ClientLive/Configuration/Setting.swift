/// A setting, by its key in the configuration file.
enum Setting: String, CaseIterable, Sendable {
    case profile
    case server
    case apiKey = "api_key"
    case apiKeyFile = "api_key_file"
    case apiKeyCommand = "api_key_command"
    case sharedKey = "shared_key"
    case sharedKeyFile = "shared_key_file"
    case sharedKeyCommand = "shared_key_command"
    case oauthClientID = "oauth_client_id"
    case oauthClientSecret = "oauth_client_secret"
    case oauthClientSecretFile = "oauth_client_secret_file"
    case oauthClientSecretCommand = "oauth_client_secret_command"
    case product
    case products
    case hardwareID = "hardware_id"
    case hardwareIDAlgorithm = "hardware_id_algorithm"
    case publicKeyFile = "public_key_file"
    case caFile = "ca_file"
    case allowInsecureHTTP = "allow_insecure_http"
    case ledger
    case licenseKey = "license_key"
    case licenseKeyFile = "license_key_file"
    case licenseKeyCommand = "license_key_command"
    case username
    case password
    case passwordFile = "password_file"
    case passwordCommand = "password_command"
    case connectTimeoutSeconds = "connect_timeout_seconds"
    case requestTimeoutSeconds = "request_timeout_seconds"
    case readTimeoutSeconds = "read_timeout_seconds"
    case settleAfterSeconds = "settle_after_seconds"
    case timeZone = "time_zone"
    case logFile = "log_file"
    case logLevel = "log_level"
    case theme, ascii, mouse, notify
    case warning
    case colours
    case keys

    /// Its environment variable, for example `BERTH_API_KEY`.
    var variable: String { "BERTH_" + rawValue.uppercased() }

    /// Whether its value must not be seen.
    var isSecret: Bool {
        switch self {
        case .apiKey, .sharedKey, .oauthClientSecret, .licenseKey, .password: true
        default: false
        }
    }

    /// The setting that names a file with its value; of a secret.
    var file: Setting? { Setting(rawValue: rawValue + "_file") }

    /// The setting that names a command which prints its value; of a secret.
    var command: Setting? { Setting(rawValue: rawValue + "_command") }

    /// Whether it is a secret, or says where one is.
    var isAboutSecret: Bool { secret != nil }

    /// The secret that it is, or that it says the place of; nil of all others.
    var secret: Setting? {
        Self.allCases.first { $0.isSecret && [$0, $0.file, $0.command].contains(self) }
    }

    /// Whether it names such a command.
    var isCommand: Bool { rawValue.hasSuffix("_command") }

    /// The name of the credential by which systemd hands over its value; of a secret.
    var credential: String { "berth.\(rawValue)" }

    /// Whether its value is a mapping, which only the file can hold.
    var isMapping: Bool { self == .keys || self == .colours }

    /// Whether it may stand in the configuration file: an operator's own secrets may not, only the paths to them.
    var belongsInFile: Bool { self != .licenseKey && self != .password }
}
