internal import AsyncHTTPClient
internal import FoundationEssentials
internal import Licensing
internal import NIOCore
internal import NIOHTTPCompression
internal import NIOSSL

extension HTTPClient.Configuration {
    /// The HTTP client's settings for a transport.
    ///
    /// - Throws: `config_unreadable` for a file of certificate authorities that cannot be read.
    static func make(
        _ transport: TransportConfiguration, proxy: ProxySettings?, now: Date
    ) throws(Problem) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let path = transport.certificateAuthorityFile {
            tls.additionalTrustRoots = [.certificates(try certificates(in: path, now: now))]
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: Timeout(
                connect: .milliseconds(Int64(transport.connectTimeout * 1000)),
                read: transport.readTimeout.map { .milliseconds(Int64($0 * 1000)) }),
            proxy: proxy?.clientProxy,
            decompression: .enabled(limit: .size(transport.answerSizeLimit)))
        configuration.httpVersion = .automatic
        configuration.connectionPool.retryConnectionEstablishment = false
        // HTTP/1.1 connections are not kept at all; one of HTTP/2 must not outlive the server's patience either.
        configuration.connectionPool.idleTimeout = .seconds(5)
        // Spans would hold request lines, and those can hold passwords.
        configuration.tracing.tracer = nil
        return configuration
    }

    private static func certificates(in path: String, now: Date) throws(Problem) -> [NIOSSLCertificate] {
        do {
            return try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            var facts = ProblemFacts()
            facts.path = path
            throw Problem(.configUnreadable, message: String(describing: error), time: now, facts: facts)
        }
    }
}

extension ProxySettings {
    fileprivate var clientProxy: HTTPClient.Configuration.Proxy {
        let authorization = user.map { name in
            HTTPClient.Authorization.basic(username: name, password: password?.exposed ?? "")
        }
        return .server(host: host, port: port, authorization: authorization)
    }
}
