public import FoundationEssentials
public import Licensing

extension HTTPLicenseService.Configuration {
    /// All that keeps a service from being prepared by it, each in the words of ``HTTPLicenseService/init(_:logger:now:)``; nothing
    /// is connected for that.
    public func faults(now: Date = Date()) -> [Problem] {
        var faults: [Problem] = []
        func find(_ body: () throws(Problem) -> Void) {
            do throws(Problem) { try body() } catch { faults.append(error) }
        }
        find { () throws(Problem) in try check(now: now) }
        find { () throws(Problem) in _ = try HTTPTransport(transport, now: now) }
        find { () throws(Problem) in try transport.checkProxy(for: transport.address(now: now), now: now) }
        return faults
    }

    /// Refuses what no request could be made with.
    ///
    /// - Throws: `config_invalid`, with the setting's name in the facts.
    func check(now: Date) throws(Problem) {
        func require(_ isRight: Bool, _ name: String, _ message: String) throws(Problem) {
            guard !isRight else { return }
            throw Problem(.configInvalid, message: message, time: now, facts: ProblemFacts(name: name))
        }
        let waits = 0.001...86_400
        try require(
            waits.contains(transport.connectTimeout), "connect_timeout_seconds", "not between 0.001 and 86400 seconds")
        try require(
            waits.contains(transport.callTimeout), "request_timeout_seconds", "not between 0.001 and 86400 seconds")
        try require(
            waits.contains(transport.readTimeout ?? 1), "read_timeout_seconds", "not between 0.001 and 86400 seconds")
        try require(transport.responseSizeLimit > 0, "response size limit", "not positive")
        if case .apiKey(let signer) = authorization {
            try require(!signer.sharedKey.isEmpty, "shared_key", "empty")
            try require(signer.apiKey.fitsHeader, "api_key", "empty, or with characters that no API key has")
        }
    }
}

extension TransportConfiguration {
    /// The server's address, where requests may be sent there.
    func address(now: Date) throws(Problem) -> ServerAddress {
        try ServerAddress(server, allowsInsecureHTTP: allowsInsecureHTTP, now: now)
    }

    /// Refuses a proxy that cannot be used.
    func checkProxy(for server: ServerAddress, now: Date) throws(Problem) {
        do throws(TransportFailure) {
            _ = try ProxySettings.find(for: server, in: proxies)
        } catch {
            throw Problem(error.code, message: error.message, time: now, facts: ProblemFacts(server: server.text))
        }
    }
}

extension Secret {
    /// Whether it can stand in the `Authorization` header: visible ASCII without a quote.
    var fitsHeader: Bool {
        !isEmpty && exposed.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") }
    }
}
