internal import Licensing
internal import NIOCore
internal import NIOPosix

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

extension TransportFailure {
    /// Sorts an error of a socket.
    ///
    /// Once the connection was made the network can become unreachable too, and then it is the response that is lost.
    init(_ error: IOError, progress: SendProgress) {
        let message = SystemWords.of(error)
        let effect: ServerEffect = progress.hasBegun ? .possible : .none
        let code = progress.isConnected ? .transportLost : Self.code(connecting: error.errnoCode)
        self.init(code, message, effect: effect)
    }

    /// Sorts the failure of a connection: a name that does not resolve, or addresses of which none could be reached.
    init(_ error: NIOConnectionError, usesProxy: Bool, timeout: ProblemFacts.Timeout) {
        let errors = error.connectionErrors.map(\.error)
        let numbers = errors.compactMap { ($0 as? IOError)?.errnoCode }
        let words = errors.first.map(SystemWords.of) ?? "no address was found for this name"
        let message = "\(error.host), port \(error.port): \(words)"

        if usesProxy {
            self.init(.transportProxy, message, effect: .none)
        } else if errors.isEmpty {
            self.init(.transportNameNotResolved, message, effect: .none)
        } else if numbers.contains(ECONNREFUSED) {
            self.init(.transportRefused, message, effect: .none)
        } else if numbers.contains(ETIMEDOUT) || numbers.count < errors.count {
            self.init(.transportConnectTimeout, message, timeout: timeout, effect: .none)
        } else {
            self.init(numbers.first.map(Self.code(connecting:)) ?? .transportUnreachable, message, effect: .none)
        }
    }

    /// What an error of the system means while a connection is made.
    private static func code(connecting number: CInt) -> ProblemCode {
        switch number {
        case ECONNREFUSED: .transportRefused
        case ECONNRESET, EPIPE, ECONNABORTED: .transportLost
        default: .transportUnreachable
        }
    }
}

/// What is said of an error: in the system's words where it is the system's, without the names of functions, else by its
/// kind alone.
enum SystemWords {
    static func of(_ error: any Error) -> String {
        guard let error = error as? IOError, let words = strerror(error.errnoCode) else { return "\(type(of: error))" }
        return "\(String(cString: words)) (errno \(error.errnoCode))"
    }
}
