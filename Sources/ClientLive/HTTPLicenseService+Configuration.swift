internal import Foundation
public import LicenseAPI
public import Licensing

extension HTTPLicenseService {
    /// The License API that a configuration names.
    ///
    /// - Parameters:
    ///   - version: this program's version, for the server's logs.
    ///   - environment: the process's environment: it tells the proxy.
    /// - Throws: `config_missing` for credentials that are not set, `config_unreadable` or `config_invalid` for a key
    ///   file that cannot be used, and what the transport finds wrong with the server's address.
    public init(
        _ configuration: BerthConfiguration, version: String, environment: [String: String]
    ) throws(Problem) {
        let authorization: Authorization =
            switch try configuration.apiAuthorization() {
            case .apiKey(let key, let sharedKey): .apiKey(RequestSigner(apiKey: key, sharedKey: sharedKey))
            case .oauth(let id, let secret): .oauth(OAuthClient(clientID: id, clientSecret: secret))
            }
        try self.init(
            Configuration(
                transport: TransportConfiguration(
                    server: configuration.server, connectTimeout: configuration.connectTimeoutSeconds,
                    answerTimeout: configuration.requestTimeoutSeconds,
                    certificateAuthorityFile: configuration.caFile, proxyEnvironment: environment,
                    allowsInsecureHTTP: configuration.allowInsecureHTTP),
                authorization: authorization, client: ClientIdentity(version: version, hostname: Self.hostname),
                verifier: try configuration.verifier()))
    }

    private static var hostname: String? {
        let name = ProcessInfo.processInfo.hostName
        return name.isEmpty ? nil : name
    }
}

extension BerthConfiguration {
    /// The key that answers are verified with: the vendor's, unless a file names another.
    ///
    /// - Throws: `config_unreadable` or `config_invalid` for a key file that cannot be used.
    public func verifier() throws(Problem) -> ResponseVerifier {
        guard let publicKeyFile else { return .production }
        guard let text = try? String(contentsOfFile: publicKeyFile, encoding: .utf8) else {
            var facts = ProblemFacts()
            facts.path = publicKeyFile
            facts.name = "public_key_file"
            throw Problem(
                .configUnreadable, message: "The file with the public key cannot be read.", time: Date(), facts: facts)
        }
        return try ResponseVerifier(publicKey: text)
    }
}
