internal import Licensing

/// What command-line flags set; nil for each flag that was not given. Flags win over everything else.
public struct ConfigurationOverrides: Sendable, Equatable {
    /// The profile of the configuration file; it has to be there.
    public var profile: String?
    public var server: String?
    public var product: String?
    public var hardwareID: String?
    public var publicKeyFile: String?
    public var caFile: String?
    public var allowInsecureHTTP: Bool?
    public var ledger: String?
    public var licenseKeyFile: String?
    public var username: String?
    public var passwordFile: String?
    public var timeZone: String?
    public var logFile: String?
    public var logLevel: String?
    public var theme: String?
    public var ascii: Bool?
    public var mouse: Bool?
    public var notify: String?

    /// Overrides nothing.
    public init() {}

    /// Whether a flag has said what a problem is about, and no other source.
    func hasSaid(_ problem: Problem) -> Bool { problem.facts.name.map(says) ?? false }

    /// Whether a flag says a setting, by its key in the configuration file.
    public func says(_ setting: String) -> Bool {
        switch Setting(rawValue: setting) {
        case .profile: profile != nil
        case .server: server != nil
        case .product: product != nil
        case .hardwareID: hardwareID != nil
        case .publicKeyFile: publicKeyFile != nil
        case .caFile: caFile != nil
        case .allowInsecureHTTP: allowInsecureHTTP != nil
        case .ledger: ledger != nil
        case .licenseKeyFile: licenseKeyFile != nil
        case .username: username != nil
        case .passwordFile: passwordFile != nil
        case .timeZone: timeZone != nil
        case .logFile: logFile != nil
        case .logLevel: logLevel != nil
        case .theme: theme != nil
        case .ascii: ascii != nil
        case .mouse: mouse != nil
        case .notify: notify != nil
        default: false
        }
    }
}
