internal import Foundation
internal import Licensing
@testable internal import Sandbox
internal import Testing
internal import TestKit

/// The checks of a borrow, in the order of the reference's section 3.5.
enum Check: Int, CaseIterable, Sendable {
    case headers, authorization, json, parameters, product, license, enabled, active, expired, blacklisted, device,
        borrowing, date, slot

    var code: ProblemCode {
        switch self {
        case .headers: .missingHeaders
        case .authorization: .signatureMismatch
        case .json: .invalidJSON
        case .parameters: .missingParameters
        case .product: .unknownProduct
        case .license: .licenseNotFound
        case .enabled: .licenseNotEnabled
        case .active: .licenseNotActive
        case .expired: .licenseExpired
        case .blacklisted: .blacklisted
        case .device: .deviceNotFound
        case .borrowing: .licenseBorrowNotAllowed
        case .date: .borrowUntilNotValid
        case .slot: .floatingNotAvailable
        }
    }
}

@Suite("The order of the checks", .heavy)
struct CheckOrderTests {
    @Test("A borrow with every fault from one check on is refused by that check", arguments: Check.allCases)
    func order(_ first: Check) async throws {
        let clock = TestClock()
        func has(_ check: Check) -> Bool { check.rawValue >= first.rawValue }
        let inventory = TestInventory.make { license in
            license.isEnabled = !has(.enabled)
            license.isActive = !has(.active)
            license.validUntil = has(.expired) ? clock.now : nil
            license.blacklistsEveryDevice = has(.blacklisted)
            license.activatesAnyDevice = !has(.device)
            license.canBorrow = !has(.borrowing)
            license.seats = has(.slot) ? 1 : 2
            license.devices = [Inventory.License.Device("other", holdsSeat: true)]
        }
        var members: [String: JSON] = [
            "product": has(.product) ? "tool" : "TOOL",
            "license_key": has(.license) ? "TEST-0000-0000-0000" : .string(TestInventory.key),
            "borrowed_until": has(.date) ? "tomorrow" : .null,
        ]
        members["hardware_id"] = has(.parameters) ? nil : "mine"
        let body = has(.json) ? "{" : String(decoding: JSON.object(members).data, as: UTF8.self)
        try await withSandbox(inventory, clock: clock) { caller, _ async throws in
            var headers = caller.signedHeaders
            if has(.authorization) {
                headers =
                    Caller(
                        url: "", key: .init(key: caller.key.key, sharedKey: Secret("wrong")), now: caller.now
                    ).signedHeaders
            }
            if has(.headers) { headers["Date"] = nil }
            let response = try await caller.post("/api/v4/floating/borrow", text: body, headers: headers)
            #expect(response.code == first.code.rawValue)
            #expect(response.status == 400)
            #expect(response.json.names == ["status", "code", "message"])
            #expect(response.signature == nil)
        }
    }

    @Test("A wrong password is told after the license was found and before it is looked at")
    func password() async throws {
        var inventory = TestInventory.make()
        inventory.licenses = inventory.licenses.map { $0.with { $0.isEnabled = false } }
        try await withSandbox(inventory) { caller, _ async throws in
            func borrow(_ name: String, _ password: String, _ product: JSON = "PERSONAL") async throws -> String? {
                try await caller.post(
                    "/api/v4/floating/borrow",
                    [
                        "product": product, "hardware_id": "mine", "username": .string(name),
                        "password": .string(password), "borrowed_until": nil,
                    ]
                ).code
            }
            #expect(try await borrow("una@test.example", "wrong") == "authentication_failure")
            #expect(try await borrow("una@test.example", "pass word+1") == "license_not_enabled")
            #expect(try await borrow("nobody@test.example", "wrong") == "license_not_found")
            #expect(try await borrow("una@test.example", "wrong", "personal") == "unknown_product")
        }
    }

    @Test("The path is looked at first of all")
    func path() async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await caller.post("/api/v4/borrow", text: "{", headers: [:])
            #expect(response.status == 404)
            #expect(response.code == "not_found")
            let method = try await caller.get("/api/v4/floating/borrow")
            #expect(method.code == "not_found")
        }
    }
}
