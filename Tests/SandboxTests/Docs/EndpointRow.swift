/// What the table of endpoints says beyond what the code says by itself.
struct EndpointRow: Sendable {
    var path: String
    /// The client's method, in `LicenseService` or elsewhere.
    var call: String
    /// Tests that show it at work: a file of `Tests`, and a function in it.
    var tests: [String]

    static let all: [EndpointRow] = [
        EndpointRow(
            path: "/api/v4/floating/borrow", call: "`borrow(_:)`",
            tests: [
                "SandboxTests/BorrowTests.users", "SandboxTests/CheckOrderTests.order",
                "LicenseAPITests/HTTPLicenseServiceTests.borrow",
            ]),
        EndpointRow(
            path: "/api/v4/floating/release", call: "`release(_:)`",
            tests: ["SandboxTests/BorrowTests.release", "LicenseAPITests/HTTPLicenseServiceTests.release"]),
        EndpointRow(
            path: "/api/v4/check_license", call: "`check(_:)`",
            tests: ["SandboxTests/LifeCycleTests.check", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/activate_license", call: "`activate(_:)`",
            tests: ["SandboxTests/LifeCycleTests.activation", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/deactivate_license", call: "`deactivate(_:)`",
            tests: ["SandboxTests/LifeCycleTests.deactivation", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/user_licenses", call: "`userLicenses(product:credentials:)`",
            tests: ["SandboxTests/LifeCycleTests.userLicenses", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/product_details", call: "`productDetails(_:)`",
            tests: ["SandboxTests/LifeCycleTests.productDetails", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/floating/feature_borrow", call: "`borrow(_:)` with a feature",
            tests: ["SandboxTests/LifeCycleTests.borrow", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/floating/feature_release", call: "`release(_:)` with a feature",
            tests: ["SandboxTests/LifeCycleTests.borrow", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/check_license_feature", call: "`checkFeature(_:)`",
            tests: ["SandboxTests/LifeCycleTests.borrow", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/change_password", call: "`changePassword(username:from:to:)`",
            tests: ["SandboxTests/LifeCycleTests.changePassword", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/sso_url", call: "`singleSignOnURL(product:customerAccountCode:response:)`",
            tests: ["SandboxTests/LifeCycleTests.ssoURL", "LicenseAPITests/HTTPLicenseServiceTests.endpoints"]),
        EndpointRow(
            path: "/api/v4/oauth_url", call: "by itself, with an `OAuthClient`",
            tests: ["SandboxTests/AuthorizationTests.bearer", "LicenseAPITests/OAuthTests.flow"]),
        EndpointRow(
            path: "/realms/user-portal/protocol/openid-connect/token", call: "by itself, with an `OAuthClient`",
            tests: ["SandboxTests/AuthorizationTests.bearer", "LicenseAPITests/OAuthTests.flow"]),
        EndpointRow(
            path: "/", call: "none: for those who want to know whether the service is there",
            tests: ["SandboxTests/HTTPTests.home"]),
        EndpointRow(
            path: "/sandbox/seats", call: "none: the sandbox's own, for this host only",
            tests: ["SandboxTests/LimitsTests.connections", "SandboxTests/HTTPTests.rebinding"]),
        EndpointRow(
            path: "/sandbox/activations", call: "none: the sandbox's own, for this host only",
            tests: ["SandboxTests/DeviceTests.kept", "SandboxTests/HTTPTests.rebinding"]),
        EndpointRow(
            path: "/sandbox/sign-in", call: "none: the sandbox's own, for this host only",
            tests: ["SandboxTests/LifeCycleTests.signIn", "SandboxTests/HTTPTests.rebinding"]),
    ]
}
