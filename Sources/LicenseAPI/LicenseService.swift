public import Licensing

/// The License API as a client sees it: one method an endpoint.
///
/// Every method throws `ServiceFailure`, whose problem says what the call has done at the server; none repeats a
/// request that may have had an effect. Cancelling the task ends the wait, not what the server does.
public protocol LicenseService: Sendable {
    /// Whether a receipt is valid by the key that this service verifies responses with; nil where it verifies none.
    func verification(of receipt: Receipt) -> ReceiptVerification?

    /// Keeps a seat for a device until an end (`POST /api/v4/floating/borrow`, reference section 3); one of a feature where
    /// the request names one (`POST /api/v4/floating/feature_borrow`, section 4.2).
    ///
    /// A feature has a limit of its own. Its grant is not signed, so it comes without a receipt, and its end alone is certain.
    func borrow(_ request: BorrowRequest) async throws(ServiceFailure) -> Response<BorrowGrant>

    /// Releases a seat, borrowed or not (`POST /api/v4/floating/release`, section 4.1); a feature's where the target names one
    /// (`POST /api/v4/floating/feature_release`, section 4.3). The value is the response's text.
    func release(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<String>

    /// Checks a license, **and takes or renews this device's seat** (`GET /api/v4/check_license`, section 5.3).
    func check(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<License>

    /// Checks the feature that a target names, **and takes or renews this device's seat of it if it floats**
    /// (`GET /api/v4/check_license_feature`, section 4.4).
    ///
    /// The response does not say whether the feature is borrowed. A target without a feature is refused here as
    /// `input_invalid`, and nothing is sent.
    func checkFeature(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<LicenseFeature>

    /// Binds a device to a license (`POST /api/v4/activate_license`, section 5.1). Takes no seat by itself.
    func activate(_ request: ActivationRequest) async throws(ServiceFailure) -> Response<License>

    /// Unbinds a device from a license (`POST /api/v4/deactivate_license`, section 5.2). The value is the response's text.
    ///
    /// Moving a license to another device uses up a transfer, so this is no substitute for ``release(_:)``.
    func deactivate(_ target: LicenseTarget) async throws(ServiceFailure) -> Response<String>

    /// Lists a user's licenses for a product (`GET /api/v4/user_licenses`, section 5.4).
    ///
    /// The user's password travels in the query, so request lines must not be logged. Only users have such a list:
    /// a license key is refused here as `input_invalid`, and nothing is sent.
    func userLicenses(product: String, credentials: Credentials) async throws(ServiceFailure) -> Response<[License]>

    /// Describes a product (`GET /api/v4/product_details`, section 5.5).
    func productDetails(_ product: String) async throws(ServiceFailure) -> Response<Product>

    /// Changes a license user's password (`POST /api/v4/change_password`, section 5.5). The value is the response's text.
    func changePassword(
        username: String, from old: Secret, to new: Secret
    ) async throws(ServiceFailure) -> Response<String>

    /// The address of a single sign-on page (`GET /api/v4/sso_url`, section 5.5).
    func singleSignOnURL(
        product: String, customerAccountCode: String, response: SingleSignOnResponse
    ) async throws(ServiceFailure) -> Response<String>
}

/// What a single sign-on page hands out at its end (`response_type`).
public enum SingleSignOnResponse: String, Hashable, Sendable, CaseIterable {
    /// An access token, sent as `id_token`.
    case token
    /// An authorization code, sent as `code`.
    case code
}

extension LicenseService {
    public func verification(of receipt: Receipt) -> ReceiptVerification? { nil }
}
