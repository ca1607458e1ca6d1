public import ClientCore
public import Licensing

/// All that can be set from outside, after flags, environment variables and the configuration file were merged.
public struct BerthConfiguration: Sendable, Equatable {
    /// The name that borrows remember this account by: that of the chosen profile, where there are any; nil where it has none.
    public var profile: String?
    /// The profiles that the configuration file has, in their order.
    public var profiles: [Client.Profile] = []
    /// The server's base address, in its one spelling.
    public var server = "https://api.licensespring.com"
    /// The company's API key (reference, section 2.1).
    public var apiKey: Secret?
    /// The key that signs requests.
    public var sharedKey: Secret?
    /// The OAuth client's id, in place of an API key (reference, section 2.3).
    public var oauthClientID: String?
    public var oauthClientSecret: Secret?
    /// The short codes of the products to choose from.
    public var products: [String] = []
    /// The short code of the product to begin with.
    public var product: String?
    /// The hardware id to send; nil for the one of this host.
    public var hardwareID: HardwareID?
    /// How this host's hardware id is made.
    public var hardwareIDAlgorithm = HostIdentity.Algorithm.default
    /// The public key that responses are verified with, as a PEM file; nil for the vendor's.
    public var publicKeyFile: String?
    /// Certificate authorities to trust besides the system's, as a PEM file.
    public var caFile: String?
    /// Whether plain HTTP to another host is allowed.
    public var allowInsecureHTTP = false
    public var ledgerPath: String
    /// Where the license key is to be read, if anywhere but from the operator.
    public var licenseKeySource: NamedSecret?
    /// The license user's e-mail.
    public var username: String?
    /// Where the license user's password is to be read, if anywhere but from the operator.
    public var passwordSource: NamedSecret?
    /// Which of both opens a license where nothing else says so; nil where neither is set.
    public var opening: ConfiguredOpening?
    /// How long to wait for a connection, in seconds.
    public var connectTimeoutSeconds = 10.0
    /// How long to wait for the response to a call, in seconds.
    public var requestTimeoutSeconds = 30.0
    /// How long the server may be silent while its response is awaited or under way, in seconds; nil for no such limit.
    public var readTimeoutSeconds: Double?
    /// For how long after it was begun the server may be at a request to which no response came, in seconds.
    public var settleAfterSeconds = 30.0
    /// The ``logFile`` that is standard error, however it was named.
    public static let standardError = "/dev/stderr"
    /// The file that a line of each request is written to; nil for none.
    public var logFile: String?
    /// From which level on something is written there, as swift-log names it.
    public var logLevel = "info"
    /// The time zone to show times in, for example `Europe/Berlin`; nil for this host's.
    public var timeZone: String?
    /// The name of the theme to draw the desk in; nil for the default.
    public var theme: DeskChoice?
    /// Whether the desk is drawn in ASCII.
    public var ascii = false
    /// Whether the desk takes clicks and the wheel.
    public var mouse = false
    /// How many hours before its end a borrow warns.
    public var warningHours = Countdown.defaultWarning / 3600
    /// How the desk calls for a person when a borrow needs them; nil for not at all.
    public var notify: DeskChoice?
    /// Other looks than the theme's: of each role named, its look.
    public var colours: [DeskChoice] = []
    /// Other keys than the program's own: of each action named, the labels of its keys.
    public var keys: [DeskChoice] = []
    /// The configuration file that was read; nil where there is none.
    public var configFile: String?
    /// The flags and the variables that say what a setting of the file would, by the names of the settings.
    public internal(set) var spellings: [String: String] = [:]

    /// The defaults, with a ledger at a path.
    public init(ledgerPath: String) { self.ledgerPath = ledgerPath }
}
