internal import FoundationEssentials
internal import NIOCore
internal import NIOSSL

/// Finds out why a certificate was not accepted, which the TLS library does not tell.
///
/// It makes a second connection for the sake of the server's certificate alone, and ends it within the handshake: no
/// certificate is trusted by it and nothing is sent. It ends with the call that it is made for.
enum CertificateProbe {
    /// The time within which a server's certificate is valid; nil where none could be had.
    static func validity(host: String, port: Int, timeout: Double) async -> ClosedRange<Date>? {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
        guard let context = try? NIOSSLContext(configuration: tls) else { return nil }
        return await Probe.ask(host, port: port, timeout: timeout) { found in
            try NIOSSLClientHandler(
                context: context, serverHostname: isAddress ? nil : host,
                customVerificationCallback: { chain, verdict in
                    found.succeed(chain.first?.validity)
                    verdict.succeed(.failed)
                })
        }
    }
}

extension NIOSSLCertificate {
    fileprivate var validity: ClosedRange<Date>? {
        let start = Date(timeIntervalSince1970: TimeInterval(notValidBefore))
        let end = Date(timeIntervalSince1970: TimeInterval(notValidAfter))
        return start <= end ? start...end : nil
    }
}
