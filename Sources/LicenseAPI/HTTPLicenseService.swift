public import FoundationEssentials
public import Licensing
public import Logging

/// The License API over HTTP.
///
/// A request is repeated in two cases only, each at most once and each after a refusal that had no effect: when the server
/// found its date wrong, with the date corrected by the server's clock; and when it refused an OAuth token, with a new one.
///
/// Nothing secret is logged: neither request lines nor headers nor bodies.
public struct HTTPLicenseService: LicenseService {
    /// What a service needs to know.
    public struct Configuration: Sendable {
        /// How to reach the server.
        public var transport: TransportConfiguration
        /// How requests prove which company they come from.
        public var authorization: Authorization
        /// How this program introduces itself.
        public var client: ClientIdentity
        /// The key that responses are verified with.
        public var verifier: ResponseVerifier

        public init(
            transport: TransportConfiguration, authorization: Authorization, client: ClientIdentity,
            verifier: ResponseVerifier = .production
        ) {
            self.transport = transport
            self.authorization = authorization
            self.client = client
            self.verifier = verifier
        }
    }

    /// The server that it calls.
    public let server: ServerAddress

    let configuration: Configuration
    let transport: HTTPTransport
    let clock = ServerClock()
    let logger: Logger
    let now: @Sendable () -> Date
    /// Hears of each request in the place of the server; nil where requests are sent.
    var rehearse: (@Sendable (RequestSketch) async -> Void)?

    /// Prepares a service. Nothing is sent yet, and between calls nothing is kept open.
    ///
    /// - Parameters:
    ///   - configuration: how to reach the server, and as whom.
    ///   - logger: is told of each request: its id, server, endpoint, status, size and time. Silent where none is given.
    ///   - now: this host's clock.
    /// - Throws: `transport_insecure` for plain HTTP to another host without the flag that allows it, `config_invalid`
    ///   for a server that is no address, waits and limits that are not positive, an API key that no header can hold, or
    ///   a file without a certificate, `config_unreadable` for a file of certificate authorities that cannot be read,
    ///   `transport_proxy` for a proxy that cannot be used.
    public init(
        _ configuration: Configuration,
        logger: Logger = Logger(label: "LicenseAPI", factory: { _ in SwiftLogNoOpLogHandler() }),
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        try configuration.check(now: now())
        self.configuration = configuration
        self.logger = logger
        self.now = now
        server = try configuration.transport.address(now: now())
        transport = try HTTPTransport(configuration.transport, now: now())
        try configuration.transport.checkProxy(for: server, now: now())
    }

    /// How many seconds a call lasts at the most, tokens and repetitions included.
    public var callTimeout: Double { configuration.transport.callTimeout }
}

extension HTTPLicenseService {
    public func verification(of receipt: Receipt) -> ReceiptVerification? {
        configuration.verifier.verification(of: receipt)
    }
}
