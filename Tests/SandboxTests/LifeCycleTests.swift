internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import Testing
internal import TestKit

@Suite("The life of a license over HTTP")
struct LifeCycleTests {
    private let needsActivation = TestCatalogue.make {
        $0.activatesAnyDevice = false
        $0.maxActivations = 1
    }

    @Test("The first activation makes a license active, and takes no seat")
    func activation() async throws {
        try await withSandbox(needsActivation) { caller, _ async throws in
            #expect(try await caller.borrow("mine").code == "license_not_active")
            let answer = try await caller.call("/api/v4/activate_license", "mine", ["vm_info": nil, "is_vm": false])
            #expect(answer.status == 200)
            #expect(try TestKey.verifies(answer))
            #expect(answer.json["times_activated"] == 1)
            #expect(answer.json["floating_in_use_devices"] == 0)
            #expect(answer.json["license_signature"]?.text?.isEmpty == false)
            #expect(try await caller.borrow("yours").code == "device_not_found")
            let second = try await caller.call("/api/v4/activate_license", "yours")
            #expect(second.code == "license_activated_max_times")
            let borrow = try await caller.borrow("mine")
            #expect(borrow.json["device_id"] == answer.json["device_id"])
        }
    }

    @Test("Deactivation frees the seat and the activation")
    func deactivation() async throws {
        try await withSandbox(needsActivation) { caller, _ async throws in
            _ = try await caller.call("/api/v4/activate_license", "mine")
            _ = try await caller.borrow("mine")
            let answer = try await caller.call("/api/v4/deactivate_license", "mine")
            #expect(answer.status == 200)
            #expect(answer.signature == nil)
            #expect(try await caller.seats().isEmpty)
            #expect(try await caller.call("/api/v4/activate_license", "yours").status == 200)
        }
    }

    @Test("A check takes a seat, tells how many are in use, and keeps a borrow")
    func check() async throws {
        let clock = TestClock()
        try await withSandbox(clock: clock) { caller, _ async throws in
            let first = try await caller.check("mine")
            #expect(first.status == 200)
            #expect(try TestKey.verifies(first))
            #expect(first.json["floating_in_use_devices"] == 1)
            #expect(first.json["is_borrowed"] == false)
            #expect(first.json["borrowed_until"] == JSON.null)
            #expect(first.json["product_details"]?["authorization_method"] == "license-key")
            #expect(try await caller.seats()["mine"]?["until"] == "2026-11-23T15:02:00.000Z")
            let borrow = try await caller.borrow("mine")
            let second = try await caller.check("mine")
            #expect(second.json["is_borrowed"] == true)
            #expect(second.json["borrowed_until"] == borrow.json["borrowed_until"])
            #expect(try await caller.check("yours").json["floating_in_use_devices"] == 2)
            #expect(try await caller.check("third").code == "floating_not_available")
        }
    }

    @Test("The license object has every member of the reference, and no user on a license with a key")
    func members() async throws {
        let documented: Set<String> = [
            "id", "order_store_id", "license_active", "license_enabled", "license_type", "license_key", "is_trial",
            "trial_days", "validity_period", "start_date", "enable_maintenance_period", "maintenance_period",
            "allow_grace_period", "grace_period", "max_activations", "allow_unlimited_activations", "times_activated",
            "transfer_count", "max_transfers", "max_license_users", "is_floating_cloud", "is_floating",
            "floating_users", "floating_in_use_devices", "floating_timeout", "can_borrow", "max_borrow_time",
            "is_borrowed", "borrowed_until", "device_id", "is_expired", "prevent_vm", "allow_overages", "max_overages",
            "max_consumptions", "total_consumptions", "custom_fields", "product_features", "metadata", "customer",
            "product_details", "license_signature",
        ]
        try await withSandbox { caller, _ async throws in
            let names = try await caller.check("mine").json.names
            #expect(documented.subtracting(names).isEmpty)
            #expect(!names.contains("user"))
        }
    }

