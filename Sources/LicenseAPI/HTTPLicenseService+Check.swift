internal import FoundationEssentials
internal import Licensing

extension HTTPLicenseService.Configuration {
    /// Refuses what no request could be made with.
    ///
    /// - Throws: `config_invalid`, with the setting's name in the facts.
    func check(now: Date) throws(Problem) {
        func require(_ isRight: Bool, _ name: String, _ message: String) throws(Problem) {
            guard !isRight else { return }
            var facts = ProblemFacts()
            facts.name = name
            throw Problem(.configInvalid, message: message, time: now, facts: facts)
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

extension Secret {
    /// Whether it can stand in the `Authorization` header: visible ASCII without a quote.
    var fitsHeader: Bool {
        !isEmpty && exposed.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") }
    }
}
