internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import NIOHTTP1
@testable internal import Sandbox
internal import Synchronization

/// Codes of the License API that are about the license, the device, the product or the request.
extension ProblemCase {
    static let borrowPage: [ProblemCase] = [
        .tampering(
            .missingHeaders, "a request without `Date` or `Authorization`, as from behind a proxy that drops one"
        ) {
            $0.headers.remove(name: "Date")
        },
        .tampering(.missingParameters, "a body without one of the required members") { $0.set("hardware_id", nil) },
        ProblemCase(
            .unknownProduct, "a product code that no product has",
            call: { service, _ in
                var request = request
                request.product = "tool"
                _ = try await service.borrow(request)
            }),
        ProblemCase(
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
        ProblemCase(
            .borrowUntilNotValid, "an end beyond the license's longest borrow",
            call: { service, _ in
                var request = request
                request.end = .at(Date().addingTimeInterval(1_000_000))
                _ = try await service.borrow(request)
            }),
        .license(.deviceNotFound, "a device that is not activated on the license") {
            $0.activatesAnyDevice = false
            $0.devices = [Inventory.License.Device("other")]
        },
        ProblemCase(
            .blacklisted, "a hardware id under `blacklisted_devices`, or a license that blacklists every device"
        ) {
            $0.inventory.blacklistedDevices = [hardwareID.rawValue]
        },
        .license(.floatingNotAvailable, "a license whose seats other devices hold") {
            $0.seats = 1
            $0.devices = [Inventory.License.Device("other", holdsSeat: true)]
        },
    ]

    static let general: [ProblemCase] = [
        ProblemCase(
            .validationError, "a parameter of another type or form, such as an unknown customer account for `sso_url`",
            call: { service, _ in
                _ = try await service.singleSignOnURL(
                    product: "PERSONAL", customerAccountCode: "nobody", response: .token)
            }),
        .tampering(.invalidJSON, "a body that is not JSON, as one that was cut off on the way") {
            $0.body.removeLast()
        },
        ProblemCase(.notFound, "a path that no endpoint has") { setting in
            setting.transport = { transport, _ in transport.server += "/other" }
        },
        .fault(.internalError, "error_500"),
        .license(.licenseExpired, "a license whose `valid_until` has passed") { $0.validUntil = .distantPast },
        ProblemCase(
            .authenticationFailure, "a wrong password, or a sign-on that proves nothing",
            call: { service, _ in
                let wrong = Credentials.user(name: TestInventory.user.email, password: Secret("wrong"))
                _ = try await service.borrow(personal(wrong))
            }),
        ProblemCase(.archivedProduct, "a product with `state: archived`") {
            $0.inventory.products[0].state = .archived
        },
        ProblemCase(.disabledProduct, "a product with `state: disabled`") {
            $0.inventory.products[0].state = .disabled
        },
        .license(
            .licenseActivatedMaxTimes, "one device more than `max_activations`",
            {
                $0.activatesAnyDevice = false
                $0.maxActivations = 1
                $0.devices = [Inventory.License.Device("other")]
            }, call: { service, _ in _ = try await service.activate(activation()) }),
        .license(
            .licenseTransferredMaxTimes, "a device in the place of another, once more than `max_transfers`",
            {
                $0.activatesAnyDevice = false
                $0.maxTransfers = 0
                $0.devices = [Inventory.License.Device("mine"), Inventory.License.Device("other")]
            },
            call: { service, _ in
                _ = try await service.deactivate(target)
                _ = try await service.activate(activation("TOOL", key, "another"))
            }),
        ProblemCase(
            .licenseUserActivatedMaxTimes, "one device of a user more than `max_activations_per_user`",
            { setting in
                for index in setting.inventory.licenses.indices {
                    setting.inventory.licenses[index].maxActivationsPerUser = 0
                }
            }, call: { service, _ in _ = try await service.activate(activation("PERSONAL", user)) }),
        .license(.licenseStartDateError, "a license whose `valid_from` lies ahead") { $0.validFrom = .distantFuture },
        .tampering(
            .vmNotAllowed, "an activation with `is_vm` of a product with `prevent_vm: true`", { $0.set("is_vm", true) },
            { $0.inventory.products[0].preventsVirtualMachines = true },
            call: { service, _ in _ = try await service.activate(activation()) }),
        ProblemCase(
            .invalidProductAuthMethod, "an activation of a user's product with a license key",
            call: { service, _ in _ = try await service.activate(activation("PERSONAL", key)) }),
        ProblemCase(
            .apiKeyProductNotAllowed, "an activation with an API key for other products",
            { $0.apiKey = .demoRestricted },
            call: { service, _ in _ = try await service.activate(activation()) }),
        ProblemCase(
            .changePasswordNotAllowed, "a user with `may_change_password: false`",
            { $0.inventory.users[0].mayChangePassword = false },
            call: { service, _ in
                let user = TestInventory.user
                _ = try await service.changePassword(username: user.email, from: user.password, to: Secret("new"))
            }),
        ProblemCase(
            .floatingFeatureDeviceNotInUse, "the release of a feature that the device does not use",
            call: { service, _ in _ = try await service.release(target.of(feature: "FAST")) }),
        ProblemCase(
            .invalidLicenseFeatureCode, "a feature that the license does not have",
            call: { service, _ in _ = try await service.borrow(request.of(feature: "SLOW")) }),
        ProblemCase(
            .featureNotFloating, "a feature without seats",
            call: { service, _ in _ = try await service.borrow(request.of(feature: "PLAIN")) }),
    ]

    static let authorization: [ProblemCase] = [
        ProblemCase(
            .dateHeaderDiff,
            "a clock more than 15 minutes from the client's, whose responses do not tell the time: "
                + "else the client corrects itself",
            { setting in
                setting.clock = .handed { Date() + 3600 }
                setting.faults = Faults(.skewedDate(seconds: -3600), on: "/api/v4/floating/borrow", times: nil)
            }),
        ProblemCase(
            .authorizationInvalidHeaders, "an `Authorization` that does not come apart, as with a comma in the key"
        ) {
            $0.apiKey = Inventory.APIKey(key: Secret("one,two"), sharedKey: Secret("shared"))
        },
        .tampering(.authorizationMissingParams, "an `Authorization` without one of its parameters") {
            $0.replace(#"headers="date","#, with: "", in: "Authorization")
        },
        .tampering(.hmacRequired, "another algorithm than hmac-sha256 in `Authorization`") {
            $0.replace("hmac-sha256", with: "rsa-sha256", in: "Authorization")
        },
        ProblemCase(.signatureMismatch, "another shared key than the sandbox's") {
            $0.apiKey = Inventory.APIKey(key: Inventory.APIKey.demo.key, sharedKey: Secret("another"))
        },
        ProblemCase(.invalidAPIKey, "an API key that the sandbox does not know") {
            $0.apiKey = Inventory.APIKey(key: Secret("unknown"), sharedKey: Secret("shared"))
        },
        ProblemCase(.revokedAPIKey, "an API key with `revoked: true`") { $0.apiKey = .demoRevoked },
        ProblemCase(.readOnlyAPIKey, "a POST with an API key with `read_only: true`") { $0.apiKey = .demoReadOnly },
        ProblemCase(.invalidClient, "a wrong client id or secret") { $0.client = ("client", "wrong") },
        ProblemCase(.unauthorizedClient, "a client with `may_ask_for_tokens: false`") { setting in
            setting.client = ("client", "client secret")
            setting.inventory.clients[0].mayAskForTokens = false
        },
        ProblemCase(
            .oauthTokenExpired, "a token older than `token_lifetime_seconds`, twice: else the client fetches another"
        ) {
            setting in
            setting.client = ("client", "client secret")
            let clock = LeapingClock()
            setting.clock = .handed { clock.next() }
        },
        .tampering(
            .oauthTokenMalformed, "a token that the sandbox did not give out, twice: else the client fetches another",
            { $0.replace("Bearer ", with: "Bearer x", in: "Authorization") },
            { $0.client = ("client", "client secret") }),
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

extension BorrowRequest {
    /// The same for a feature of the license.
    fileprivate func of(feature: String) -> BorrowRequest {
        var request = self
        request.feature = feature
        return request
    }
}

extension LicenseTarget {
    /// The same for a feature of the license.
    fileprivate func of(feature: String) -> LicenseTarget {
        var target = self
        target.feature = feature
        return target
    }
}
