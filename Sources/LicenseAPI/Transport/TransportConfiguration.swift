public import FoundationEssentials

/// How to reach a server.
///
/// TLS is 1.2 or newer, redirects are not followed, nothing is repeated, and each request has a connection of its own.
public struct TransportConfiguration: Hashable, Sendable {
    /// The server's base address, for example `https://api.licensespring.com`; a path in it is kept as a prefix.
    public var server: String
    /// Seconds to wait for a connection, TLS included.
    public var connectTimeout: Double
    /// Seconds that the server may be silent while its response is awaited or under way; nil for no such limit.
    ///
    /// ``callTimeout`` ends a call in any case.
    public var readTimeout: Double?
    /// Seconds to wait for the whole of a call: for a token where one is needed, for the request and its whole response,
    /// and for both again where a wrong date or an old token was refused.
    public var callTimeout: Double
    /// A PEM file of certificate authorities to trust besides the system's.
    public var certificateAuthorityFile: String?
    /// What that file holds, for whoever has read it; nil has it read.
    public var certificateAuthorities: Data?
    /// The largest response to accept, in bytes after decompression.
    public var responseSizeLimit: Int
    /// The proxies, as environment variables name them.
    ///
    /// A proxy is asked for a tunnel (`CONNECT`), for plain HTTP too. This host is never reached through one.
    public var proxies: ProxyVariables
    /// Whether plain HTTP may be spoken to other hosts than this one. Keys and passwords can then be read on the way.
    public var allowsInsecureHTTP: Bool

    public init(
        server: String = "https://api.licensespring.com", connectTimeout: Double = 10, callTimeout: Double = 30,
        readTimeout: Double? = nil, certificateAuthorityFile: String? = nil, certificateAuthorities: Data? = nil,
        responseSizeLimit: Int = 1_048_576, proxies: ProxyVariables = ProxyVariables(), allowsInsecureHTTP: Bool = false
    ) {
        self.server = server
        self.connectTimeout = connectTimeout
        self.callTimeout = callTimeout
        self.readTimeout = readTimeout
        self.certificateAuthorityFile = certificateAuthorityFile
        self.certificateAuthorities = certificateAuthorities
        self.responseSizeLimit = responseSizeLimit
        self.proxies = proxies
        self.allowsInsecureHTTP = allowsInsecureHTTP
    }
}
