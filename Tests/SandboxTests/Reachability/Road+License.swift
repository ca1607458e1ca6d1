internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import Synchronization

/// Codes of the License API that are about the license, the device, the product or the request.
extension Road {
    static let borrowPage: [Road] = [
        Road(.missingHeaders, "a product with `refuses_with: missing_headers`, as if a proxy had dropped a header") {
            $0.catalogue.products[0].refusesWith = .missingHeaders
        },
        Road(.missingParameters, "a product with `refuses_with: missing_parameters`") {
            $0.catalogue.products[0].refusesWith = .missingParameters
        },
        Road(
            .unknownProduct, "a product code that no product has",
            call: { service, _ in
                var request = request
                request.product = "tool"
                _ = try await service.borrow(request)
            }),
        Road(
            .licenseNotFound, "a license key of no license of the product",
            call: { service, _ in
                var request = request
                request.credentials = .licenseKey(Secret("TEST-0000-0000-0000"))
                _ = try await service.borrow(request)
            }),
        .license(.licenseNotActive, "a license with `active: false`, or that no device is activated on") {
            $0.isActive = false
        },
        .license(.licenseNotEnabled, "a license with `enabled: false`") { $0.isEnabled = false },
        .license(.licenseBorrowNotAllowed, "a license with `can_borrow: false`, or that is not cloud floating") {
            $0.canBorrow = false
        },
        Road(
            .borrowUntilNotValid, "an end beyond the license's longest borrow",
            call: { service, _ in
                var request = request
                request.end = .at(Date().addingTimeInterval(1_000_000))
                _ = try await service.borrow(request)
            }),
        .license(.deviceNotFound, "a device that is not activated on the license") {
            $0.activatesAnyDevice = false
            $0.devices = [Catalogue.License.Device("other")]
        },
        Road(.blacklisted, "a hardware id under `blacklisted_devices`, or a license that blacklists every device") {
            $0.catalogue.blacklistedDevices = [hardwareID.rawValue]
        },
        .license(.floatingNotAvailable, "a license whose seats other devices hold") {
            $0.seats = 1
            $0.devices = [Catalogue.License.Device("other", holdsSeat: true)]
        },
    ]

    static let general: [Road] = [
        Road(
            .validationError, "a parameter of another type or form, such as an unknown customer account for `sso_url`",
            call: { service, _ in
                _ = try await service.singleSignOnURL(
                    product: "PERSONAL", customerAccountCode: "nobody", response: .token)
            }),
        .fault(
            .invalidJSON, "refuse=invalid_json",
            "a body that is not JSON; for a client that sends none, the fault "
                + "`refuse=invalid_json`"),
        Road(.notFound, "a path that no endpoint has") { setting in
            setting.transport = { transport, _ in transport.server += "/other" }
        },
        .fault(.internalError, "error_500"),
        .license(.licenseExpired, "a license whose `valid_until` has passed") { $0.validUntil = .distantPast },
        Road(
            .authenticationFailure, "a wrong password, or a sign-on that proves nothing",
            call: { service, _ in
                let wrong = Credentials.user(name: TestCatalogue.user.email, password: Secret("wrong"))
                _ = try await service.borrow(personal(wrong))
            }),
        Road(.archivedProduct, "a product with `state: archived`") { $0.catalogue.products[0].state = .archived },
        Road(.disabledProduct, "a product with `state: disabled`") { $0.catalogue.products[0].state = .disabled },
        .license(
            .licenseActivatedMaxTimes, "one device more than `max_activations`",
            {
                $0.activatesAnyDevice = false
                $0.maxActivations = 1
                $0.devices = [Catalogue.License.Device("other")]
            }, call: { service, _ in _ = try await service.activate(activation()) }),
        .license(
            .licenseTransferredMaxTimes, "a device in the place of another, once more than `max_transfers`",
            {
                $0.activatesAnyDevice = false
                $0.maxTransfers = 0
                $0.devices = [Catalogue.License.Device("mine"), Catalogue.License.Device("other")]
            },
            call: { service, _ in
                _ = try await service.deactivate(target)
                _ = try await service.activate(activation("TOOL", key, "another"))
            }),
        Road(
            .licenseUserActivatedMaxTimes, "one device of a user more than `max_activations_per_user`",
            { setting in
                for index in setting.catalogue.licenses.indices {
                    setting.catalogue.licenses[index].maxActivationsPerUser = 0
                }
            }, call: { service, _ in _ = try await service.activate(activation("PERSONAL", user)) }),
        .license(.licenseStartDateError, "a license whose `valid_from` lies ahead") { $0.validFrom = .distantFuture },
        .fault(
            .vmNotAllowed, "refuse=vm_not_allowed",
            "a product with `prevent_vm: true` and an activation with `is_vm`; "
                + "for a client that does not send it, the fault `refuse=vm_not_allowed`"),
        Road(
            .invalidProductAuthMethod, "an activation of a user's product with a license key",
            call: { service, _ in _ = try await service.activate(activation("PERSONAL", key)) }),
        Road(
            .apiKeyProductNotAllowed, "an activation with an API key for other products",
            { $0.apiKey = .demoRestricted },
            call: { service, _ in _ = try await service.activate(activation()) }),
        Road(
            .changePasswordNotAllowed, "a user with `may_change_password: false`",
            { $0.catalogue.users[0].mayChangePassword = false },
            call: { service, _ in
                let user = TestCatalogue.user
                _ = try await service.changePassword(username: user.email, from: user.password, to: Secret("new"))
            }),
        Road(
            .floatingFeatureDeviceNotInUse, "the release of a feature that the device does not use",
            call: { service, _ in _ = try await service.release(target, feature: "FAST") }),
        Road(
            .invalidLicenseFeatureCode, "a feature that the license does not have",
            call: { service, _ in _ = try await service.borrow(request, feature: "SLOW") }),
        Road(
            .featureNotFloating, "a feature without seats",
            call: { service, _ in _ = try await service.borrow(request, feature: "PLAIN") }),
    ]

