internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import Testing
internal import TestKit

@Suite("The life of a license over HTTP", .heavy)
struct LifeCycleTests {
    private let needsActivation = TestInventory.make {
        $0.activatesAnyDevice = false
        $0.maxActivations = 1
    }

    @Test("The first activation makes a license active, and takes no seat")
    func activation() async throws {
        try await withSandbox(needsActivation) { caller, _ async throws in
            #expect(try await caller.borrow("mine").code == "license_not_active")
            let response = try await caller.call("/api/v4/activate_license", "mine", ["vm_info": nil, "is_vm": false])
            #expect(response.status == 200)
            #expect(try TestKey.verifies(response))
            #expect(response.json["times_activated"] == 1)
            #expect(response.json["floating_in_use_devices"] == 0)
            #expect(response.json["license_signature"]?.text?.isEmpty == false)
            #expect(try await caller.borrow("yours").code == "device_not_found")
            let second = try await caller.call("/api/v4/activate_license", "yours")
            #expect(second.code == "license_activated_max_times")
            let borrow = try await caller.borrow("mine")
            #expect(borrow.json["device_id"] == response.json["device_id"])
        }
    }

    @Test("Deactivation frees the seat and the activation")
    func deactivation() async throws {
        try await withSandbox(needsActivation) { caller, _ async throws in
            _ = try await caller.call("/api/v4/activate_license", "mine")
            _ = try await caller.borrow("mine")
            let response = try await caller.call("/api/v4/deactivate_license", "mine")
            #expect(response.status == 200)
            #expect(response.signature == nil)
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
            let response = try await caller.get(path, query)
            #expect(try TestKey.verifies(response))
            #expect(
                response.json.elements.map { $0["license"]?["id"]?.integer }
                    == [1_699_349_720_166_901, 1_699_349_720_166_902])
            #expect(response.json.elements.first?["license"]?["user"]?["email"] == "una@test.example")
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
            let response = try await caller.get("/api/v4/product_details", ["product": "PERSONAL"])
            #expect(try TestKey.verifies(response))
            #expect(response.json["authorization_method"] == "user")
            #expect(response.json["floating_timeout"] == 120)
            #expect(response.json.names.isDisjoint(with: ["latest_version", "custom_fields"]))
            #expect(try await caller.get("/api/v4/product_details", ["product": "tool"]).code == "unknown_product")
            #expect(try await caller.get("/api/v4/product_details").code == "missing_parameters")
        }
    }

    @Test("The newest version and the vendor's notes are told to those who ask for them")
    func productExtras() async throws {
        var inventory = TestInventory.make { $0.customFields = [.init(name: "site", value: "north")] }
        inventory.products[0].latestVersion = "2.1.0"
        inventory.products[0].customFields = [.init(name: "line", value: "blue")]
        try await withSandbox(inventory) { caller, _ async throws in
            func details(_ product: String, _ asked: String) async throws -> Received {
                try await caller.get(
                    "/api/v4/product_details",
                    ["product": product, "include_latest_version": asked, "include_custom_fields": asked])
            }
            let told = try await details("TOOL", "true")
            #expect(told.json["latest_version"] == ["version": "2.1.0"])
            #expect(told.json["custom_fields"] == [["name": "line", "value": "blue"]])
            #expect(try await details("PERSONAL", "true").json["latest_version"] == JSON.null)
            #expect(
                try await details("TOOL", "false").json.names.isDisjoint(with: ["latest_version", "custom_fields"]))
            #expect(try await details("TOOL", "maybe").code == "validation_error")
            #expect(try await caller.check("mine").json["custom_fields"] == [["name": "site", "value": "north"]])
        }
    }

    @Test("A bundle_code narrows the search to the licenses of that bundle")
    func bundles() async throws {
        let inventory = TestInventory.make { $0.bundle = "SUITE" }
        try await withSandbox(inventory) { caller, _ async throws in
            func borrow(_ bundle: JSON) async throws -> Received {
                try await caller.call(
                    "/api/v4/floating/borrow", "mine", ["borrowed_until": nil, "bundle_code": bundle])
            }
            #expect(try await borrow("SUITE").status == 200)
            #expect(try await borrow(nil).status == 200)
            #expect(try await borrow("OTHER").code == "license_not_found")
            #expect(try await borrow(7).code == "validation_error")
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
            let response = try await caller.get(
                "/api/v4/user_licenses",
                ["product": "PERSONAL", "username": "una@test.example", "password": "later"])
            #expect(response.status == 200)
        }
    }

    @Test("sso_url tells a signed address for a known customer account")
    func ssoURL() async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await caller.get(
                "/api/v4/sso_url",
                ["product": "PERSONAL", "customer_account_code": "acme", "response_type": "token"])
            #expect(try TestKey.verifies(response))
            let url = try #require(response.json["url"]?.text)
            #expect(url.hasPrefix(caller.url))
            let page = try await Caller(url: url).get("", headers: [:])
            #expect(page.text == "Signed in as una@test.example.\nid_token: token\n")
        }
    }

    @Test("The page that sso_url names gives out codes, each good for one request")
    func signIn() async throws {
        try await withSandbox { caller, _ async throws in
            func borrow(_ code: String) async throws -> String? {
                try await caller.post(
                    "/api/v4/floating/borrow",
                    [
                        "product": "PERSONAL", "hardware_id": "mine", "borrowed_until": nil,
                        "customer_account_code": "acme", "code": .string(code),
                    ]
                ).code
            }
            let response = try await caller.get(
                "/api/v4/sso_url",
                ["product": "PERSONAL", "customer_account_code": "acme", "response_type": "code"])
            let page = Caller(url: try #require(response.json["url"]?.text))
            func visit() async throws -> String {
                let text = try await page.get("", headers: [:]).text
                return try #require(text.components(separatedBy: "code: ").last).trimmingCharacters(in: .newlines)
            }
            let (first, second) = (try await visit(), try await visit())
            #expect(first != second)
            for code in [first, second, "code"] {
                #expect(try await borrow(code) == nil)
                #expect(try await borrow(code) == "authentication_failure")
            }
            let unknown = try await caller.get("/sandbox/sign-in", ["customer_account_code": "nobody"], headers: [:])
            #expect(unknown.status == 404)
        }
    }
}

