internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import TestKit

extension ChoiceCase {
    static let all = authorization + license + end + seats + wording

    private static let other = Inventory.APIKey(key: Inventory.APIKey.demo.key, sharedKey: Secret("another"))

    private static let authorization: [ChoiceCase] = [
        ChoiceCase("authorization_form", "documented", "200", "authorization_invalid_headers") { caller, _ in
            try await caller.borrow("mine").outcome
        },
        ChoiceCase("past_date_tolerance_minutes", "30", "date_header_diff", "200") { caller, clock in
            try await caller.dated { clock.now - 1200 }.borrow("mine").outcome
        },
        ChoiceCase("future_date_tolerance_minutes", "30", "date_header_diff", "200") { caller, clock in
            try await caller.dated { clock.now + 1200 }.borrow("mine").outcome
        },
        ChoiceCase("unreadable_date_code", "validation_error", "date_header_diff", "validation_error") { caller, _ in
            let date = "2026-11-23T13:02:00Z"
            let signer = RequestSigner(apiKey: caller.key.key, sharedKey: caller.key.sharedKey)
            let headers = ["Date": date, "Authorization": signer.authorization(dateHeader: date)]
            return try await caller.post("/api/v4/floating/borrow", [:], headers: headers).outcome
        },
        ChoiceCase("authorization_order", "[signature, date, credentials]", "revoked_api_key", "signature_mismatch") {
            caller, clock in
            let key = Inventory.APIKey(key: Inventory.APIKey.demoRevoked.key, sharedKey: Secret("another"))
            return try await Caller(url: caller.url, key: key, now: { clock.now - 1200 }).borrow("mine").outcome
        },
        ChoiceCase("authorization_order", "[date, credentials, signature]", "revoked_api_key", "date_header_diff") {
            caller, clock in
            try await Caller(url: caller.url, key: .demoRevoked, now: { clock.now - 1200 }).borrow("mine").outcome
        },
        ChoiceCase("signature_mismatch_status", "401", "400", "401") { caller, clock in
            String(try await Caller(url: caller.url, key: other, now: { clock.now }).borrow("mine").status)
        },
        ChoiceCase("token_error_status", "400", "401", "400") { caller, _ in
            var headers = caller.signedHeaders
            headers["Authorization"] = "Bearer nobody"
            return String(try await caller.post("/api/v4/floating/borrow", [:], headers: headers).status)
        },
        ChoiceCase("token_lifetime_seconds", "60", "480", "60") { caller, _ in
            let form = "grant_type=client_credentials&client_id=client&client_secret=client%20secret"
            let path = "/realms/user-portal/protocol/openid-connect/token"
            let response = try await caller.post(
                path, text: form, headers: ["Content-Type": "application/x-www-form-urlencoded"])
            return response.json["expires_in"]?.integer.map(String.init) ?? response.text
        },
        ChoiceCase("wrong_password_code", "license_not_found", "authentication_failure", "license_not_found") {
            caller, _ in
            try await caller.personal(["username": "una@test.example", "password": "wrong"]).outcome
        },
        ChoiceCase(
            "wrong_sign_on_code", "customer_account_token_error", "authentication_failure",
            "customer_account_token_error"
        ) {
            caller, _ in
            try await caller.personal(["customer_account_code": "acme", "code": "wrong"]).outcome
        },
        ChoiceCase("sign_on_code_works_once", "false", "authentication_failure", "200") { caller, _ in
            _ = try await caller.personal(["customer_account_code": "acme", "code": "code"])
            return try await caller.personal(["customer_account_code": "acme", "code": "code"]).outcome
        },
        ChoiceCase(
            "check_order", "[blacklisted, enabled, active, expired, device, seat, end, borrowing]",
            "license_not_enabled",
            "blacklisted",
            license: {
                $0.isEnabled = false
                $0.blacklistsEveryDevice = true
            }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        ChoiceCase(
            "check_order", "[enabled, active, expired, blacklisted, device, seat, end, borrowing]",
            "borrow_until_not_valid", "floating_not_available",
            license: {
                $0.seats = 1
                $0.devices = [Inventory.License.Device("other", holdsSeat: true)]
            }
        ) { caller, _ in try await caller.borrow("mine", until: "tomorrow").outcome },
    ]

    private static let license: [ChoiceCase] = [
        ChoiceCase("several_licenses", "error", "200", "missing_parameters") { caller, _ in
            try await caller.personal(["username": "una@test.example", "password": "pass word+1"]).outcome
        },
        ChoiceCase("license_id_may_be_text", "true", "validation_error", "200") { caller, _ in
            try await caller.call(
                "/api/v4/floating/borrow", "mine",
                ["borrowed_until": nil, "license_id": .string(String(TestInventory.licenseID))]
            ).outcome
        },
        ChoiceCase(
            "expired_license_code", "license_not_active", "license_expired", "license_not_active",
            license: { $0.validUntil = .distantPast }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        ChoiceCase("check_of_expired", "ok", "license_expired", "200", license: { $0.validUntil = .distantPast }) {
            caller, _ in
            try await caller.check("mine").outcome
        },
        ChoiceCase(
            "expired_may_release", "false", "floating_not_available", "license_expired",
            license: { $0.validUntil = .distantPast }
        ) { caller, _ in try await caller.call("/api/v4/floating/release", "mine").outcome },
        ChoiceCase(
            "not_started_code", "license_not_active", "license_start_date_error", "license_not_active",
            license: { $0.validFrom = .distantFuture }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        ChoiceCase(
            "not_floating_code", "license_not_floating", "license_borrow_not_allowed", "license_not_floating",
            license: { $0.isFloatingCloud = false }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        ChoiceCase(
            "transfers_exhausted_code", "too_many_transfers", "license_transferred_max_times", "too_many_transfers",
            license: {
                $0.maxTransfers = 0
                $0.devices = [Inventory.License.Device("mine")]
            }
        ) { caller, _ in
            _ = try await caller.call("/api/v4/deactivate_license", "mine")
            return try await caller.call("/api/v4/activate_license", "other").outcome
        },
        ChoiceCase(
            "user_activations_exhausted_code", "too_many_devices", "license_user_activated_max_times",
            "too_many_devices",
            inventory: { inventory in
                for index in inventory.licenses.indices { inventory.licenses[index].maxActivationsPerUser = 0 }
            }
        ) { caller, _ in
            try await caller.post(
                "/api/v4/activate_license",
                [
                    "product": "PERSONAL", "hardware_id": "mine", "username": "una@test.example",
                    "password": "pass word+1",
                ]
            ).outcome
        },
        ChoiceCase(
            "virtual_machine_code", "no_virtual_machines", "vm_not_allowed", "no_virtual_machines",
            inventory: { $0.products[0].preventsVirtualMachines = true }
        ) { caller, _ in try await caller.call("/api/v4/activate_license", "mine", ["is_vm": true]).outcome },
    ]

    private static let end: [ChoiceCase] = [
        ChoiceCase("date_without_time", "end_of_day", "2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z") {
            caller, _ in
            try await caller.borrow("mine", until: "2026-11-24").end
        },
        ChoiceCase("date_without_time", "refused", "200", "borrow_until_not_valid") { caller, _ in
            try await caller.borrow("mine", until: "2026-11-24").outcome
        },
        ChoiceCase("unreadable_end_code", "validation_error", "borrow_until_not_valid", "validation_error") {
            caller, _ in
            try await caller.borrow("mine", until: "tomorrow").outcome
        },
        ChoiceCase("wrong_type_code", "borrow_until_not_valid", "validation_error", "borrow_until_not_valid") {
            caller, _ in
            try await caller.borrow("mine", until: 5).outcome
        },
        ChoiceCase("past_end_code", "validation_error", "borrow_until_not_valid", "validation_error") { caller, _ in
            try await caller.borrow("mine", until: "2026-11-22T00:00:00Z").outcome
        },
        ChoiceCase("borrow_may_shorten", "false", "200", "borrow_until_not_valid") { caller, _ in
            _ = try await caller.borrow("mine")
            return try await caller.borrow("mine", until: "2026-11-24T00:00:00Z").outcome
        },
        ChoiceCase(
            "end_past_validity", "cut", "2026-11-26T13:02:00.000Z", "2026-11-24T00:00:00.000Z",
            license: { $0.validUntil = UTC.parse("2026-11-24") }
        ) { caller, _ in try await caller.borrow("mine").end },
        ChoiceCase(
            "end_past_validity", "refused", "200", "borrow_until_not_valid",
            license: { $0.validUntil = UTC.parse("2026-11-24") }
        ) { caller, _ in try await caller.borrow("mine", until: "2026-11-25T00:00:00Z").outcome },
        ChoiceCase("borrowed_until_fraction", "none", "2026-11-26T13:02:00.000Z", "2026-11-26T13:02:00Z") { caller, _ in
            try await caller.borrow("mine").end
        },
    ]

    private static let seats: [ChoiceCase] = [
        ChoiceCase("held_seat", "counted", "200", "floating_not_available", license: { $0.seats = 1 }) { caller, _ in
            _ = try await caller.check("mine")
            return try await caller.borrow("mine").outcome
        },
        ChoiceCase("deactivation_frees_seat", "false", "0", "1") { caller, _ in
            _ = try await caller.borrow("mine")
            _ = try await caller.call("/api/v4/deactivate_license", "mine")
            return String(try await caller.seats().count)
        },
        ChoiceCase("release_of_nothing", "ok", "floating_not_available", "200") { caller, _ in
            try await caller.call("/api/v4/floating/release", "mine").outcome
        },
        ChoiceCase("release_of_nothing", "ok", "floating_feature_device_not_in_use", "200") { caller, _ in
            try await caller.call("/api/v4/floating/feature_release", "mine", ["feature": "FAST"]).outcome
        },
    ]

    private static let featureBorrow = "/api/v4/floating/feature_borrow"
    private static let feature: [String: JSON] = ["feature": "FAST", "borrowed_until": nil]

    private static let wording: [ChoiceCase] = [
        ChoiceCase(
            "feature_borrow_response", "end_only", "borrowed_until device_id license_id max_borrow_time",
            "borrowed_until"
        ) { caller, _ in
            try await caller.call(featureBorrow, "mine", feature).json.names.sorted().joined(separator: " ")
        },
        ChoiceCase("feature_borrow_signed", "true", "unsigned", "signed") { caller, _ in
            let response = try await caller.call(featureBorrow, "mine", feature)
            return try TestKey.verifies(response) ? "signed" : "unsigned"
        },
        ChoiceCase("feature_end_required", "false", "missing_parameters", "200") { caller, _ in
            try await caller.call(featureBorrow, "mine", ["feature": "FAST"]).outcome
        },
        ChoiceCase("user_licenses_element", "bare", "license", "id") { caller, _ in
            let query = ["product": "PERSONAL", "username": "una@test.example", "password": "pass word+1"]
            let element = try await caller.get("/api/v4/user_licenses", query).json.elements.first
            return element?["license"] != nil ? "license" : element?["id"] != nil ? "id" : "neither"
        },
        ChoiceCase(
            "user_licenses_in_bundles", "false", "2", "1",
            inventory: { $0.licenses[2].bundle = "SUITE" }
        ) { caller, _ in
            let query = ["product": "PERSONAL", "username": "una@test.example", "password": "pass word+1"]
            return String(try await caller.get("/api/v4/user_licenses", query).json.elements.count)
        },
        ChoiceCase("key_method_spelling", "license_key", "license-key", "license_key") { caller, _ in
            let response = try await caller.get("/api/v4/product_details", ["product": "TOOL"])
            return response.json["authorization_method"]?.text ?? response.text
        },
        ChoiceCase("deactivation_text", "done", "License deactivated", "done") { caller, _ in
            try await caller.call("/api/v4/deactivate_license", "mine").text
        },
        ChoiceCase("password_text", "done", "Password changed", "done") { caller, _ in
            try await caller.post(
                "/api/v4/change_password",
                ["username": "una@test.example", "password": "pass word+1", "new_password": "new"]
            ).text
        },
    ]
}

extension Received {
    /// The code of a refusal, or the status of anything else.
    fileprivate var outcome: String { code ?? String(status) }

    /// The end that a borrow was granted.
    fileprivate var end: String { json["borrowed_until"]?.text ?? text }
}

extension Caller {
    /// The same with another clock.
    fileprivate func dated(_ now: @escaping @Sendable () -> Date) -> Caller {
        var copy = self
        copy.now = now
        return copy
    }

    /// A borrow of a user's product.
    fileprivate func personal(_ more: [String: JSON]) async throws -> Received {
        var members: [String: JSON] = ["product": "PERSONAL", "hardware_id": "mine", "borrowed_until": nil]
        members.merge(more) { _, new in new }
        return try await post("/api/v4/floating/borrow", .object(members))
    }
}
