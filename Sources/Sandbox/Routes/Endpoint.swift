internal import HTTPTypes

/// One method and path, and how a call to it is answered.
///
/// An endpoint is a pure function of the call and the state, which it may change. A change that a refusal interrupts is
/// undone by the ``Backend``.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Call, inout ServiceState) throws(Refusal) -> Reply

    var method: HTTPRequest.Method
    var path: String
    var answer: Handler

    /// A call with its parameters in the query.
    static func get(_ path: String, _ answer: @escaping Handler) -> Endpoint {
        Endpoint(method: .get, path: path, answer: answer)
    }

    /// A call with its parameters in the body.
    static func post(_ path: String, _ answer: @escaping Handler) -> Endpoint {
        Endpoint(method: .post, path: path, answer: answer)
    }

    /// All that the sandbox serves.
    static let all: [Endpoint] = [
        .borrow, .release, .check, .activate, .deactivate, .userLicenses, .productDetails,
        .featureBorrow, .featureRelease, .checkFeature, .changePassword, .ssoURL, .oauthURL, .oauthToken, .seats,
    ]
}
