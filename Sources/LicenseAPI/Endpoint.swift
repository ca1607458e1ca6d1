/// What the client knows of an endpoint before it calls it.
struct Endpoint: Hashable, Sendable {
    enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// How the body of a POST is written.
    enum BodyForm: Hashable, Sendable {
        case json, urlEncoded
    }

    /// What a response of status 200 holds.
    enum ResponseForm: Hashable, Sendable {
        case json
        /// A text: this one, as the documents show it.
        case text(String)
    }

    var method: Method
    var path: String
    var response = ResponseForm.json
    /// Whether the response carries a `LicenseSignature` that must be right (reference, section 7.2).
    var isSigned = false
    /// Whether a call can change anything on the server. A call that cannot never leaves an unknown outcome.
    var hasEffect = true
    var bodyForm = BodyForm.json

    static let borrow = Endpoint(method: .post, path: "/api/v4/floating/borrow", isSigned: true)
    static let release = Endpoint(method: .post, path: "/api/v4/floating/release", response: .text(""))
    static let featureBorrow = Endpoint(method: .post, path: "/api/v4/floating/feature_borrow")
    static let featureRelease = Endpoint(
        method: .post, path: "/api/v4/floating/feature_release", response: .text(""))
    static let activate = Endpoint(method: .post, path: "/api/v4/activate_license", isSigned: true)
    static let deactivate = Endpoint(
        method: .post, path: "/api/v4/deactivate_license", response: .text("license_deactivated"))
    static let changePassword = Endpoint(
        method: .post, path: "/api/v4/change_password", response: .text("password_changed"))
    /// Takes or renews a seat, so it has an effect although it is a GET.
    static let check = Endpoint(method: .get, path: "/api/v4/check_license", isSigned: true)
    /// Takes or renews a feature's seat, so it has an effect although it is a GET.
    static let checkFeature = Endpoint(method: .get, path: "/api/v4/check_license_feature", isSigned: true)
    static let userLicenses = Endpoint(
        method: .get, path: "/api/v4/user_licenses", isSigned: true, hasEffect: false)
    static let productDetails = Endpoint(
        method: .get, path: "/api/v4/product_details", isSigned: true, hasEffect: false)
    static let singleSignOnURL = Endpoint(method: .get, path: "/api/v4/sso_url", isSigned: true, hasEffect: false)
    static let oauthURL = Endpoint(method: .get, path: "/api/v4/oauth_url", hasEffect: false)

    /// Every endpoint of the License API that the client calls.
    static let all: [Endpoint] = [
        .borrow, .release, .featureBorrow, .featureRelease, .check, .checkFeature, .activate, .deactivate,
        .userLicenses, .productDetails, .changePassword, .singleSignOnURL, .oauthURL,
    ]
}
