internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import NIOHTTP1
@testable internal import Sandbox
internal import TestKit
internal import Testing

@Suite("Scenario files")
struct ScenarioTests {
    @Test("The demo as a file is the demo again")
    func demo() throws {
        let text = try Scenario().yaml()
        #expect(try Scenario(yaml: text, path: "demo.yaml") == Scenario())
        #expect(text.hasPrefix("# A scenario of Berth's sandbox."))
    }

    /// A scenario in which nothing is the standard.
    private var full: Scenario {
        var inventory = TestInventory.make { license in
            license.isEnabled = false
            license.isActive = false
            license.canBorrow = false
            license.isFloatingCloud = false
            license.activatesAnyDevice = false
            license.blacklistsEveryDevice = true
            license.validFrom = Date(timeIntervalSince1970: 1_700_000_000)
            license.validUntil = Date(timeIntervalSince1970: 1_800_000_000)
            license.maxActivations = 3
            license.maxActivationsPerUser = 2
            license.maxTransfers = 1
            license.bundle = "SUITE"
            license.customFields = [.init(name: "site", value: "")]
            license.features[0].floatingTimeoutMinutes = 5
            license.devices = [.init("one", holdsSeat: true), .init("two")]
        }
        inventory.products[0].state = .archived
        inventory.products[0].preventsVirtualMachines = true
        inventory.products[0].refusesWith = .missingHeaders
        inventory.products[0].faultAfterBorrow = .refusal("some_code", status: 409)
        inventory.products[0].floatingTimeoutMinutes = 7
        inventory.products[0].latestVersion = "2.1.0"
        inventory.products[0].customFields = [.init(name: "line", value: "blue")]
        inventory.clients[0].mayAskForTokens = false
        inventory.users[0].mayChangePassword = false
        inventory.blacklistedDevices = ["bad", "worse"]
        inventory.apiKeys.removeAll { $0.products != nil }
        inventory.apiKeys[0].products = ["TOOL"]
        var choices = Choices()
        choices.checkOrder.reverse()
        choices.authorizationOrder.reverse()
        choices.tokenErrorStatus = .badRequest
        choices.endPastValidity = .cut
        choices.tokenLifetimeSeconds = 5
        choices.borrowMayShorten = false
        choices.expiredLicenseCode = "over"
        choices.passwordText = "ok: yes"
        let faults =
            Faults(.latency(seconds: 2.5), .wrongSignature, on: "/api/v4/floating/borrow", times: 3)
            + Faults(.hangBeforeEffect, on: "/api/v4/check_license", times: nil)
        return Scenario(inventory: inventory, clock: .fast(factor: 60), choices: choices, faults: faults)
    }

    @Test("Nothing is lost between a scenario and its file")
    func roundTrip() throws {
        let text = try full.yaml()
        #expect(try Scenario(yaml: text, path: "full.yaml") == full)
    }

    @Test(
        "A file that is wrong is refused with its line, its key and what was probably meant",
        arguments: [
            ("nonsense: 1\nproducts: []\nlicenses: []", "line 1: nonsense is not a key"),
            (
                "products:\n- code: A\n  id: 1\n  nmae: B\nlicenses: []",
                "line 4: products[0].nmae is not a key of a scenario here: did you mean name?"
            ),
            ("products:\n- code: A\n  id: one\nlicenses: []", "line 3: products[0].id must be a whole number."),
            ("products:\n- id: 1\nlicenses: []", "line 2: products[0] has no code."),
            ("products:\n- code: ' '\n  id: 1\nlicenses: []", "line 2: products[0].code is blank."),
            (
                "products:\n- code: A\n  id: 1\n  sign_in: magic\nlicenses: []",
                "line 4: products[0].sign_in must be license_key or user."
            ),
            ("products:\n- code: A\n  id: 1\n  state: sold\nlicenses: []", "line 4: products[0].state must be active"),
            (
                "products:\n- code: A\n  id: 1\n  fault_after_borrow: hnag\nlicenses: []",
                "line 4: products[0].fault_after_borrow is wrong: \"hnag\" is no fault: did you mean hang?"
            ),
            (
                "products: [{code: A, id: 1}]\nlicenses:\n- id: 2\n  product: A\n  seats: 1\n  max_borrow_hours: 1",
                "needs either a key or a user"
            ),
            (
                "products: [{code: A, id: 1}]\nlicenses:\n- id: 2\n  product: B\n  key: K\n  seats: 1\n  max_borrow_hours: 1",
                "line 4: licenses[0].product names B, and there is no such product: did you mean A?"
            ),
            (
                "products: [{code: A, id: 1}]\nlicenses:\n- id: 2\n  product: A\n  key: K\n  seats: -1\n  max_borrow_hours: 1",
                "line 6: licenses[0].seats must be from 0"
            ),
            (
                "products: [{code: A, id: 1}]\nlicenses:\n- id: 2\n  product: A\n  key: K\n  seats: 1\n  max_borrow_hours: 1\n  valid_until: soon",
                "line 8: licenses[0].valid_until must be a time in UTC"
            ),
            (
                "products: [{code: A, id: 1}]\nlicenses:\n- id: 2\n  product: A\n  key: K\n  seats: 1\n  max_borrow_hours: 1\n  devices:\n  - hardwareid: x",
                "line 9: licenses[0].devices[0].hardwareid is not a key of a scenario here: did you mean hardware_id?"
            ),
            ("products: [{code: A, id: 1}, {code: A, id: 2}]\nlicenses: []", "products[1].code stands there twice"),
            (
                "products: [{code: A, id: 1, sign_in: user}]\nlicenses:\n- id: 2\n  product: A\n  user: me\n  seats: 1\n  max_borrow_hours: 1",
                "line 5: licenses[0].user names me, and there is no such user"
            ),
            ("clock: slow\nproducts: []\nlicenses: []", "line 1: clock must be real, fast:60 or frozen:"),
            (
                "faults:\n- endpoint: floating/borow\n  fault: hang\nproducts: []\nlicenses: []",
                "line 2: faults[0].endpoint is wrong: \"floating/borow\" is no endpoint: did you mean floating/borrow?"
            ),
            (
                "faults:\n- endpoint: floating/borrow\n  fault: latency\nproducts: []\nlicenses: []",
                "line 3: faults[0].fault is wrong: latency takes seconds"
            ),
            (
                "faults:\n- endpoint: floating/borrow\n  fault: hang\n  count: 0\nproducts: []\nlicenses: []",
                "line 4: faults[0].count is wrong: a count must be"
            ),
            ("products: []", "line 1: the scenario has no licenses."),
            ("products: []\nproducts: []", "line 1: this is not YAML, because products stands there twice."),
            ("products: [", "line 2: this is not YAML"),
            ("- products", "must be a mapping"),
            ("", "holds no scenario"),
        ])
    func wrong(_ text: String, _ words: String) {
        let problem = #expect(throws: Problem.self) { _ = try Scenario(yaml: text, path: "my.yaml") }
        #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
        #expect(problem?.code == .configInvalid)
        #expect(problem?.facts.path == "my.yaml")
        #expect(ProblemCatalogue.explain(.configInvalid).exitCode == .configuration)
        #expect(ExitCode.configuration.rawValue == 78)
    }

