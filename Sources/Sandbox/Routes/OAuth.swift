internal import FoundationEssentials
internal import HTTPTypes
internal import Licensing

extension Route {
    private static let tokenPath = "/realms/user-portal/protocol/openid-connect/token"

    /// Tells where tokens are given out (reference, section 2.3). Neither `Date` nor `Authorization` is asked for.
    static let oauthURL = get("/api/v4/oauth_url") { request, _ throws(Refusal) in
        .unsigned(["url": .string(request.baseURL + tokenPath)])
    }

    /// Gives out a token for client credentials. Its errors have OAuth's shape, not the License API's.
    static let oauthToken = post(tokenPath) { request, state throws(Refusal) in
        guard request.isForm else {
            return .unsigned(
                [
                    "error": "invalid_request",
                    "error_description": "The request must be application/x-www-form-urlencoded",
                ], status: .badRequest)
        }
        let form = try Parameters.form(String(decoding: request.body, as: UTF8.self))
        guard form["grant_type"] == "client_credentials" else {
            return .unsigned(
                ["error": "unsupported_grant_type", "error_description": "Unsupported grant_type"],
                status: .badRequest)
        }
        let client = state.inventory.clients.first { $0.id == form["client_id"] }
        guard let client, client.secret == Secret(form["client_secret"] ?? "") else {
            return .unsigned(
                [
                    "error": "invalid_client",
                    "error_description": "Invalid client or Invalid client credentials",
                ], status: .unauthorized)
        }
        guard client.mayAskForTokens else {
            return .unsigned(
                [
                    "error": "unauthorized_client",
                    "error_description": "Client not enabled to retrieve service account",
                ], status: .unauthorized)
        }
        let lifetime = state.choices.tokenLifetimeSeconds
        let token = "sandbox.\(UUID().uuidString.lowercased())"
        state.keep(token, until: request.now + TimeInterval(lifetime), at: request.now)
        return .unsigned([
            "access_token": .string(token),
            "expires_in": .integer(Int64(lifetime)),
            "refresh_expires_in": 0,
            "token_type": "Bearer",
            "not-before-policy": 0,
            "scope": "profile email",
        ])
    }
}

extension APIRequest {
    /// Whether the body is declared to be a form; what follows a semicolon does not matter.
    fileprivate var isForm: Bool {
        let type = headers[.contentType]?.split(separator: ";").first ?? ""
        return type.filter { !$0.isWhitespace }.lowercased() == "application/x-www-form-urlencoded"
    }
}
