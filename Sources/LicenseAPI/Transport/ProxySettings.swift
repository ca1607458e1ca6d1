internal import FoundationEssentials
internal import Licensing

/// The proxy for one server, as the customary environment variables name it.
struct ProxySettings: Hashable, Sendable {
    var host: String
    var port: Int
    /// The name and password in the proxy's address, if it holds any.
    var user: String?
    var password: Secret?

    /// What a proxy is authorized with: Base64 of name and password.
    var credentials: Secret? {
        user.map { name in Secret(Data("\(name):\(password?.exposed ?? "")".utf8).base64EncodedString()) }
    }

    /// Finds the proxy for a server; nil where there is none. This host is always spoken to directly.
    ///
    /// - Throws: `transport_proxy` for a proxy that cannot be used.
    static func find(
        for server: ServerAddress, in variables: ProxyVariables
    ) throws(TransportFailure) -> ProxySettings? {
        let names = [server.isSecure ? "HTTPS_PROXY" : "HTTP_PROXY", "ALL_PROXY"]
        guard !server.isLoopback, !excludes(server, variables.value(of: "NO_PROXY")?.exposed ?? ""),
            let name = names.first(where: { variables.value(of: $0) != nil }),
            let text = variables.value(of: name)?.exposed
        else { return nil }
        let components = URLComponents(string: text.contains("://") ? text : "http://" + text)
        guard let components, components.scheme?.lowercased() == "http", let host = components.host?.trimmingBrackets,
            !host.isEmpty,
            (1...65535).contains(components.port ?? 80)
        else {
            throw TransportFailure(
                .transportProxy, "\(name) is not an http:// address with a host and a port that can be", effect: .none)
        }
        return ProxySettings(
            host: host, port: components.port ?? 80, user: components.user,
            password: components.password.map(Secret.init))
    }

    /// Whether `NO_PROXY` lists a server: a comma-separated list of hosts and domains, each with or without a port, of
    /// ranges of IPv4 addresses (`10.0.0.0/8`), or `*`.
    private static func excludes(_ server: ServerAddress, _ list: String) -> Bool {
        let host = server.host
        return list.lowercased().split(separator: ",").contains { element in
            var domain = element.filter { !$0.isWhitespace }.trimmingBrackets[...]
            if domain == "*" || domain == host { return true }
            if let range = IPv4Range(domain) { return range.contains(host) }
            let port = ":\(server.port)"
            if domain.hasSuffix(port) { domain = domain.dropLast(port.count) }
            domain = String(domain).trimmingBrackets[...]
            if domain.hasPrefix("*") { domain = domain.dropFirst() }
            if domain.hasPrefix(".") { domain = domain.dropFirst() }
            return !domain.isEmpty && (host == domain || host.hasSuffix("." + domain))
        }
    }
}

/// A range of IPv4 addresses, such as `10.0.0.0/8`.
private struct IPv4Range {
    private let start: UInt32
    private let mask: UInt32

    init?(_ text: Substring) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let address = Self.number(halves[0]), let bits = Int(halves[1]),
            (0...32).contains(bits)
        else { return nil }
        mask = bits == 0 ? 0 : ~0 << UInt32(32 - bits)
        start = address & mask
    }

    func contains(_ host: String) -> Bool { Self.number(host[...]).map { $0 & mask == start } ?? false }

    private static func number(_ text: Substring) -> UInt32? {
        let bytes = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        return bytes.reduce(0 as UInt32?) { number, byte in
            guard let number, let byte else { return nil }
            return number << 8 | UInt32(byte)
        }
    }
}
