public import Licensing

/// What a sandbox does wrong on purpose, call by call, for tests of clients.
public struct Faults: Hashable, Sendable {
    /// One way to go wrong.
    public enum Fault: Hashable, Sendable {
        /// Wait before anything happens.
        case latency(seconds: Double)
        /// Take the request and never respond; nothing happens on the server.
        case hangBeforeEffect
        /// Do what was asked and never respond.
        case hangAfterEffect
        /// Break the connection; nothing happens on the server.
        case closeBeforeEffect
        /// Do what was asked and break the connection in place of a response.
        case closeAfterEffect
        /// Do what was asked, send half of the body, and break the connection.
        case truncatedBody
        /// Respond with a page of HTML, as a proxy would; nothing happens on the server.
        case htmlResponse(status: Int)
        /// Respond with a plain text, as a gateway before the server would; nothing happens on the server.
        case gatewayResponse(status: Int)
        /// Point to another host; nothing happens on the server.
        case redirect
        /// Do what was asked and leave `LicenseSignature` out.
        case missingSignature
        /// Do what was asked and send a `LicenseSignature` that does not match.
        case wrongSignature
        /// Do what was asked and send a signed text that is not JSON.
        case notJSON
        /// Refuse with a code and a status; nothing happens on the server.
        case refusal(ProblemCode, status: Int)
        /// Respond with 500 `internal_error`; nothing happens on the server.
        case internalError
        /// Respond with 429 with `Retry-After` in seconds; nothing happens on the server.
        case tooManyRequests(retryAfter: Int)
        /// Do what was asked and send a `Date` that is this many seconds ahead.
        case skewedDate(seconds: Double)
        /// Do what was asked and send a body of this many bytes, signed and not JSON.
        case oversizedBody(bytes: Int)
    }

    /// Faults for the next calls of one endpoint.
    public struct Rule: Hashable, Sendable {
        /// The endpoint's path, for example `/api/v4/floating/borrow`.
        public var path: String
        /// What goes wrong with each of these calls; empty for calls that are let through.
        public var faults: [Fault]
        /// How many calls are left; nil for all that come.
        public var remaining: Int?
    }

    /// The rules in their order. A call uses the first one for its path that is not used up.
    public private(set) var rules: [Rule] = []

    /// No faults.
    public init() {}

    /// Faults by their rules.
    public init(rules: [Rule]) { self.rules = rules }

    /// Faults for some calls of one endpoint.
    public init(_ faults: Fault..., on path: String, times: Int? = 1) {
        rules = [Rule(path: path, faults: faults, remaining: times)]
    }

    /// These rules, then those of the other.
    public static func + (left: Faults, right: Faults) -> Faults { Faults(rules: left.rules + right.rules) }

    /// What goes wrong with one call, which is counted.
    public mutating func take(path: String) -> [Fault] {
        guard let index = rules.firstIndex(where: { $0.path == path && $0.remaining != 0 }) else { return [] }
        rules[index].remaining = rules[index].remaining.map { $0 - 1 }
        return rules[index].faults
    }
}