    @Test("A file that is not there is named")
    func missing() {
        let problem = #expect(throws: Problem.self) { _ = try Scenario.load(path: "/nowhere/scenario.yaml") }
        #expect(problem?.code == .configUnreadable)
        #expect(problem?.facts.path == "/nowhere/scenario.yaml")
    }

    @Test("A file is read from disk, and served: its clock, its faults and its licenses")
    func served() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appending(path: "scenario.yaml").path
            var scenario = Scenario(inventory: TestInventory.make(), clock: .frozen(TestClock.start))
            scenario.inventory.apiKeys = [.demo]
            scenario.faults = Faults(.refusal("some_new_code", status: 409), on: "/api/v4/floating/borrow")
            try Data(try scenario.yaml().utf8).write(to: URL(filePath: path))
            let read = try Scenario.load(path: path)
            let running = try await Sandbox(scenario: read, key: try TestKey.get()).start(logger: .silent)
            let caller = Caller(url: running.url, now: { TestClock.start })
            let refused = try await caller.borrow("mine")
            let granted = try await caller.borrow("mine")
            await running.stop()
            #expect(refused.code == "some_new_code")
            #expect(refused.status == 409)
            #expect(granted.headers["Date"] == [DateHeader.format(TestClock.start)])
            #expect(granted.json["borrowed_until"]?.text == "2026-11-26T13:02:00.000Z")
        }
    }

    @Test(
        "A fault is written and read in the same words",
        arguments: [
            "latency=2.5", "hang", "hang_after", "reset", "reset_after", "truncated", "html=200", "gateway=502",
            "redirect", "unsigned", "wrong_signature", "not_json", "refuse=license_expired/400", "error_500", "busy=30",
            "skewed_date=-3600.0", "oversized=2000000",
        ])
    func faults(_ text: String) throws {
        #expect(try Faults.Fault(text: text).text == text)
    }

    @Test("Each word for a fault is tested above, and an amount that does not belong is refused")
    func words() throws {
        #expect(Set(Faults.words).count == 17)
        for text in ["hang=1", "latency=x", "html=99", "refuse=", "refuse=Bad/400", "refuse=a/200", "busy=-1", ""] {
            #expect(throws: ScenarioFault.self) { _ = try Faults.Fault(text: text) }
        }
    }

    @Test("The short form names endpoint, faults and count")
    func shortForm() throws {
        #expect(try Faults(text: "floating/borrow:hang:1") == Faults(.hangBeforeEffect, on: "/api/v4/floating/borrow"))
        #expect(
            try Faults(text: "/api/v4/check_license:latency=2+unsigned:all")
                == Faults(.latency(seconds: 2), .missingSignature, on: "/api/v4/check_license", times: nil))
        #expect(try Faults(text: "check_license:truncated") == Faults(.truncatedBody, on: "/api/v4/check_license"))
        for text in ["hang", "floating/borrow", "floating/borrow:hang:x", "floating/borrow:hang:0", "a:b:c:d"] {
            let error = #expect(throws: Faults.TextError.self) { _ = try Faults(text: text) }
            #expect(error?.message.isEmpty == false)
        }
    }

    @Test(
        "A clock is written and read in the same words",
        arguments: ["real", "fast:60", "fast:0.5", "frozen:2031-05-06T00:00:00Z"])
    func clocks(_ text: String) throws {
        #expect(ClockSetting(text)?.text == text)
        for wrong in ["", "fast", "fast:0", "fast:-1", "fast:nan", "frozen", "frozen:soon", "real:1"] {
            #expect(ClockSetting(wrong) == nil)
        }
    }

    @Test("A frozen clock stands still, and a fast one runs ahead")
    func running() {
        let frozen = ClockSetting.frozen(TestClock.start).clock
        #expect(frozen.now == TestClock.start)
        #expect(frozen.now == TestClock.start)
        let fast = ClockSetting.fast(factor: 1_000_000).clock
        let first = fast.now
        while fast.now.timeIntervalSince(first) < 60 {}
        #expect(fast.now > Date() + 30)
    }
}
