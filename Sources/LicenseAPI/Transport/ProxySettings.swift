internal import FoundationEssentials
internal import Licensing

/// The proxy for a server, as the customary environment variables name it.
struct ProxySettings: Hashable, Sendable {
    var host: String
    var port: Int
    /// The name and password in the proxy's address, if it holds any.
    var user: String?
    var password: Secret?

    /// Finds the proxy for a server; nil where there is none. This host is always spoken to directly.
    ///
    /// - Throws: `transport_proxy` for a proxy that cannot be used.
    static func find(
        for server: ServerAddress, in environment: [String: String], now: Date
    ) throws(Problem) -> ProxySettings? {
        func value(_ name: String) -> String? {
            let text = environment[name.lowercased()] ?? environment[name] ?? ""
            return text.isEmpty ? nil : text
        }
        let name = server.isSecure ? "HTTPS_PROXY" : "HTTP_PROXY"
        guard !server.isLoopback, !excludes(server, value("NO_PROXY") ?? ""), let text = value(name) else { return nil }
        let components = URLComponents(string: text.contains("://") ? text : "http://" + text)
        guard let components, components.scheme?.lowercased() == "http", let host = components.host, !host.isEmpty
        else {
            var facts = ProblemFacts()
            facts.server = server.text
            facts.name = name
            throw Problem(.transportProxy, message: "\(name) is not an http address", time: now, facts: facts)
        }
        return ProxySettings(
            host: host, port: components.port ?? 80, user: components.user,
            password: components.password.map(Secret.init))
    }

    /// Whether `NO_PROXY` lists a server: a comma-separated list of hosts and domains, each with or without a port, or `*`.
    private static func excludes(_ server: ServerAddress, _ list: String) -> Bool {
        let host = server.host.lowercased()
        return list.lowercased().split(separator: ",").contains { element in
            var domain = element.filter { !$0.isWhitespace }[...]
            if domain == "*" || domain == host { return true }
            let port = ":\(server.port)"
            if domain.hasSuffix(port) { domain = domain.dropLast(port.count) }
            if domain.hasPrefix("*") { domain = domain.dropFirst() }
            if domain.hasPrefix(".") { domain = domain.dropFirst() }
            return !domain.isEmpty && (host == domain || host.hasSuffix("." + domain))
        }
    }
}
