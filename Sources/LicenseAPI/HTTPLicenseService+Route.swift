public import FoundationEssentials
internal import Licensing

/// The way on which a server is reached.
public enum Route: Hashable, Sendable {
    /// No proxy stands in between.
    case direct
    /// Through a proxy, which is asked for a tunnel.
    case proxy(host: String, port: Int)

    /// The proxy as host and port, an IPv6 address in brackets; nil where there is none.
    public var proxyAddress: String? {
        if case .proxy(let host, let port) = self { "\(host.bracketed):\(port)" } else { nil }
    }
}

extension HTTPLicenseService {
    /// The way on which the server is reached, as the variables that name proxies say.
    public var route: Route {
        // What is wrong with them was told when the service was made.
        guard let proxy = try? ProxySettings.find(for: server, in: configuration.transport.proxies) else {
            return .direct
        }
        return .proxy(host: proxy.host, port: proxy.port)
    }

    /// When the server's certificate ends; nil without TLS, through a proxy, and where it does not show one in time.
    ///
    /// It makes a connection of its own that ends within the handshake. Whether the certificate is to be trusted is not asked.
    public func certificateEnd() async -> Date? {
        guard server.isSecure, route == .direct else { return nil }
        let timeout = configuration.transport.connectTimeout
        return await CertificateProbe.validity(host: server.host, port: server.port, timeout: timeout)?.upperBound
    }
}
