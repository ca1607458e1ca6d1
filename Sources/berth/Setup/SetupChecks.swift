internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import Screens

/// Holds the answers of a first start against the world. Nothing here takes a seat.
struct SetupChecks {
    let answers: SetupAnswers

    /// What no company calls itself or a product of its own: the server refuses it, and so tells that it is one.
    private static let nobody = "berth-setup"
    /// How long a person waits for a check, in seconds.
    private static let patience = 15.0

    /// Checks the answer of a step.
    func check(_ step: SetupStep.ID) async throws(Problem) -> SetupFinding {
        switch step {
        case .place, .server: try await reach()
        case .sharedKey, .clientSecret: try await authorize()
        case .product: .product(try await service(authorization).describe(answers.product).value)
        case .publicKey:
            try verify()
        case .licenseKey:
            try readLicenseKey()
        case .authorization, .apiKey, .clientID, .device, .user, .secrets, .finish: .usable
        }
    }

    /// Asks with credentials that nobody has: a License API refuses them in its own words.
    private func reach() async throws(Problem) -> SetupFinding {
        let service = try service(.apiKey(Secret(Self.nobody), sharedKey: Secret(Self.nobody)))
        do throws(ServiceFailure) {
            return .reached(clockOffset: try await service.productDetails(Self.nobody).clockOffset)
        } catch {
            guard error.problem.isRefusal else { throw error.problem.aboutNothing }
            return .reached(clockOffset: error.clockOffset)
        }
    }

    /// Asks for a product that nobody has: credentials are looked at before that.
    private func authorize() async throws(Problem) -> SetupFinding {
        do {
            _ = try await service(authorization).describe(Self.nobody)
            return .accepted
        } catch {
            guard error.isRefusal, error.code == .apiKeyProductNotAllowed || !error.isAboutCredentials else {
                throw error.aboutNothing
            }
            return .accepted
        }
    }

    private func verify() throws(Problem) -> SetupFinding {
        _ = try configuration(authorization).verifier()
        return .usable
    }

    private func readLicenseKey() throws(Problem) -> SetupFinding {
        guard let path = answers.licenseKeyFile else { return .usable }
        let source = SecretSource.file(ProcessEnvironment.current.paths.absolute(path))
        let key = try SecretReader(environment: .current).read(source, for: "license_key_file")
        do {
            _ = try Validation.licenseKey(key)
        } catch {
            var facts = ProblemFacts()
            facts.name = "license_key_file"
            throw Problem(.configInvalid, message: error.sentence, time: Date(), facts: facts)
        }
        return .usable
    }

    private var authorization: APIAuthorization { ConfigurationDraft(answers).authorization }

    private func service(_ authorization: APIAuthorization) throws(Problem) -> HTTPLicenseService {
        try HTTPLicenseService(configuration(authorization), version: BerthVersion.text, environment: .current)
    }

    private func configuration(_ authorization: APIAuthorization) -> BerthConfiguration {
        var configuration = BerthConfiguration(ledgerPath: "")
        configuration.server = answers.server
        configuration.publicKeyFile = answers.publicKeyFile.map(ProcessEnvironment.current.paths.absolute)
        switch authorization {
        case .apiKey(let key, let sharedKey): (configuration.apiKey, configuration.sharedKey) = (key, sharedKey)
        case .oauth(let id, let secret): (configuration.oauthClientID, configuration.oauthClientSecret) = (id, secret)
        }
        configuration.connectTimeoutSeconds = min(configuration.connectTimeoutSeconds, Self.patience)
        configuration.requestTimeoutSeconds = Self.patience
        return configuration
    }
}

extension ConfigurationDraft {
    /// The configuration that answers come to.
    init(_ answers: SetupAnswers) {
        let authorization: APIAuthorization =
            switch answers.authorization {
            case .keys(let key, let sharedKey): .apiKey(key, sharedKey: sharedKey)
            case .oauth(let id, let secret): .oauth(clientID: id, clientSecret: secret)
            }
        self.init(
            server: answers.server, publicKeyFile: answers.publicKeyFile, authorization: authorization,
            product: answers.product, hardwareID: answers.hardwareID, licenseKeyFile: answers.licenseKeyFile,
            username: answers.userName, keepsSecrets: answers.secrets == .files)
    }
}

extension HTTPLicenseService {
    /// A product, or the problem alone.
    fileprivate func describe(_ product: String) async throws(Problem) -> Response<Product> {
        do throws(ServiceFailure) {
            return try await productDetails(product)
        } catch {
            throw error.problem
        }
    }
}

extension Problem {
    /// Whether a License API has refused the request, in its own words.
    fileprivate var isRefusal: Bool {
        status != nil && !["transport_", "response_", "server/"].contains { code.rawValue.hasPrefix($0) }
    }

    /// The same without the product that nobody has, which is none of a person's words.
    fileprivate var aboutNothing: Problem {
        var problem = self
        problem.facts.product = nil
        return problem
    }

    /// Whether it is about who is asking, or the clock that signs, rather than about what is asked for.
    fileprivate var isAboutCredentials: Bool {
        [.authorizationRefused, .clockRefused].contains(ProblemCatalogue.explain(self).exitCode)
    }
}
