internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import Testing
internal import TestKit

@Suite("Authorization", .heavy)
struct AuthorizationTests {
    private func code(
        _ key: Inventory.APIKey = .demo, authorization: String? = nil, ahead: TimeInterval = 0
    ) async throws -> String? {
        let clock = TestClock()
        var result: String?
        try await withSandbox(clock: clock) { caller, _ async throws in
            var caller = caller
            caller.key = key
            caller.now = { clock.now + ahead }
            var headers = caller.signedHeaders
            if let authorization {
                let signer = RequestSigner(apiKey: key.key, sharedKey: key.sharedKey)
                headers["Authorization"] = authorization.replacingOccurrences(
                    of: "SIGNATURE", with: signer.signature(dateHeader: headers["Date"] ?? ""))
            }
            result = try await caller.post(
                "/api/v4/floating/borrow",
                [
                    "product": "TOOL", "hardware_id": "mine", "license_key": .string(TestInventory.key),
                    "borrowed_until": nil,
                ], headers: headers
            ).code
        }
        return result
    }

    private static let key = Inventory.APIKey.demo.key.exposed

    @Test(
        "The three forms of the header that are in use are accepted",
        arguments: [
            #"algorithm="hmac-sha256", headers="date", signature="SIGNATURE", apikey="\#(key)""#,
            #"algorithm="hmac-sha256",headers="date",signature="SIGNATURE",apiKey="\#(key)""#,
            #"algorithm="hmac-sha256",headers="date",signature="SIGNATURE",apikey="\#(key)""#,
        ])
    func forms(_ text: String) async throws {
        #expect(try await code(authorization: text) == nil)
    }

    @Test(
        "A header that is wrong is refused by what is wrong with it",
        arguments: [
            (#"algorithm="rsa-sha256",headers="date",signature="SIGNATURE""#, "hmac_required"),
            (#"algorithm="hmac-sha256",headers="date",signature="SIGNATURE""#, "authorization_missing_params"),
            (#"headers="date",signature="SIGNATURE",apikey="\#(key)""#, "authorization_missing_params"),
            (
                #"algorithm="hmac-sha256",headers="host",signature="SIGNATURE",apikey="\#(key)""#,
                "authorization_invalid_headers"
            ),
            (
                #"algorithm="hmac-sha256",headers="date",signature="short",apikey="\#(key)""#,
                "authorization_invalid_headers"
            ),
            ("Basic dXNlcjpwYXNz", "authorization_invalid_headers"),
            (#"algorithm=hmac-sha256,headers=date"#, "authorization_invalid_headers"),
            (#"algorithm="hmac-sha256",headers="date",signature="SIGNATURE",apikey="unknown""#, "invalid_api_key"),
            ("Bearer nothing", "oauth_token_malformed"),
        ])
    func wrong(_ text: String, _ expected: String) async throws {
        #expect(try await code(authorization: text) == expected)
    }

    @Test("A revoked key, and a key for looking only, are refused")
    func keys() async throws {
        #expect(try await code(.demoRevoked) == "revoked_api_key")
        #expect(try await code(.demoReadOnly) == "read_only_api_key")
    }

    @Test("A wrong shared key does not sign")
    func signature() async throws {
        let key = Inventory.APIKey(key: Inventory.APIKey.demo.key, sharedKey: Secret("other"))
        #expect(try await code(key) == "signature_mismatch")
    }

    @Test(
        "A date may be off by fifteen minutes in either direction",
        arguments: [
            (0.0, nil), (900, nil), (901, "date_header_diff"), (-900, nil), (-901, "date_header_diff"),
        ] as [(Double, String?)])
    func dateWindow(_ ahead: Double, _ expected: String?) async throws {
        #expect(try await code(ahead: ahead) == expected)
    }

    @Test("A key for looking only may look")
    func readOnly() async throws {
        try await withSandbox { caller, _ async throws in
            var caller = caller
            caller.key = .demoReadOnly
            #expect(try await caller.check("mine").status == 200)
        }
    }

    @Test("A key without rights to the product may not activate it")
    func restricted() async throws {
        try await withSandbox { caller, _ async throws in
            var caller = caller
            caller.key = .demoRestricted
            #expect(try await caller.call("/api/v4/activate_license", "mine").code == "api_key_product_not_allowed")
        }
    }
}

@Suite("OAuth", .heavy)
struct OAuthTests {
    private func token(
        _ caller: Caller, secret: String = "client+secret", type: String? = "application/x-www-form-urlencoded"
    ) async throws -> Received {
        let address = try await caller.get("/api/v4/oauth_url?login_type=client_credentials", headers: [:])
        let url = try #require(address.json["url"]?.text)
        return try await Caller(url: url).send(
            "POST", "", "grant_type=client_credentials&client_id=client&client_secret=\(secret)",
            headers: type.map { ["Content-Type": $0] } ?? [:])
    }

    @Test("A token from the address that the API names opens the API for 480 seconds")
    func bearer() async throws {
        let clock = TestClock()
        try await withSandbox(clock: clock) { caller, _ async throws in
            let response = try await token(caller)
            #expect(response.json["expires_in"]?.integer == 480)
            let bearer = "Bearer \(try #require(response.json["access_token"]?.text))"
            func check() async throws -> Received {
                try await caller.get(
                    "/api/v4/product_details", ["product": "TOOL"],
                    headers: ["Date": DateHeader.format(clock.now), "Authorization": bearer])
            }
            clock.advance(by: 479)
            #expect(try await check().status == 200)
            clock.advance(by: 1)
            #expect(try await check().code == "oauth_token_expired")
        }
    }

    @Test("Wrong credentials get OAuth's own error")
    func wrong() async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await token(caller, secret: "other")
            #expect(response.status == 401)
            #expect(response.json["error"]?.text == "invalid_client")
        }
    }

    @Test(
        "A token is asked for with a form, and with nothing else", arguments: ["application/json", "text/plain", nil])
    func noForm(type: String?) async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await token(caller, type: type)
            #expect(response.status == 400)
            #expect(response.json["error"]?.text == "invalid_request")
            let form = "Application/X-WWW-Form-URLEncoded ; charset=UTF-8"
            #expect(try await token(caller, type: form).status == 200)
        }
    }
}
