internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import NIOHTTP1
@testable internal import Sandbox
internal import Testing
internal import TestKit

@Suite("Borrowing over HTTP", .heavy)
struct BorrowTests {
    let clock = TestClock()

    @Test("The response to a borrow without an end has the four documented members, signed over the raw bytes")
    func members() async throws {
        try await withSandbox(clock: clock) { caller, _ async throws in
            let response = try await caller.borrow("mine")
            #expect(response.status == 200)
            #expect(response.json.names == ["borrowed_until", "max_borrow_time", "device_id", "license_id"])
            #expect(response.json["borrowed_until"]?.text == "2026-11-26T13:02:00.000Z")
            #expect(response.json["max_borrow_time"]?.integer == 72)
            #expect(response.json["license_id"]?.integer == TestInventory.licenseID)
            #expect(response.body == response.json.data, "compact, members in order")
            #expect(try TestKey.verifies(response))
            var altered = response
            altered.body.append(UInt8(ascii: " "))
            #expect(try TestKey.verifies(altered) == false)
        }
    }

    @Test("A response is dated by the sandbox's clock")
    func date() async throws {
        try await withSandbox(clock: clock) { caller, _ async throws in
            let response = try await caller.borrow("mine")
            #expect(response.headers["Date"] == [DateHeader.format(clock.now)])
        }
    }

