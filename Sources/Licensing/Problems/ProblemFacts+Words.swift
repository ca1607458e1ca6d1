internal import FoundationEssentials

extension Problem {
    /// When it was met, by the server's clock as far as that is known.
    var serverTime: Date { time.addingTimeInterval(facts.clockOffset ?? 0) }
}

extension Problem {
    /// Its own words without the full stop, for the middle of a line.
    var sentence: String { message.hasSuffix(".") ? String(message.dropLast()) : message }

    /// Whether the message is a sentence of this program, or a few, that says what happened.
    var isSaid: Bool { message.hasSuffix(".") || message.hasSuffix("?") }
}

/// Facts as parts of a sentence.
extension ProblemFacts {
    /// What a problem is about: `CAD-PRO …4444 on 3eb1bd43…`, as far as its parts are known; nil without a product.
    var subject: String? {
        guard let product = product.map({ BorrowSubject.title($0, feature) }) else { return nil }
        // A bare "…" is what is left of a key too short to show any of it.
        let known = license.flatMap { $0.count > 1 ? " " + $0 : nil } ?? ""
        let device = hardwareID.map { " on \($0.short)" } ?? ""
        return product + known + device
    }

    /// `product CAD-PRO`, or `this product`.
    var productWords: String { product.map { "product \($0)" } ?? "this product" }

    /// The server's name with its port, as commands take it: `api.licensespring.com:443`; nil where it is not known.
    var hostAndPort: String? {
        guard let server, let url = URL(string: server), let host = url.host() else { return nil }
        let bracketed = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(bracketed):\(url.port ?? (url.scheme == "http" ? 80 : 443))"
    }

    /// The server's name without scheme, port and path, or nil.
    var host: String? { server.flatMap { URL(string: $0)?.host() } }

    /// The server's address, or `the server`.
    var serverWords: String { server ?? "the server" }

    /// Whether the server is this host, where the sandbox lives.
    var isLoopback: Bool { server.map { ServerIdentity($0).isThisHost } ?? false }

    /// What has a sandbox serve at the server's own address, ` --port 8189`; nil where none can: it speaks plain HTTP on loopback.
    var sandboxPlace: String? {
        guard let server, let url = URL(string: server), url.scheme == "http" else { return nil }
        let port = " --port \(url.port ?? 80)"
        guard isLoopback, let host = url.host()?.trimmingPrefix("[").prefix(while: { $0 != "]" }) else { return nil }
        switch host {
        case "127.0.0.1": return port
        case "localhost", "::1": return " --host \(host)" + port
        default: return " --host \(host) --allow-other-hosts" + port
        }
    }
}