    static let authorization: [Road] = [
        Road(
            .dateHeaderDiff,
            "a clock more than 15 minutes from the client's, whose answers do not tell the time: "
                + "else the client corrects itself",
            { setting in
                setting.clock = .handed { Date() + 3600 }
                setting.faults = Faults(.skewedDate(seconds: -3600), on: "/api/v4/floating/borrow", times: nil)
            }),
        Road(.authorizationInvalidHeaders, "an `Authorization` that does not come apart, as with a comma in the key") {
            $0.apiKey = Catalogue.APIKey(key: Secret("one,two"), sharedKey: Secret("shared"))
        },
        .fault(
            .authorizationMissingParams, "refuse=authorization_missing_params",
            "an `Authorization` without one of its parameters; for a client that sends all, the fault "
                + "`refuse=authorization_missing_params`"),
        .fault(
            .hmacRequired, "refuse=hmac_required",
            "another algorithm than hmac-sha256; for a client that has no other, "
                + "the fault `refuse=hmac_required`"),
        Road(.signatureMismatch, "another shared key than the sandbox's") {
            $0.apiKey = Catalogue.APIKey(key: Catalogue.APIKey.demo.key, sharedKey: Secret("another"))
        },
        Road(.invalidAPIKey, "an API key that the sandbox does not know") {
            $0.apiKey = Catalogue.APIKey(key: Secret("unknown"), sharedKey: Secret("shared"))
        },
        Road(.revokedAPIKey, "an API key with `revoked: true`") { $0.apiKey = .demoRevoked },
        Road(.readOnlyAPIKey, "a POST with an API key with `read_only: true`") { $0.apiKey = .demoReadOnly },
        Road(.invalidClient, "a wrong client id or secret") { $0.client = ("client", "wrong") },
        Road(.unauthorizedClient, "a client with `may_ask_for_tokens: false`") { setting in
            setting.client = ("client", "client secret")
            setting.catalogue.clients[0].mayAskForTokens = false
        },
        Road(.oauthTokenExpired, "a token older than `token_lifetime_seconds`, twice: else the client fetches another")
        {
            setting in
            setting.client = ("client", "client secret")
            let clock = LeapingClock()
            setting.clock = .handed { clock.next() }
        },
        Road(.oauthTokenMalformed, "a token that the sandbox did not give out, twice: else the client fetches another")
        {
            setting in
            setting.client = ("client", "client secret")
            setting.faults = Faults(
                .refusal(.oauthTokenMalformed, status: 401), on: "/api/v4/floating/borrow", times: 2)
        },
    ]
}

/// A clock that is a thousand seconds further on each time that it is read.
private final class LeapingClock: Sendable {
    private let leaps = Mutex(0)

    func next() -> Date {
        leaps.withLock { leaps in
            leaps += 1
            return Date() + Double(leaps) * 1000
        }
    }
}
