/// A setting, by its key in the configuration file.
enum Setting: String, CaseIterable, Sendable {
    case profile
    case server
    case apiKey = "api_key"
    case apiKeyFile = "api_key_file"
    case sharedKey = "shared_key"
    case sharedKeyFile = "shared_key_file"
    case oauthClientID = "oauth_client_id"
    case oauthClientSecret = "oauth_client_secret"
    case oauthClientSecretFile = "oauth_client_secret_file"
    case product
    case products
    case hardwareID = "hardware_id"
    case publicKeyFile = "public_key_file"
    case caFile = "ca_file"
    case allowInsecureHTTP = "allow_insecure_http"
    case ledger
    case licenseKey = "license_key"
    case licenseKeyFile = "license_key_file"
    case username
    case password
    case passwordFile = "password_file"
    case connectTimeoutSeconds = "connect_timeout_seconds"
    case requestTimeoutSeconds = "request_timeout_seconds"
    case timeZone = "time_zone"
    case theme, ascii, mouse, notify
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

    /// Whether its value is a mapping, which only the file can hold.
    var isMapping: Bool { self == .keys || self == .colours }

    /// Whether it may stand in the configuration file: an operator's own secrets may not, only the paths to them.
    var belongsInFile: Bool { self != .licenseKey && self != .password }
}
