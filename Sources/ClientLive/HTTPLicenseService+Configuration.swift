internal import FoundationEssentials
public import LicenseAPI
public import Licensing

extension HTTPLicenseService {
    /// The License API that a configuration names. It logs nothing.
    ///
    /// - Throws: what ``Configuration/init(_:version:environment:)`` throws, and what the transport finds wrong with the
    ///   server's address.
    public init(
        _ configuration: BerthConfiguration, version: String, environment: ProcessEnvironment
    ) throws(Problem) {
        try self.init(Configuration(configuration, version: version, environment: environment))
    }
}

extension HTTPLicenseService.Configuration {
    /// What a service of the License API that a configuration names needs to know.
    ///
    /// - Parameters:
    ///   - configuration: where the server is, and what opens it.
    ///   - version: this program's version, for the server's logs.
    ///   - environment: the process's environment: it tells the proxies.
    /// - Throws: `config_missing` for credentials that are not set, `config_unreadable` or `config_invalid` for a key file or
    ///   whatever else cannot be used, named as it was set.
    public init(
        _ configuration: BerthConfiguration, version: String, environment: ProcessEnvironment
    ) throws(Problem) {
        do throws(Problem) {
            try self.init(unchecked: configuration, version, environment)
        } catch {
            throw configuration.spelt(error)
        }
        if let fault = faults().first { throw configuration.spelt(fault) }
    }

    /// The same, of which only what is read for it is looked at.
    fileprivate init(
        unchecked configuration: BerthConfiguration, _ version: String, _ environment: ProcessEnvironment
    ) throws(Problem) {
        let authorization: Authorization =
            switch try configuration.apiAuthorization() {
            case .apiKey(let key, let sharedKey): .apiKey(RequestSigner(apiKey: key, sharedKey: sharedKey))
            case .oauth(let id, let secret): .oauth(OAuthClient(clientID: id, clientSecret: secret))
            }
        let authorities = try configuration.certificateAuthorities()
        self.init(
            transport: TransportConfiguration(
                server: configuration.server, connectTimeout: configuration.connectTimeoutSeconds,
                callTimeout: configuration.requestTimeoutSeconds, readTimeout: configuration.readTimeoutSeconds,
                certificateAuthorityFile: configuration.caFile, certificateAuthorities: authorities,
                proxies: environment.proxies,
                allowsInsecureHTTP: configuration.allowInsecureHTTP),
            authorization: authorization,
            client: ClientIdentity(
                version: version, hostname: Performer.hostName, isVirtualMachine: VirtualMachine.isThisHost),
            verifier: try configuration.verifier())
    }
}

extension BerthConfiguration {
    /// All that keeps a service from being made of it, each as it is told where one is made; but for credentials that are missing.
    func serviceFaults(environment: ProcessEnvironment) -> [Problem] {
        var faults: [Problem] = []
        // In the place of what cannot be used stands what can, so that the rest is looked at, too.
        var usable = self
        if !missingCredentials.isEmpty {
            (usable.oauthClientID, usable.oauthClientSecret) = (nil, nil)
            (usable.apiKey, usable.sharedKey) = (apiKey ?? Secret("-"), sharedKey ?? Secret("-"))
        }
        do throws(Problem) {
            _ = try verifier()
        } catch {
            faults.append(error)
            usable.publicKeyFile = nil
        }
        do throws(Problem) {
            _ = try certificateAuthorities()
        } catch {
            faults.append(error)
            usable.caFile = nil
        }
        do throws(Problem) {
            let service = try HTTPLicenseService.Configuration(unchecked: usable, "", environment)
            faults += service.faults()
        } catch {
            faults.append(error)
        }
        return faults.map(spelt)
    }

    /// The key that responses are verified with: the vendor's, unless a file names another.
    ///
    /// - Throws: `config_unreadable` or `config_invalid` for a key file that cannot be used, or that others can write to; with the flag or
    ///   the variable that names it.
    public func verifier() throws(Problem) -> ResponseVerifier {
        guard let publicKeyFile else { return .production }
        do throws(Problem) {
            let data = try trusted(publicKeyFile, .publicKeyFile)
            do {
                return try ResponseVerifier(publicKey: String(decoding: data, as: UTF8.self))
            } catch {
                throw Problem.configuration(
                    .configInvalid, error.message, name: Setting.publicKeyFile.rawValue, path: publicKeyFile)
            }
        } catch {
            throw spelt(error)
        }
    }

    /// The certificate authorities to trust besides the system's: the bytes of the file that was looked at.
    func certificateAuthorities() throws(Problem) -> Data? {
        try caFile.map { path throws(Problem) in try trusted(path, .caFile) }
    }

    private func trusted(_ path: String, _ setting: Setting) throws(Problem) -> Data {
        do {
            return try TrustedFile(path: path, for: .settings).data
        } catch {
            let name = spellings[setting.rawValue] ?? setting.rawValue
            var problem = Problem.configuration(
                .configInvalid, "The file that \(name) names cannot be used: \(error.words).",
                name: setting.rawValue, path: error.isMissing ? nil : path)
            if case .usableByOthers = error {
                problem.facts.isWritableByOthers = true
                problem.message =
                    "Others than its owner can write to the file that \(name) names. Run: "
                    + TrustedFile.Purpose.settings.remedy(path)
            }
            throw problem
        }
    }
}
