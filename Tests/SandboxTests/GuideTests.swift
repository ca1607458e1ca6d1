internal import Foundation
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

@Suite("The guide of the demo", .heavy)
struct GuideTests {
    @Test("Every exception of the borrow page is in the guide")
    func complete() {
        let codes = Set(Inventory.guide.compactMap(\.code))
        for code in ProblemCode.borrowPage { #expect(codes.contains(code), "\(code.rawValue)") }
    }

    @Test("No two entries of the guide are the same")
    func distinct() {
        #expect(Set(Inventory.guide.map(\.id)).count == Inventory.guide.count)
    }

    /// Once a license was borrowed its longest borrow is known, and an end beyond that is not sent.
    @Test("What is refused for its end is of a license that nothing else in the guide borrows")
    func endsOfTheirOwn() {
        let granted = Inventory.guide.filter { if case .refused = $0.outcome { false } else { true } }
        for entry in Inventory.guide where entry.code == .borrowUntilNotValid {
            #expect(!granted.contains { $0.product == entry.product && $0.signIn == entry.signIn }, "\(entry.id)")
        }
    }

    @Test("Doing what the guide says brings what it promises, on any device", arguments: Inventory.guide)
    func walk(_ entry: GuideEntry) async throws {
        let hardwareID = entry.hardwareID ?? UUID().uuidString
        var members: [String: JSON] = [
            "product": .string(entry.product), "hardware_id": .string(hardwareID), "borrowed_until": nil,
        ]
        if case .at(let date) = entry.end { members["borrowed_until"] = .string(UTC.format(date)) }
        if let feature = entry.feature { members["feature"] = .string(feature) }
        if let id = entry.licenseID { members["license_id"] = .integer(id) }
        switch entry.signIn {
        case .licenseKey(let key): members["license_key"] = .string(key)
        case .user(let name, let password):
            members["username"] = .string(name)
            members["password"] = .string(password)
        }
        let body = String(decoding: JSON.object(members).data, as: UTF8.self)
        try await withSandbox(.demo) { caller, _ async throws in
            func borrow() async throws -> Received {
                try await caller.send(
                    "POST", entry.feature == nil ? "/api/v4/floating/borrow" : "/api/v4/floating/feature_borrow", body,
                    headers: caller.signedHeaders)
            }
            switch entry.outcome {
            case .granted:
                let response = try await borrow()
                #expect(response.status == 200)
                if entry.feature == nil { #expect(try TestKey.verifies(response)) }
                if let feature = entry.feature { members["feature"] = .string(feature) }
                if let id = entry.licenseID { #expect(response.json["license_id"]?.integer == id) }
            case .refused(let code):
                #expect(try await borrow().code == code.rawValue)
                #expect(try await caller.seats()[hardwareID] == nil)
            case .troubled(.responseUnverified):
                #expect(try TestKey.verifies(try await borrow()) == false)
            case .troubled(.transportTimeout):
                let call = Task { try await borrow() }
                try await waitUntil("the seat is taken") { try await caller.seats()[hardwareID] != nil }
                call.cancel()
                await #expect(throws: (any Error).self) { try await call.value }
            case .troubled:
                await #expect(throws: (any Error).self) { try await borrow() }
            }
            if case .refused = entry.outcome { return }
            #expect(try await caller.seats()[hardwareID]?["kind"] == "borrowed")
        }
    }
}
