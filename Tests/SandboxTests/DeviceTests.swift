internal import Foundation
@testable internal import Sandbox
internal import TestKit
internal import Testing

@Suite("What a device says of itself")
struct DeviceTests {
    private static let path = "/api/v4/activate_license"

    @Test("It is kept with the activation, and listed to this host")
    func kept() async throws {
        try await withSandbox { caller, _ async throws in
            let said: [String: JSON] = [
                "is_vm": false, "vm_info": nil, "ip": "192.0.2.7", "mac_address": "02:00:00:00:00:01",
                "sdk_ver": "PythonSDK 4.0.0", "hostname": .string(String(repeating: "h", count: 300)),
            ]
            #expect(try await caller.call(Self.path, "mine", said).status == 200)
            let listed = try await caller.get("/sandbox/activations", headers: [:]).json.elements
            #expect(listed.count == 1)
            #expect(listed.first?["hardware_id"] == "mine")
            #expect(listed.first?["license_id"]?.integer == TestInventory.licenseID)
            #expect(listed.first?["is_vm"] == false)
            #expect(listed.first?["texts"]?.names == ["ip", "mac_address", "sdk_ver", "hostname"])
            #expect(listed.first?["texts"]?["sdk_ver"] == "PythonSDK 4.0.0")
            #expect(listed.first?["texts"]?["hostname"]?.text?.count == 200)
        }
    }

    @Test(
        "A product for real machines lets in what does not say that it is a virtual one",
        arguments: [(JSON.bool(true), "vm_not_allowed"), (false, nil), (nil, nil)] as [(JSON, String?)])
    func virtualMachines(_ isVirtual: JSON, _ code: String?) async throws {
        var inventory = TestInventory.make()
        inventory.products[0].preventsVirtualMachines = true
        try await withSandbox(inventory) { caller, _ async throws in
            let response = try await caller.call(Self.path, "mine", ["is_vm": isVirtual, "vm_info": "a cloud"])
            #expect(response.code == code)
            #expect(response.json["prevent_vm"] == (code == nil ? true : nil))
        }
    }

    @Test(
        "A value of the wrong type is refused",
        arguments: [["is_vm": "yes"], ["ip": 7], ["vm_info": ["a": 1]]] as [[String: JSON]])
    func types(_ said: [String: JSON]) async throws {
        try await withSandbox { caller, _ async throws in
            #expect(try await caller.call(Self.path, "mine", said).code == "validation_error")
        }
    }
}
