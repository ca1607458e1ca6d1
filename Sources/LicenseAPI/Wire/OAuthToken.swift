internal import Licensing

extension RequestFields {
    /// The query of `GET /api/v4/oauth_url` (reference, section 2.3).
    static let oauthURL: RequestFields = {
        var fields = RequestFields()
        fields.set("login_type", "client_credentials")
        return fields
    }()

    /// The form of a token request (reference, section 2.3).
    static func token(clientID: String, clientSecret: Secret) -> RequestFields {
        var fields = RequestFields()
        fields.set("grant_type", "client_credentials")
        fields.set("client_id", clientID)
        fields.set("client_secret", .secret(clientSecret))
        return fields
    }
}

/// The response to a token request (reference, section 2.3).
struct TokenResponse: Decodable {
    var accessToken: String
    /// In seconds. Without one, the token serves the request at hand and no other.
    var expiresIn: Double?

    enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case expiresIn = "expires_in"
    }
}

/// The error body of a token request, which is not that of the License API (reference, section 2.3).
struct TokenErrorResponse: Decodable {
    var error: String
    var errorDescription: String?

    enum CodingKeys: String, CodingKey {
        case error
        case errorDescription = "error_description"
    }
}
