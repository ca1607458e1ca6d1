internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import Logging

/// Asks a server whether it can be worked with. Nothing here takes a seat.
struct ServerChecks: Sendable {
    private let configuration: BerthConfiguration

    /// What no company calls itself or a product of its own: the server refuses it, and so tells that it is one.
    private static let nobody = "berth-setup"
    /// How long a person waits for a check at the most, in seconds.
    private static let patience = 15.0

    init(_ configuration: BerthConfiguration) {
        var configuration = configuration
        configuration.connectTimeoutSeconds = min(configuration.connectTimeoutSeconds, Self.patience)
        configuration.requestTimeoutSeconds = min(configuration.requestTimeoutSeconds, Self.patience)
        self.configuration = configuration
    }

    /// Asks with credentials that nobody has: a License API refuses them in its own words.
    ///
    /// - Returns: how far the server's clock is ahead of this host's, in seconds, where it told.
    func reach() async throws(Problem) -> TimeInterval? {
        let service = try anonymousService()
        do throws(ServiceFailure) {
            return try await service.productDetails(Self.nobody).clockOffset
        } catch {
            guard error.problem.isRefusal else { throw error.problem.aboutAddress.aboutNothing }
            return error.clockOffset
        }
    }

    /// What a server says to credentials.
    enum Acceptance {
        case accepted
        /// It has responded in a way that does not tell: what came.
        case untold(Problem)
    }

    /// What a server says of a product only to whose credentials it takes.
    private static let acceptances: Set<ProblemCode> = [
        .unknownProduct, .archivedProduct, .disabledProduct, .apiKeyProductNotAllowed, .invalidProductAuthMethod,
    ]

    /// Asks for a product that nobody has: credentials are looked at before that.
    ///
    /// - Throws: that the server does not take the credentials, or has not responded.
    func authorize() async throws(Problem) -> Acceptance {
        do {
            _ = try await service(configuration).describe(Self.nobody)
            return .accepted
        } catch {
            if error.isRefusal, Self.acceptances.contains(error.code) { return .accepted }
            guard error.status != nil, !error.isAboutCredentials else { throw error.aboutNothing }
            return .untold(error.aboutNothing)
        }
    }

    /// What the server knows of a product.
    func describe(_ product: String) async throws(Problem) -> Product {
        try await service(configuration).describe(product).value
    }

    /// A service that knows where the server is, and has no credentials for it.
    func anonymousService() throws(Problem) -> HTTPLicenseService {
        var anonymous = configuration
        (anonymous.oauthClientID, anonymous.oauthClientSecret) = (nil, nil)
        (anonymous.apiKey, anonymous.sharedKey) = (Secret(Self.nobody), Secret(Self.nobody))
        return try service(anonymous)
    }

    private func service(_ configuration: BerthConfiguration) throws(Problem) -> HTTPLicenseService {
        try HTTPLicenseService(
            .init(configuration, version: BerthVersion.number, environment: .current),
            logger: .configured(configuration))
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

extension ServerChecks.Acceptance {
    /// What came in place of a word on the credentials; nil where there was one.
    var whatCame: String? {
        if case .untold(let problem) = self { problem.whatCame } else { nil }
    }
}

extension Problem {
    /// The status, the code and the words of the response: `HTTP 403, forbidden: No way`.
    fileprivate var whatCame: String {
        let status = status.map { "HTTP \($0), " } ?? ""
        return "\(status)\(code.rawValue)" + (message.isEmpty ? "" : ": \(message)")
    }

    /// Whether a License API has refused the request, in its own words. What it refuses has another status than 404, which says, in
    /// whatever words, that nothing is at the address.
    fileprivate var isRefusal: Bool {
        status != nil && status != 404 && hasCodeOfServer && !code.rawValue.hasPrefix("server/")
    }

    /// Whether its code is one that a server has sent.
    private var hasCodeOfServer: Bool { ![.transport, .response].contains(code.family) }

    /// The same as the License API says that nothing is at an address, where that is said by another code: what was asked for is
    /// nobody's, so that no code can be about that.
    fileprivate var aboutAddress: Problem {
        guard status == 404, hasCodeOfServer, code != .notFound else { return self }
        var problem = self
        (problem.code, problem.message) = (.notFound, whatCame)
        return problem
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