    @Test("user_licenses lists the licenses of the user, each in a member of its own")
    func userLicenses() async throws {
        try await withSandbox { caller, _ async throws in
            let path = "/api/v4/user_licenses"
            var query = ["product": "PERSONAL", "username": "una@test.example", "password": "pass word+1"]
            let answer = try await caller.get(path, query)
            #expect(try TestKey.verifies(answer))
            #expect(
                answer.json.elements.map { $0["license"]?["id"]?.integer }
                    == [1_699_349_720_166_901, 1_699_349_720_166_902])
            #expect(answer.json.elements.first?["license"]?["user"]?["email"] == "una@test.example")
            query["password"] = nil
            #expect(try await caller.get(path, query).code == "missing_parameters")
            query["password"] = "wrong"
            #expect(try await caller.get(path, query).code == "authentication_failure")
            query["product"] = "TOOL"
            #expect(try await caller.get(path, query).code == "invalid_product_auth_method")
        }
    }

    @Test("product_details tells how a product is opened")
    func productDetails() async throws {
        try await withSandbox { caller, _ async throws in
            let answer = try await caller.get("/api/v4/product_details", ["product": "PERSONAL"])
            #expect(try TestKey.verifies(answer))
            #expect(answer.json["authorization_method"] == "user")
            #expect(answer.json["floating_timeout"] == 120)
            #expect(try await caller.get("/api/v4/product_details", ["product": "tool"]).code == "unknown_product")
            #expect(try await caller.get("/api/v4/product_details").code == "missing_parameters")
        }
    }

    @Test("A changed password is the one that counts")
    func changePassword() async throws {
        try await withSandbox { caller, _ async throws in
            let change: JSON = [
                "username": "una@test.example", "password": "pass word+1", "new_password": "later",
            ]
            #expect(try await caller.post("/api/v4/change_password", change).status == 200)
            #expect(try await caller.post("/api/v4/change_password", change).code == "authentication_failure")
            let answer = try await caller.get(
                "/api/v4/user_licenses",
                ["product": "PERSONAL", "username": "una@test.example", "password": "later"])
            #expect(answer.status == 200)
        }
    }

    @Test("sso_url answers a signed address for a known customer account")
    func ssoURL() async throws {
        try await withSandbox { caller, _ async throws in
            let answer = try await caller.get(
                "/api/v4/sso_url",
                ["product": "PERSONAL", "customer_account_code": "acme", "response_type": "token"])
            #expect(try TestKey.verifies(answer))
            #expect(answer.json["url"]?.text?.hasPrefix(caller.url) == true)
        }
    }
}

@Suite("Features over HTTP")
struct FeatureTests {
    @Test("A feature is borrowed within its own limit and given back")
    func borrow() async throws {
        let clock = TestClock()
        try await withSandbox(clock: clock) { caller, _ async throws in
            let path = "/api/v4/floating/feature_borrow"
            let answer = try await caller.call(path, "mine", ["feature": "FAST", "borrowed_until": nil])
            #expect(answer.json["borrowed_until"] == "2026-11-23T21:02:00.000Z")
            #expect(answer.json["max_borrow_time"] == 8)
            #expect(try await caller.seats()["mine"]?["feature"] == "FAST")
            let other = try await caller.call(path, "yours", ["feature": "FAST", "borrowed_until": nil])
            #expect(other.code == "floating_not_available")
            let release = try await caller.call("/api/v4/floating/feature_release", "mine", ["feature": "FAST"])
            #expect(release.status == 200)
            #expect(release.body.isEmpty)
            #expect(try await caller.seats().isEmpty)
        }
    }

    @Test("What is wrong about a feature is told by a code of its own")
    func wrong() async throws {
        try await withSandbox { caller, _ async throws in
            let path = "/api/v4/floating/feature_release"
            let unknown = try await caller.call(path, "mine", ["feature": "NONE"])
            #expect(unknown.code == "invalid_license_feature_code")
            #expect(unknown.json["message"]?.text?.contains("NONE") == true)
            #expect(try await caller.call(path, "mine", ["feature": "PLAIN"]).code == "feature_not_floating")
            let unused = try await caller.call(path, "mine", ["feature": "FAST"])
            #expect(unused.code == "floating_feature_device_not_in_use")
            #expect(try await caller.call(path, "mine").code == "missing_parameters")
        }
    }

    @Test("A check of a feature takes its seat and describes it")
    func check() async throws {
        try await withSandbox { caller, _ async throws in
            func check(_ feature: String) async throws -> Received {
                try await caller.get(
                    "/api/v4/check_license_feature",
                    [
                        "product": "TOOL", "hardware_id": "mine", "license_key": TestCatalogue.key,
                        "feature": feature,
                    ])
            }
            let answer = try await check("FAST")
            #expect(try TestKey.verifies(answer))
            #expect(answer.json["code"] == "FAST")
            #expect(answer.json["floating_in_use_devices"] == 1)
            #expect(answer.json["license_id"]?.integer == TestCatalogue.licenseID)
            #expect(try await check("PLAIN").json["floating_in_use_devices"] == nil)
        }
    }
}
