public import Licensing

/// The License API as a client sees it: one method an endpoint.
///
/// Every method throws ``Licensing/ServiceFailure``, which says what the call may have done on the server; none repeats a
/// request by itself. Cancelling the task ends the wait, not what the server does.
public protocol LicenseService: Sendable {
    /// Keeps a seat for a device until an end (`POST /api/v4/floating/borrow`, reference section 3).
    func borrow(_ request: BorrowRequest) async throws(ServiceFailure) -> Answer<BorrowGrant>

    /// Gives a seat, borrowed or not, back (`POST /api/v4/floating/release`, section 4.1). The value is the answer's text.
    func release(_ target: LicenseTarget) async throws(ServiceFailure) -> Answer<String>

    /// Looks at a license, **and takes or renews this device's seat** (`GET /api/v4/check_license`, section 5.3).
    func check(_ target: LicenseTarget) async throws(ServiceFailure) -> Answer<License>

    /// Binds a device to a license (`POST /api/v4/activate_license`, section 5.1). Takes no seat by itself.
    func activate(_ request: ActivationRequest) async throws(ServiceFailure) -> Answer<License>

    /// Lists a user's licenses for a product (`GET /api/v4/user_licenses`, section 5.4).
    ///
    /// The user's password travels in the query, so request lines must not be logged.
    func userLicenses(product: String, credentials: Credentials) async throws(ServiceFailure) -> Answer<[License]>

    /// Describes a product (`GET /api/v4/product_details`, section 5.5).
    func productDetails(_ product: String) async throws(ServiceFailure) -> Answer<Product>
}
