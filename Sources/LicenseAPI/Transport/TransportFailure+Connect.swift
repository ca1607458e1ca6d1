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
    /// Sorts an error of a socket. A refusal can only come before anything has left; the others can come later too.
    init(_ error: IOError, hasLeft: Bool, usesProxy: Bool) {
        let message = String(describing: error)
        switch error.errnoCode {
        case ECONNREFUSED:
            self.init(usesProxy ? .transportProxy : .transportRefused, message, mayHaveArrived: false)
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL:
            self.init(.transportUnreachable, message, mayHaveArrived: hasLeft)
        default:
            self.init(.transportLost, message, mayHaveArrived: hasLeft)
        }
    }

    /// Sorts the failure of a connection: a name that does not resolve, or addresses of which none could be reached.
    init(_ error: NIOConnectionError, usesProxy: Bool, timeout: ProblemFacts.Timeout) {
        let errors = error.connectionErrors.map(\.error)
        let numbers = errors.compactMap { ($0 as? IOError)?.errnoCode }
        let words = errors.first ?? error.dnsAError ?? error.dnsAAAAError ?? error
        let message = "\(error.host), port \(error.port): \(words)"

        if usesProxy {
            self.init(.transportProxy, message, mayHaveArrived: false)
        } else if errors.isEmpty {
            self.init(.transportNameNotResolved, message, mayHaveArrived: false)
        } else if numbers.contains(ECONNREFUSED) {
            self.init(.transportRefused, message, mayHaveArrived: false)
        } else if numbers.contains(ETIMEDOUT) || numbers.count < errors.count {
            self.init(.transportConnectTimeout, message, timeout: timeout, mayHaveArrived: false)
        } else {
            self.init(.transportUnreachable, message, mayHaveArrived: false)
        }
    }
}
