internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import TestKit

extension Flip {
    static let all = authorization + license + end + seats + wording

    private static let other = Catalogue.APIKey(key: Catalogue.APIKey.demo.key, sharedKey: Secret("another"))

    private static let authorization: [Flip] = [
        Flip("authorization_form", "documented", "200", "authorization_invalid_headers") { caller, _ in
            try await caller.borrow("mine").outcome
        },
        Flip("past_date_tolerance_minutes", "30", "date_header_diff", "200") { caller, clock in
            try await caller.dated { clock.now - 1200 }.borrow("mine").outcome
        },
        Flip("future_date_tolerance_minutes", "30", "date_header_diff", "200") { caller, clock in
            try await caller.dated { clock.now + 1200 }.borrow("mine").outcome
        },
        Flip("signature_mismatch_status", "401", "400", "401") { caller, clock in
            String(try await Caller(url: caller.url, key: other, now: { clock.now }).borrow("mine").status)
        },
        Flip("token_error_status", "400", "401", "400") { caller, _ in
            var headers = caller.signedHeaders
            headers["Authorization"] = "Bearer nobody"
            return String(try await caller.post("/api/v4/floating/borrow", [:], headers: headers).status)
        },
        Flip("token_lifetime_seconds", "60", "480", "60") { caller, _ in
            let form = "grant_type=client_credentials&client_id=client&client_secret=client%20secret"
            let path = "/realms/user-portal/protocol/openid-connect/token"
            let answer = try await caller.post(path, text: form, headers: [:])
            return answer.json["expires_in"]?.integer.map(String.init) ?? answer.text
        },
        Flip("wrong_password_code", "license_not_found", "authentication_failure", "license_not_found") { caller, _ in
            try await caller.personal(["username": "una@test.example", "password": "wrong"]).outcome
        },
        Flip(
            "wrong_sign_on_code", "customer_account_token_error", "authentication_failure",
            "customer_account_token_error"
        ) {
            caller, _ in
            try await caller.personal(["customer_account_code": "acme", "code": "wrong"]).outcome
        },
        Flip(
            "check_order", "[blacklisted, enabled, active, expired, device, seat, end, borrowing]",
            "license_not_enabled",
            "blacklisted",
            license: {
                $0.isEnabled = false
                $0.blacklistsEveryDevice = true
            }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        Flip(
            "check_order", "[enabled, active, expired, blacklisted, device, seat, end, borrowing]",
            "borrow_until_not_valid", "floating_not_available",
            license: {
                $0.seats = 1
                $0.devices = [Catalogue.License.Device("other", holdsSeat: true)]
            }
        ) { caller, _ in try await caller.borrow("mine", until: "tomorrow").outcome },
    ]

    private static let license: [Flip] = [
        Flip("several_licenses", "error", "200", "missing_parameters") { caller, _ in
            try await caller.personal(["username": "una@test.example", "password": "pass word+1"]).outcome
        },
        Flip(
            "expired_license_code", "license_not_active", "license_expired", "license_not_active",
            license: { $0.validUntil = .distantPast }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        Flip("check_of_expired", "ok", "license_expired", "200", license: { $0.validUntil = .distantPast }) {
            caller, _ in
            try await caller.check("mine").outcome
        },
        Flip(
            "expired_may_release", "false", "floating_not_available", "license_expired",
            license: { $0.validUntil = .distantPast }
        ) { caller, _ in try await caller.call("/api/v4/floating/release", "mine").outcome },
        Flip(
            "not_started_code", "license_not_active", "license_start_date_error", "license_not_active",
            license: { $0.validFrom = .distantFuture }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        Flip(
            "not_floating_code", "license_not_floating", "license_borrow_not_allowed", "license_not_floating",
            license: { $0.isFloatingCloud = false }
        ) { caller, _ in try await caller.borrow("mine").outcome },
        Flip(
            "transfers_exhausted_code", "too_many_transfers", "license_transferred_max_times", "too_many_transfers",
            license: {
                $0.maxTransfers = 0
                $0.devices = [Catalogue.License.Device("mine")]
            }
        ) { caller, _ in
            _ = try await caller.call("/api/v4/deactivate_license", "mine")
            return try await caller.call("/api/v4/activate_license", "other").outcome
        },
        Flip(
            "user_activations_exhausted_code", "too_many_devices", "license_user_activated_max_times",
            "too_many_devices",
            catalogue: { catalogue in
                for index in catalogue.licenses.indices { catalogue.licenses[index].maxActivationsPerUser = 0 }
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
        Flip(
            "virtual_machine_code", "no_virtual_machines", "vm_not_allowed", "no_virtual_machines",
            catalogue: { $0.products[0].preventsVirtualMachines = true }
        ) { caller, _ in try await caller.call("/api/v4/activate_license", "mine", ["is_vm": true]).outcome },
    ]

    private static let end: [Flip] = [
        Flip("date_without_time", "end_of_day", "2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z") { caller, _ in
            try await caller.borrow("mine", until: "2026-11-24").end
        },
        Flip("date_without_time", "refused", "200", "borrow_until_not_valid") { caller, _ in
            try await caller.borrow("mine", until: "2026-11-24").outcome
        },
        Flip("unreadable_end_code", "validation_error", "borrow_until_not_valid", "validation_error") { caller, _ in
            try await caller.borrow("mine", until: "tomorrow").outcome
        },
        Flip("wrong_type_code", "borrow_until_not_valid", "validation_error", "borrow_until_not_valid") { caller, _ in
            try await caller.borrow("mine", until: 5).outcome
        },
        Flip("past_end_code", "validation_error", "borrow_until_not_valid", "validation_error") { caller, _ in
            try await caller.borrow("mine", until: "2026-11-22T00:00:00Z").outcome
        },
        Flip("borrow_may_shorten", "false", "200", "borrow_until_not_valid") { caller, _ in
            _ = try await caller.borrow("mine")
            return try await caller.borrow("mine", until: "2026-11-24T00:00:00Z").outcome
        },
        Flip(
            "end_past_validity", "cut", "2026-11-26T13:02:00.000Z", "2026-11-24T00:00:00.000Z",
            license: { $0.validUntil = UTC.parse("2026-11-24") }
        ) { caller, _ in try await caller.borrow("mine").end },
        Flip(
            "end_past_validity", "refused", "200", "borrow_until_not_valid",
            license: { $0.validUntil = UTC.parse("2026-11-24") }
        ) { caller, _ in try await caller.borrow("mine", until: "2026-11-25T00:00:00Z").outcome },
        Flip("borrowed_until_fraction", "none", "2026-11-26T13:02:00.000Z", "2026-11-26T13:02:00Z") { caller, _ in
            try await caller.borrow("mine").end
        },
    ]

    private static let seats: [Flip] = [
        Flip("held_seat", "counted", "200", "floating_not_available", license: { $0.seats = 1 }) { caller, _ in
            _ = try await caller.check("mine")
            return try await caller.borrow("mine").outcome
        },
        Flip("deactivation_frees_seat", "false", "0", "1") { caller, _ in
            _ = try await caller.borrow("mine")
            _ = try await caller.call("/api/v4/deactivate_license", "mine")
            return String(try await caller.seats().count)
        },
        Flip("release_of_nothing", "ok", "floating_not_available", "200") { caller, _ in
            try await caller.call("/api/v4/floating/release", "mine").outcome
        },
        Flip("release_of_nothing", "ok", "floating_feature_device_not_in_use", "200") { caller, _ in
            try await caller.call("/api/v4/floating/feature_release", "mine", ["feature": "FAST"]).outcome
        },
    ]

    private static let featureBorrow = "/api/v4/floating/feature_borrow"
    private static let feature: [String: JSON] = ["feature": "FAST", "borrowed_until": nil]

    private static let wording: [Flip] = [
        Flip(
            "feature_borrow_answer", "end_only", "borrowed_until device_id license_id max_borrow_time", "borrowed_until"
        ) { caller, _ in
            try await caller.call(featureBorrow, "mine", feature).json.names.sorted().joined(separator: " ")
        },
        Flip("feature_borrow_signed", "true", "unsigned", "signed") { caller, _ in
            let answer = try await caller.call(featureBorrow, "mine", feature)
            return try TestKey.verifies(answer) ? "signed" : "unsigned"
        },
        Flip("feature_end_required", "false", "missing_parameters", "200") { caller, _ in
            try await caller.call(featureBorrow, "mine", ["feature": "FAST"]).outcome
        },
        Flip("user_licenses_element", "bare", "license", "id") { caller, _ in
            let query = ["product": "PERSONAL", "username": "una@test.example", "password": "pass word+1"]
            let element = try await caller.get("/api/v4/user_licenses", query).json.elements.first
            return element?["license"] != nil ? "license" : element?["id"] != nil ? "id" : "neither"
        },
        Flip("key_method_spelling", "license_key", "license-key", "license_key") { caller, _ in
            let answer = try await caller.get("/api/v4/product_details", ["product": "TOOL"])
            return answer.json["authorization_method"]?.text ?? answer.text
        },
        Flip("deactivation_text", "done", "License deactivated", "done") { caller, _ in
            try await caller.call("/api/v4/deactivate_license", "mine").text
        },
        Flip("password_text", "done", "Password changed", "done") { caller, _ in
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
