internal import HTTPTypes

/// One method and path, and how a call to it is handled.
///
/// A route is a pure function of the request and the state, which it may change. A change that a refusal interrupts is
/// undone by the ``Backend``.
struct Route: Sendable {
    typealias Handler = @Sendable (APIRequest, inout ServiceState) throws(Refusal) -> APIResponse

    var method: HTTPRequest.Method
    var path: String
    var respond: Handler

    /// A call with its parameters in the query.
    static func get(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .get, path: path, respond: respond)
    }

    /// A call with its parameters in the body.
    static func post(_ path: String, _ respond: @escaping Handler) -> Route {
        Route(method: .post, path: path, respond: respond)
    }

    /// All that the sandbox serves.
    static let all: [Route] = [
        .borrow, .release, .check, .activate, .deactivate, .userLicenses, .productDetails,
        .featureBorrow, .featureRelease, .checkFeature, .changePassword, .ssoURL, .oauthURL, .oauthToken,
        .home, .seats, .activations, .signIn,
    ]
}
