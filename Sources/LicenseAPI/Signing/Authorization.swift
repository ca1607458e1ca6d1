internal import Licensing

/// How requests prove which company they come from (reference, section 2).
public enum Authorization: Sendable {
    /// The company's API key: each request's date is signed.
    case apiKey(RequestSigner)
    /// OAuth client credentials: each request carries a short-lived token.
    case oauth(OAuthClient)

    /// What no server may say back.
    var secrets: [Secret] {
        switch self {
        case .apiKey(let signer): [signer.apiKey, signer.sharedKey]
        case .oauth(let client): [client.clientSecret]
        }
    }
}