@Suite("Features over HTTP", .heavy)
struct FeatureTests {
    @Test("A feature is borrowed within its own limit and given back")
    func borrow() async throws {
        let clock = TestClock()
        try await withSandbox(clock: clock) { caller, _ async throws in
            let path = "/api/v4/floating/feature_borrow"
            let response = try await caller.call(path, "mine", ["feature": "FAST", "borrowed_until": nil])
            #expect(response.json["borrowed_until"] == "2026-11-23T21:02:00.000Z")
            #expect(response.json["max_borrow_time"] == 8)
            #expect(try await caller.seats()["mine"]?["feature"] == "FAST")
            let features = try await caller.check("mine").json["product_features"]?.elements
            let fast = try #require(features?.first { $0["code"] == "FAST" })
            #expect(fast["is_borrowed"] == true)
            #expect(fast["borrowed_until"] == response.json["borrowed_until"])
            let other = try await caller.call(path, "yours", ["feature": "FAST", "borrowed_until": nil])
            #expect(other.code == "floating_not_available")
            let release = try await caller.call("/api/v4/floating/feature_release", "mine", ["feature": "FAST"])
            #expect(release.status == 200)
            #expect(release.body.isEmpty)
            #expect(try await caller.seats()["mine"]?["feature"] == JSON.null, "the license's own, of the check")
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
                        "product": "TOOL", "hardware_id": "mine", "license_key": TestInventory.key,
                        "feature": feature,
                    ])
            }
            let response = try await check("FAST")
            #expect(try TestKey.verifies(response))
            #expect(response.json["code"] == "FAST")
            #expect(response.json["floating_in_use_devices"] == 1)
            #expect(response.json["license_id"]?.integer == TestInventory.licenseID)
            #expect(response.json["floating_timeout"] == 120)
            #expect(response.json["can_borrow"] == true)
            #expect(response.json["is_borrowed"] == false)
            #expect(response.json["borrowed_until"] == JSON.null)
            #expect(try await check("PLAIN").json["floating_in_use_devices"] == nil)
        }
    }
}
