internal import FoundationEssentials
internal import Licensing
internal import NIOSSL

extension TransportFailure {
    /// A TLS handshake that failed, with its cause as far as the error tells. Nothing has left then.
    init(handshake error: any Error) {
        // The library's own words name the place in its source at which it gave up, which helps nobody.
        let words = String(describing: error)
        let fault: ProblemFacts.TLSFault? =
            if error.wantsClientCertificate {
                .clientCertificate
            } else if error is NIOSSLExtraError || words.contains("HOSTNAME") {
                .wrongName
            } else if words.contains("CERTIFICATE_VERIFY_FAILED") {
                .untrusted
            } else if words.contains("WRONG_VERSION_NUMBER") || words.contains("HTTP_REQUEST") {
                .notTLS
            } else if words.contains("PROTOCOL") || words.contains("VERSION_TOO_LOW") {
                .protocolVersion
            } else {
                nil
            }
        self.init(.transportTLS, fault?.words ?? "the handshake failed", effect: .none)
        tlsFault = fault
    }

    /// The same with more about a certificate that was not accepted.
    ///
    /// - Parameter validity: the time within which the server's certificate is valid, where it is known.
    func sharpened(by validity: ClosedRange<Date>?, now: Date) -> TransportFailure {
        guard let validity else { return self }
        var copy = self
        if now > validity.upperBound {
            copy.tlsFault = .expired
            copy.message = "the certificate ended at \(UTC.format(validity.upperBound))"
        } else if now < validity.lowerBound {
            copy.tlsFault = .notYetValid
            copy.message = "the certificate begins at \(UTC.format(validity.lowerBound))"
        }
        return copy
    }
}

extension ProblemFacts.TLSFault {
    fileprivate var words: String {
        switch self {
        case .expired: "the certificate has ended"
        case .notYetValid: "the certificate has not begun"
        case .untrusted: "no known authority stands behind the certificate"
        case .wrongName: "the certificate is for another name"
        case .protocolVersion: "no common version of TLS"
        case .notTLS: "the server does not speak TLS on this port"
        case .clientCertificate: "the server wants a certificate of its clients"
        }
    }
}

extension Error {
    /// Whether it is a server's alert that it has refused a client without a certificate. By TLS 1.3 it comes after the client is done
    /// with the handshake, and nothing that the client has sent since is read.
    var wantsClientCertificate: Bool {
        self is BoringSSLError && String(describing: self).contains("CERTIFICATE_REQUIRED")
    }
}
