internal import FoundationEssentials
internal import Licensing
internal import NIOCore

/// An address that requests may be sent to: HTTPS, or plain HTTP to this host, or plain HTTP where that is allowed.
struct ServerAddress: Hashable, Sendable {
    /// The address without a slash at its end.
    var text: String
    var isSecure: Bool
    /// The host's name or its IP address without brackets.
    var host: String
    /// The port; that of the scheme where the address names none.
    var port: Int

    /// Reads an address.
    ///
    /// - Throws: `config_invalid` for what is no address or holds a user, a query or a fragment; `transport_insecure`
    ///   for plain HTTP to another host.
    init(_ address: String, allowsInsecureHTTP: Bool, now: Date) throws(Problem) {
        let components = URLComponents(string: address)
        guard let components, let scheme = components.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let host = components.host?.trimmingBrackets, !host.isEmpty,
            components.user == nil, components.password == nil, components.query == nil, components.fragment == nil
        else {
            let message = "not an http or https address, or one with a user, a query or a fragment"
            throw Self.problem(.configInvalid, message, address: nil, now: now)
        }
        isSecure = scheme == "https"
        self.host = host
        port = components.port ?? (isSecure ? 443 : 80)
        text = address.hasSuffix("/") ? String(address.dropLast()) : address
        guard isSecure || isLoopback || allowsInsecureHTTP else {
            throw Self.problem(.transportInsecure, "plain HTTP to \(host)", address: text, now: now)
        }
    }

    /// Whether the host is this one: `localhost`, 127.0.0.0/8 or ::1, as written.
    var isLoopback: Bool {
        if host.lowercased() == "localhost" { return true }
        guard let ip = try? SocketAddress(ipAddress: host, port: port).ipAddress else { return false }
        return ip == "::1" || ip.hasPrefix("127.")
    }

    private static func problem(_ code: ProblemCode, _ message: String, address: String?, now: Date) -> Problem {
        var facts = ProblemFacts()
        facts.server = address
        facts.name = "server"
        return Problem(code, message: message, time: now, facts: facts)
    }
}

extension String {
    /// The text without the brackets in which an address writes an IPv6 host.
    var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
