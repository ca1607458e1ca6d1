internal import AsyncHTTPClient
internal import FoundationEssentials
internal import Licensing
internal import NIOCore
internal import NIOHTTPCompression
internal import NIOSSL

extension HTTPClient.Configuration {
    /// The HTTP client's settings for one request.
    ///
    /// - Parameter begins: whether the request may leave as soon as there is a connection.
    static func make(
        _ transport: TransportConfiguration, tls: TLSConfiguration, proxy: ProxySettings?, progress: SendProgress,
        begins: Bool
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: Timeout(
                connect: .milliseconds(Int64(transport.connectTimeout * 1000)),
                read: transport.readTimeout.map { .milliseconds(Int64($0 * 1000)) }),
            proxy: proxy?.clientProxy,
            decompression: .enabled(limit: .size(transport.responseSizeLimit)))
        configuration.httpVersion = .automatic
        // The making of a connection would be repeated otherwise, and a refusal told late.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Spans would hold request lines, and those can hold passwords.
        configuration.tracing.tracer = nil
        // The one place at which the client tells that a connection is made, tunnel and TLS included.
        let connected: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
            progress.connect()
            if begins { progress.begin() }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        configuration.http1_1ConnectionDebugInitializer = connected
        configuration.http2ConnectionDebugInitializer = connected
        return configuration
    }
}

extension TLSConfiguration {
    /// TLS for a transport: 1.2 or newer, verified against the system's authorities and those of a file.
    ///
    /// - Throws: `config_unreadable` for a file that cannot be read, `config_invalid` for one without a certificate.
    static func client(of transport: TransportConfiguration, now: Date) throws(Problem) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let path = transport.certificateAuthorityFile {
            let known = transport.certificateAuthorities
            tls.additionalTrustRoots = [.certificates(try certificates(in: path, holding: known, now: now))]
        }
        return tls
    }

    /// - Parameter known: what the file holds; nil has it read.
    private static func certificates(
        in path: String, holding known: Data?, now: Date
    ) throws(Problem) -> [NIOSSLCertificate] {
        func problem(_ code: ProblemCode, _ message: String) -> Problem {
            return Problem(code, message: message, time: now, facts: ProblemFacts(name: "ca_file", path: path))
        }
        func read() throws(Problem) -> Data {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw problem(.configUnreadable, "there is no such file")
            }
            if isFolder { throw problem(.configUnreadable, "it is a folder") }
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw problem(.configUnreadable, "this user may not read it")
            }
            return bytes
        }
        let bytes: Data
        if let known { bytes = known } else { bytes = try read() }
        let found = (try? NIOSSLCertificate.fromPEMBytes(Array(bytes))) ?? []
        if found.isEmpty { throw problem(.configInvalid, "there is no certificate in it, in PEM form") }
        return found
    }
}

extension ProxySettings {
    fileprivate var clientProxy: HTTPClient.Configuration.Proxy {
        let authorization = credentials.map { HTTPClient.Authorization.basic(credentials: $0.exposed) }
        return .server(host: host, port: port, authorization: authorization)
    }
}
