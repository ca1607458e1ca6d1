internal import FoundationEssentials
internal import HTTPTypes
internal import LicenseAPI
internal import Licensing

extension ServiceState {
    /// What a caller may do.
    struct Access: Sendable {
        /// The products that it may activate; nil for all.
        var products: Set<String>?
    }

    /// Headers and authorization (reference, sections 2.1 to 2.3).
    func authorize(_ call: Call) throws(Refusal) -> Access {
        guard let date = call.headers[.date], let authorization = call.headers[.authorization] else {
            throw Refusal(.missingHeaders)
        }
        switch try AuthorizationHeader(authorization, choices.authorizationForm) {
        case .bearer(let token):
            guard let expiry = tokens[token] else {
                throw Refusal(.oauthTokenMalformed).with(status: choices.tokenErrorStatus)
            }
            guard expiry > call.now else { throw Refusal(.oauthTokenExpired).with(status: choices.tokenErrorStatus) }
            try checkDate(date, at: call.now)
            return Access(products: nil)
        case .hmac(let apiKey, let signature):
            let key = try usableKey(apiKey, for: call.method)
            try checkDate(date, at: call.now)
            let signer = RequestSigner(apiKey: key.key, sharedKey: key.sharedKey)
            guard signature == signer.signature(dateHeader: date) else {
                throw Refusal(.signatureMismatch).with(status: choices.signatureMismatchStatus)
            }
            return Access(products: key.products)
        }
    }

    private func usableKey(_ text: String, for method: HTTPRequest.Method) throws(Refusal) -> Catalogue.APIKey {
        guard let key = catalogue.apiKeys.first(where: { $0.key.exposed == text }) else {
            throw Refusal(.invalidAPIKey)
        }
        if key.isRevoked { throw Refusal(.revokedAPIKey) }
        if key.isReadOnly && method != .get { throw Refusal(.readOnlyAPIKey) }
        return key
    }

    private func checkDate(_ text: String, at now: Date) throws(Refusal) {
        guard let ahead = DateHeader.parse(text)?.timeIntervalSince(now),
            ahead <= TimeInterval(choices.futureDateToleranceMinutes) * 60,
            -ahead <= TimeInterval(choices.pastDateToleranceMinutes) * 60
        else { throw Refusal(.dateHeaderDiff) }
    }
}
