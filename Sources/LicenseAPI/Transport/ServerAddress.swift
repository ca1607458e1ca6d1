public import FoundationEssentials
public import Licensing
internal import NIOCore

/// An address that requests may be sent to: HTTPS, or plain HTTP to this host, or plain HTTP where that is allowed.
///
/// Every address has one spelling: scheme and host in lower case, an IPv6 address at its shortest, no port where it is the scheme's
/// own, no slash at its end. Which addresses mean the same server tells `ServerIdentity`.
public struct ServerAddress: Hashable, Sendable {
    /// The address in its one spelling; a path in it is kept.
    public private(set) var text: String
    /// Whether it is spoken to by HTTPS.
    public let isSecure: Bool
    /// The host's name or its IP address without brackets, in lower case.
    public let host: String
    /// The port; that of the scheme where the address names none.
    public let port: Int
    /// The path, without a slash at its end; empty for most.
    public private(set) var path: String

    /// Reads an address.
    ///
    /// - Throws: `config_invalid` for what is no address, has a port that cannot be, or holds a user, a query or a
    ///   fragment; `transport_insecure` for plain HTTP to another host.
    public init(_ address: String, allowsInsecureHTTP: Bool, now: Date) throws(Problem) {
        func problem(_ code: ProblemCode, _ message: String, server: String? = nil) -> Problem {
            return Problem(code, message: message, time: now, facts: ProblemFacts(name: "server", server: server))
        }
        guard let parts = Parts(address) else {
            throw problem(
                .configInvalid, "not an http or https address, or one with a user, a query or a fragment")
        }
        guard (1...65535).contains(parts.port) else {
            throw problem(.configInvalid, "its port does not lie between 1 and 65535")
        }
        (isSecure, host, port, path) = (parts.isSecure, parts.host, parts.port, parts.path)
        text = parts.origin + parts.path
        guard isSecure || isLoopback || allowsInsecureHTTP else {
            throw problem(.transportInsecure, "plain HTTP to \(host)", server: text)
        }
    }

    /// The one spelling of an address, whether or not requests may be sent there; nil for what is no address.
    public static func normalized(_ address: String) -> String? {
        guard let parts = Parts(address), (1...65535).contains(parts.port) else { return nil }
        return parts.origin + parts.path
    }

    /// The same host and port without a path.
    var root: ServerAddress {
        var root = self
        root.text = String(text.dropLast(path.count))
        root.path = ""
        return root
    }

    /// Whether the host is this one, as written.
    public var isLoopback: Bool { ServerIdentity(text).isThisHost }
}

/// What an address consists of, before it is judged.
private struct Parts {
    var isSecure: Bool
    var host: String
    var port: Int
    var path: String
    var origin: String

    init?(_ address: String) {
        let components = URLComponents(string: address)
        guard let components, let scheme = components.scheme?.lowercased(), scheme == "https" || scheme == "http",
            let host = components.encodedHost?.lowercased().trimmingBrackets, !host.isEmpty,
            components.user == nil, components.password == nil, components.query == nil, components.fragment == nil
        else { return nil }
        isSecure = scheme == "https"
        self.host = host.contains(":") ? (try? SocketAddress(ipAddress: host, port: 0).ipAddress) ?? host : host
        let usual = isSecure ? 443 : 80
        // One that is too large for a number must not pass as none.
        let written = components.rangeOfPort.flatMap { components.string?[$0] } ?? ""
        port = written.isEmpty ? usual : Int(written) ?? 0
        var path = components.percentEncodedPath[...]
        while path.hasSuffix("/") { path = path.dropLast() }
        self.path = String(path)
        origin = "\(scheme)://\(self.host.bracketed)" + (port == usual ? "" : ":\(port)")
    }
}

extension String {
    /// A host as it stands before a port: an IPv6 address in brackets.
    var bracketed: String { contains(":") ? "[\(self)]" : self }

    /// The text without the brackets in which an address writes an IPv6 host.
    var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