    @Test("borrowed_until may be null and may not be absent")
    func nullAndAbsent() async throws {
        try await withSandbox(clock: clock) { caller, _ async throws in
            #expect(try await caller.borrow("mine", until: nil).status == 200)
            let absent = try await caller.call("/api/v4/floating/borrow", "mine")
            #expect(absent.code == "missing_parameters")
            #expect(
                absent.json["message"]?.text == "Some parameters are missing in the request: borrowed_until.")
        }
    }

    @Test(
        "The documented forms of a date are read, all as UTC",
        arguments: [
            ("2026-11-24T23:30:48.016Z", "2026-11-24T23:30:48.016Z"),
            ("2026-11-24 23:30:48.016", "2026-11-24T23:30:48.016Z"),
            ("2026-11-24 23:30:48", "2026-11-24T23:30:48.000Z"),
            ("2026-11-24 23:30", "2026-11-24T23:30:00.000Z"),
            ("2026-11-24", "2026-11-24T00:00:00.000Z"),
            ("2026-11-24T23:30:48Z", "2026-11-24T23:30:48.000Z"),
        ])
    func dates(_ sent: String, _ expected: String) async throws {
        try await withSandbox(clock: clock) { caller, _ async throws in
            let response = try await caller.borrow("mine", until: .string(sent))
            #expect(response.json["borrowed_until"]?.text == expected)
        }
    }

    @Test(
        "A date that is past, too late or unreadable is not valid",
        arguments: ["2026-11-23T13:02:00Z", "2026-11-26T13:02:01Z", "2026-13-01", "tomorrow", ""])
    func badDates(_ sent: String) async throws {
        try await withSandbox(clock: clock) { caller, _ async throws in
            #expect(try await caller.borrow("mine", until: .string(sent)).code == "borrow_until_not_valid")
        }
    }

    @Test("A value of the wrong type is a validation error that names the field")
    func types() async throws {
        try await withSandbox(clock: clock) { caller, _ async throws in
            let number = try await caller.borrow("mine", until: 5)
            #expect(number.code == "validation_error")
            #expect(number.json["message"]?.text == "borrowed_until must be a string")
            let id = try await caller.call(
                "/api/v4/floating/borrow", "mine", ["borrowed_until": nil, "license_id": "1"])
            #expect(id.json["message"]?.text == "license_id must be a number")
            let blank = try await caller.borrow("")
            #expect(blank.json["message"]?.text == "hardware_id may not be blank")
            #expect(try await caller.post("/api/v4/floating/borrow", []).code == "validation_error")
        }
    }

    @Test("All missing parameters are named, a member that is null among them, and unknown ones are ignored")
    func missing() async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await caller.post("/api/v4/floating/borrow", ["hardware_id": nil, "surplus": [1]])
            #expect(
                response.json["message"]?.text
                    == "Some parameters are missing in the request: borrowed_until, hardware_id, license_key, product."
            )
            let surplus = try await caller.call(
                "/api/v4/floating/borrow", "mine", ["borrowed_until": nil, "surplus": ["a": 1]])
            #expect(surplus.status == 200)
        }
    }

    @Test("A borrow ends by the clock, and then another device gets the seat")
    func expiry() async throws {
        try await withSandbox(TestInventory.make { $0.seats = 1 }, clock: clock) { caller, _ async throws in
            #expect(try await caller.borrow("mine", until: "2026-11-23T14:02:00Z").status == 200)
            clock.advance(by: 3599)
            #expect(try await caller.borrow("yours").code == "floating_not_available")
            clock.advance(by: 1)
            #expect(try await caller.borrow("yours").status == 200)
            #expect(try await caller.seats().keys.sorted() == ["yours"])
        }
    }

    @Test("A release gives the seat back with an empty text, and a second one finds nothing")
    func release() async throws {
        try await withSandbox { caller, _ async throws in
            _ = try await caller.borrow("mine")
            let response = try await caller.call("/api/v4/floating/release", "mine")
            #expect(response.status == 200)
            #expect(response.body.isEmpty)
            #expect(response.headers.first(name: "Content-Type")?.hasPrefix("text/plain") == true)
            #expect(try await caller.seats().isEmpty)
            #expect(try await caller.call("/api/v4/floating/release", "mine").code == "floating_not_available")
        }
    }

    @Test("A seat of an expired license can be given back")
    func releaseExpired() async throws {
        let end = clock.now + 60
        try await withSandbox(TestInventory.make { $0.validUntil = end }, clock: clock) { caller, _ async throws in
            #expect(try await caller.borrow("mine").status == 200)
            clock.advance(by: 61)
            #expect(try await caller.borrow("mine").code == "license_expired")
            #expect(try await caller.call("/api/v4/floating/release", "mine").status == 200)
        }
    }

    @Test("A user with two licenses chooses by license_id, with a password or by single sign-on")
    func users() async throws {
        try await withSandbox { caller, _ async throws in
            func borrow(_ more: [String: JSON]) async throws -> Received {
                var members: [String: JSON] = [
                    "product": "PERSONAL", "hardware_id": "mine", "borrowed_until": nil,
                ]
                members.merge(more) { _, new in new }
                return try await caller.post("/api/v4/floating/borrow", .object(members))
            }
            let password: [String: JSON] = ["username": "una@test.example", "password": "pass word+1"]
            let first = try await borrow(password)
            #expect(first.json["license_id"]?.integer == 1_699_349_720_166_901)
            let second = try await borrow(password.merging(["license_id": 1_699_349_720_166_902]) { $1 })
            #expect(second.json["license_id"]?.integer == 1_699_349_720_166_902)
            #expect(try await borrow(password.merging(["license_id": 1]) { $1 }).code == "license_not_found")
            #expect(try await borrow(["username": "una@test.example"]).code == "missing_parameters")
            #expect(try await borrow(["customer_account_code": "acme", "code": "code"]).status == 200)
            #expect(try await borrow(["customer_account_code": "acme", "id_token": "token"]).status == 200)
            let wrong = try await borrow(["customer_account_code": "acme", "code": "token"])
            #expect(wrong.code == "authentication_failure")
            #expect(try await borrow(["license_key": .string(TestInventory.key)]).code == "license_not_found")
        }
    }

    @Test(
        "A license that does not float in the cloud, or allows no hours, cannot be borrowed",
        arguments: [false, true])
    func notBorrowable(_ floats: Bool) async throws {
        let inventory = TestInventory.make {
            $0.isFloatingCloud = floats
            $0.maxBorrowHours = floats ? 0 : 72
        }
        try await withSandbox(inventory) { caller, _ async throws in
            #expect(try await caller.borrow("mine").code == "license_borrow_not_allowed")
        }
    }
}
