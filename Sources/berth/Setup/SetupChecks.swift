internal import ClientLive
internal import Foundation
internal import Licensing
internal import Screens

/// Holds the answers of a first start against the world. Nothing here takes a seat.
struct SetupChecks {
    let answers: SetupAnswers
    /// What is set already of the way to a server.
    let known: BerthConfiguration

    /// Checks the answer of a step.
    func check(_ step: SetupStep.ID) async throws(Problem) -> SetupFinding {
        switch step {
        case .place, .server: .reached(clockOffset: try await server.reach())
        case .sharedKey, .clientSecret: try await authorize()
        case .product: .product(try await server.describe(answers.product))
        case .publicKey:
            try verify()
        case .licenseKey:
            try readLicenseKey()
        case .authorization, .apiKey, .clientID, .device, .user, .secrets, .finish: .usable
        }
    }

    private func authorize() async throws(Problem) -> SetupFinding {
        try await server.authorize().whatCame.map { .untold($0) } ?? .accepted
    }

    private func verify() throws(Problem) -> SetupFinding {
        _ = try configuration.verifier()
        return .usable
    }

    private func readLicenseKey() throws(Problem) -> SetupFinding {
        guard let path = answers.licenseKeyFile else { return .usable }
        let source = SecretSource.file(ProcessEnvironment.current.paths.absolute(path))
        let key = try SecretReader(environment: .current).read(source, for: "license_key_file")
        do {
            _ = try Validation.licenseKey(key)
        } catch {
            throw Problem(
                .configInvalid, message: error.sentence, time: Date(), facts: ProblemFacts(name: "license_key_file"))
        }
        return .usable
    }

    private var server: ServerChecks { ServerChecks(configuration) }

    private var configuration: BerthConfiguration {
        var configuration = known
        configuration.server = answers.server
        configuration.publicKeyFile = answers.publicKeyFile.map { ProcessEnvironment.current.paths.absolute($0) }
        switch ConfigurationDraft(answers).authorization {
        case .apiKey(let key, let sharedKey): (configuration.apiKey, configuration.sharedKey) = (key, sharedKey)
        case .oauth(let id, let secret): (configuration.oauthClientID, configuration.oauthClientSecret) = (id, secret)
        }
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
