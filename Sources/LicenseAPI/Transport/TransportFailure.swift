internal import AsyncHTTPClient
internal import Licensing
internal import NIOCore
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

/// What came between a request and its answer.
struct TransportFailure: Error, Hashable {
    var code: ProblemCode
    /// The system's own words; never a header, a request line or a body.
    var message: String
    var timeout: ProblemFacts.Timeout?
    /// Why no secure connection came about, as far as that is known.
    var tlsFault: ProblemFacts.TLSFault?
    /// Whether the request may have reached the server.
    var mayHaveArrived: Bool

    init(_ code: ProblemCode, _ message: String, timeout: ProblemFacts.Timeout? = nil, mayHaveArrived: Bool) {
        self.code = code
        self.message = message
        self.timeout = timeout
        self.mayHaveArrived = mayHaveArrived
    }

    /// Sorts an error met while a request was under way.
    ///
    /// - Parameters:
    ///   - hasLeft: whether the request may have left by then. It does not matter to errors of making a connection.
    ///   - usesProxy: whether the connection goes to a proxy, whose fault the error then is.
    init(_ error: any Error, hasLeft: Bool, usesProxy: Bool, configuration: TransportConfiguration) {
        switch error {
        case let error as HTTPClientError:
            self.init(error, hasLeft: hasLeft, configuration: configuration)
        case let error as NIOConnectionError:
            let timeout = ProblemFacts.Timeout(phase: .connect, seconds: configuration.connectTimeout)
            self.init(error, usesProxy: usesProxy, timeout: timeout)
        case let error as IOError:
            self.init(error, hasLeft: hasLeft, usesProxy: usesProxy)
        case is CancellationError:
            self.init(.transportCancelled, "cancelled", mayHaveArrived: hasLeft)
        case is AnswerTimeout:
            let phase: ProblemFacts.Timeout.Phase = hasLeft ? .answer : .connect
            self.init(
                hasLeft ? .transportTimeout : .transportConnectTimeout, "no answer in time",
                timeout: .init(phase: phase, seconds: configuration.answerTimeout), mayHaveArrived: hasLeft)
        case _ where error.isTooLarge:
            self.init(
                .answerTooLarge, "more than \(configuration.answerSizeLimit) bytes", mayHaveArrived: true)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self.init(.answerNotJSON, String(describing: error), mayHaveArrived: true)
        case _ where error.isHandshakeFailure:
            self.init(handshake: error)
        case is BoringSSLError where !hasLeft:
            self.init(handshake: error)
        default:
            self.init(.transportLost, String(describing: error), mayHaveArrived: hasLeft)
        }
    }

    /// Sorts an error that the HTTP client itself makes. Its longer description can hold headers, so it is not used.
    private init(_ error: HTTPClientError, hasLeft: Bool, configuration: TransportConfiguration) {
        let words = error.shortDescription
        let connectTimeout = configuration.connectTimeout
        switch error {
        case .readTimeout:
            self.init(
                .transportTimeout, words,
                timeout: .init(phase: .idle, seconds: configuration.readTimeout ?? configuration.answerTimeout),
                mayHaveArrived: hasLeft)
        case .cancelled, .alreadyShutdown:
            self.init(.transportCancelled, words, mayHaveArrived: hasLeft && error != .alreadyShutdown)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            self.init(
                .transportConnectTimeout, words, timeout: .init(phase: .connect, seconds: connectTimeout),
                mayHaveArrived: false)
        case .tlsHandshakeTimeout:
            self.init(
                .transportConnectTimeout, words, timeout: .init(phase: .tlsHandshake, seconds: connectTimeout),
                mayHaveArrived: false)
        case .httpProxyHandshakeTimeout, .proxyAuthenticationRequired, .invalidProxyResponse:
            self.init(.transportProxy, words, mayHaveArrived: false)
        default:
            self.init(.transportLost, words, mayHaveArrived: hasLeft)
        }
    }
}

extension Error {
    /// Whether an answer grew beyond its limit, as it was received or as it was decompressed.
    fileprivate var isTooLarge: Bool {
        self is NIOTooManyBytesError || self as? NIOHTTPDecompression.DecompressionError == .limit
    }

    /// Whether a TLS handshake failed, which leaves no request on its way.
    fileprivate var isHandshakeFailure: Bool {
        if case .handshakeFailed = self as? NIOSSLError { return true }
        return self is NIOSSLExtraError
    }
}
