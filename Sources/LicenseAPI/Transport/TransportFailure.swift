internal import AsyncHTTPClient
internal import Licensing
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

/// What came between a request and its response.
struct TransportFailure: Error, Hashable {
    var code: ProblemCode
    /// The system's own words; never a header, a request line or a body.
    var message: String
    var timeout: ProblemFacts.Timeout?
    /// Why no secure connection came about, as far as that is known.
    var tlsFault: ProblemFacts.TLSFault?
    /// The status with which a proxy refused a tunnel, as far as that is known.
    var proxyStatus: Int?
    /// What the request has done at the server: something is possible once it may have left.
    var effect: ServerEffect

    init(_ code: ProblemCode, _ message: String, timeout: ProblemFacts.Timeout? = nil, effect: ServerEffect) {
        self.code = code
        self.message = message
        self.timeout = timeout
        self.effect = effect
    }

    /// Sorts an error met while a request was under way.
    ///
    /// - Parameter usesProxy: whether the connection goes to a proxy, whose fault an error of making it then is.
    init(
        _ error: any Error, progress: SendProgress, usesProxy: Bool, configuration: TransportConfiguration
    ) {
        let effect: ServerEffect = progress.hasBegun ? .possible : .none
        let connect = ProblemFacts.Timeout(phase: .connect, seconds: configuration.connectTimeout)
        switch error {
        case is CancellationError:
            self.init(.transportCancelled, "cancelled", effect: effect)
        case is CallTimeout:
            let phase: ProblemFacts.Timeout.Phase = progress.hasBegun ? .response : .connect
            self.init(
                progress.hasBegun ? .transportTimeout : .transportConnectTimeout, "no response in time",
                timeout: .init(phase: phase, seconds: configuration.callTimeout), effect: effect)
        case let error as HTTPClientError:
            self.init(error, effect: effect, isConnected: progress.isConnected, usesProxy, configuration)
        case let error as NIOConnectionError:
            self.init(error, usesProxy: usesProxy, timeout: connect)
        case _ where usesProxy && !progress.isConnected && !error.isHandshakeFailure:
            self.init(.transportProxy, SystemWords.of(error), effect: effect)
        case _ where error.isTooLarge:
            self.init(.responseTooLarge, "more than \(configuration.responseSizeLimit) bytes", effect: effect)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self.init(.responseNotJSON, "the compressed response cannot be decompressed", effect: effect)
        case let error as HTTPParserError where error != .invalidEOFState:
            self.init(.responseNotJSON, "what came back is not HTTP", effect: effect)
        case _ where error.isHandshakeFailure && !progress.isConnected || error.wantsClientCertificate:
            self.init(handshake: error)
        case let error as IOError:
            self.init(error, progress: progress)
        default:
            self.init(.transportLost, SystemWords.of(error), effect: effect)
        }
    }

    /// Sorts an error that the HTTP client itself makes. Its longer description can hold headers, so it is not used.
    private init(
        _ error: HTTPClientError, effect: ServerEffect, isConnected: Bool, _ usesProxy: Bool,
        _ configuration: TransportConfiguration
    ) {
        let words = error.shortDescription
        let connectTimeout = configuration.connectTimeout
        switch error {
        case .readTimeout:
            self.init(
                .transportTimeout, words,
                timeout: .init(phase: .idle, seconds: configuration.readTimeout ?? configuration.callTimeout),
                effect: effect)
        case .cancelled, .alreadyShutdown:
            self.init(.transportCancelled, words, effect: effect)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(
                .transportConnectTimeout, words, timeout: .init(phase: .connect, seconds: connectTimeout), effect: .none
            )
        case .tlsHandshakeTimeout:
            self.init(
                .transportConnectTimeout, words, timeout: .init(phase: .tlsHandshake, seconds: connectTimeout),
                effect: .none)
        case .httpProxyHandshakeTimeout, .proxyAuthenticationRequired, .invalidProxyResponse:
            self.init(.transportProxy, words, effect: .none)
            proxyStatus = error == .proxyAuthenticationRequired ? 407 : nil
        default:
            let isProxys = usesProxy && !isConnected
            self.init(isProxys ? .transportProxy : .transportLost, words, effect: effect)
        }
    }
}

extension Error {
    /// Whether a response grew beyond its limit, as it was received or as it was decompressed.
    fileprivate var isTooLarge: Bool {
        self is NIOTooManyBytesError || self as? NIOHTTPDecompression.DecompressionError == .limit
    }

    /// Whether a TLS handshake failed, if there was no connection yet.
    fileprivate var isHandshakeFailure: Bool {
        if case .handshakeFailed = self as? NIOSSLError { return true }
        return self is NIOSSLExtraError || self is BoringSSLError
    }
}
