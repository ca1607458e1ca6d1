/// How to reach a server.
///
/// TLS is 1.2 or newer, redirects are not followed, and nothing is repeated.
public struct TransportConfiguration: Hashable, Sendable {
    /// The server's base address, for example `https://api.licensespring.com`; a path in it is kept as a prefix.
    public var server: String
    /// Seconds to wait for a connection, TLS included.
    public var connectTimeout: Double
    /// Seconds that the server may be silent while its answer is awaited or under way; nil for no such limit.
    ///
    /// ``answerTimeout`` ends a call in any case.
    public var readTimeout: Double?
    /// Seconds to wait for the whole of a call, from its start to the last byte of the answer.
    public var answerTimeout: Double
    /// A PEM file of certificate authorities to trust besides the system's.
    public var certificateAuthorityFile: String?
    /// The largest answer to accept, in bytes after decompression.
    public var answerSizeLimit: Int
    /// The values of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in upper or lower case; other names are ignored.
    ///
    /// A proxy is asked for a tunnel (`CONNECT`), for plain HTTP too. This host is never reached through one.
    public var proxyEnvironment: [String: String]
    /// Whether plain HTTP may be spoken to other hosts than this one. Keys and passwords can then be read on the way.
    public var allowsInsecureHTTP: Bool

    public init(
        server: String = "https://api.licensespring.com", connectTimeout: Double = 10, answerTimeout: Double = 30,
        readTimeout: Double? = nil,
        certificateAuthorityFile: String? = nil, answerSizeLimit: Int = 1_048_576,
        proxyEnvironment: [String: String] = [:], allowsInsecureHTTP: Bool = false
    ) {
        self.server = server
        self.connectTimeout = connectTimeout
        self.answerTimeout = answerTimeout
        self.readTimeout = readTimeout
        self.certificateAuthorityFile = certificateAuthorityFile
        self.answerSizeLimit = answerSizeLimit
        self.proxyEnvironment = proxyEnvironment
        self.allowsInsecureHTTP = allowsInsecureHTTP
    }
}
