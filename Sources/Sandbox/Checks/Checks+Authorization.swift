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
    func authorize(_ request: APIRequest) throws(Refusal) -> Access {
        guard let date = request.headers[.date], let authorization = request.headers[.authorization] else {
            throw Refusal(.missingHeaders)
        }
        switch try AuthorizationHeader(authorization, choices.authorizationForm) {
        case .bearer(let token):
            for check in choices.authorizationOrder {
                switch check {
                case .credentials: try checkToken(token, at: request.now)
                case .date: try checkDate(date, at: request.now)
                case .signature: continue
                }
            }
            return Access(products: nil)
        case .hmac(let apiKey, let signature):
            let key = inventory.apiKeys.first { $0.key.exposed == apiKey }
            for check in choices.authorizationOrder {
                switch check {
                case .credentials: try checkUse(of: key, for: request.method)
                case .date: try checkDate(date, at: request.now)
                case .signature: try checkSignature(signature, of: key, over: date)
                }
            }
            return Access(products: key?.products)
        }
    }

    private func checkToken(_ token: String, at now: Date) throws(Refusal) {
        let status = choices.tokenErrorStatus.rawValue
        guard let expiry = tokens[token] else { throw Refusal(.oauthTokenMalformed).with(status: status) }
        guard expiry > now else { throw Refusal(.oauthTokenExpired).with(status: status) }
    }

    private func checkUse(of key: Inventory.APIKey?, for method: HTTPRequest.Method) throws(Refusal) {
        guard let key else { throw Refusal(.invalidAPIKey) }
        if key.isRevoked { throw Refusal(.revokedAPIKey) }
        if key.isReadOnly && method != .get { throw Refusal(.readOnlyAPIKey) }
    }

    /// A key that is not known signs nothing, and is told by what it is.
    private func checkSignature(
        _ signature: String, of key: Inventory.APIKey?, over date: String
    ) throws(Refusal) {
        guard let key else { throw Refusal(.invalidAPIKey) }
        let signer = RequestSigner(apiKey: key.key, sharedKey: key.sharedKey)
        guard signature == signer.signature(dateHeader: date) else {
            throw Refusal(.signatureMismatch).with(status: choices.signatureMismatchStatus.rawValue)
        }
    }

    private func checkDate(_ text: String, at now: Date) throws(Refusal) {
        guard let date = DateHeader.parse(text) else { throw Refusal(choices.unreadableDateCode) }
        let ahead = date.timeIntervalSince(now)
        guard ahead <= TimeInterval(choices.futureDateToleranceMinutes) * 60,
            -ahead <= TimeInterval(choices.pastDateToleranceMinutes) * 60
        else { throw Refusal(.dateHeaderDiff) }
    }
}
