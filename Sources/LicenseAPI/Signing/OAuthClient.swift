internal import FoundationEssentials
public import Licensing

/// OAuth client credentials, and the token that they last brought (reference, section 2.3).
///
/// The client keeps a token until five seconds before it expires; ``HTTPLicenseService`` fetches the next one.
public actor OAuthClient {
    /// The client's id, as the vendor's platform shows it.
    public nonisolated let clientID: String
    /// Where tokens come from; nil asks the License API (`GET /api/v4/oauth_url`).
    public nonisolated let tokenURL: String?

    nonisolated let clientSecret: Secret
    private var token: Token?

    /// A token, and when to stop using it.
    struct Token: Hashable, Sendable {
        var text: Secret
        var expiresAt: Date
    }

    /// Seconds before its expiry at which a token is no longer used.
    static let margin: TimeInterval = 5

    /// Wraps a client's credentials.
    ///
    /// - Parameters:
    ///   - clientID: what the client is called.
    ///   - clientSecret: what proves that it is that client.
    ///   - tokenURL: the address of the token endpoint, HTTPS except on this host; nil asks the License API.
    public init(clientID: String, clientSecret: Secret, tokenURL: String? = nil) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.tokenURL = tokenURL
    }

    /// The token at hand, if it is good for a while yet.
    func token(at now: Date) -> Secret? {
        guard let token, now < token.expiresAt - Self.margin else { return nil }
        return token.text
    }

    /// Keeps a token that was just fetched.
    func keep(_ token: Token) { self.token = token }

    /// Forgets a token that a server refused, unless another has taken its place.
    func forget(_ refused: Secret) {
        if token?.text == refused { token = nil }
    }
}
