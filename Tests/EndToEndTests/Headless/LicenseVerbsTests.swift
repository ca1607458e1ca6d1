import Foundation
import TestKit
import Testing

/// What `--json` prints of licenses and features.
struct PrintedLicenses: Decodable {
    struct License: Decodable {
        var id: Int64
        var type: String?
        var seats_total: Int?
        var seats_free: Int?
        var max_borrow_time: Int?
        var features: [Feature]
    }

    struct Feature: Decodable {
        var code: String
        var license_id: Int64?
        var seats_free: Int?
        var floating: Bool
    }

    var product: String
    var user: String
    var licenses: [License]?
    var features: [Feature]?
}

@Suite("Licenses, features and activations by command", .heavy)
struct LicenseVerbsTests {
    static let password = ["BERTH_PASSWORD": DemoLicense.password]

    /// A user's licenses with features, one of which ends.
    static let scenario = """
        clock: real
        api_keys:
        - key: 0b4b7c1e-0000-4000-8000-000000000001
          shared_key: made-up-shared-key
        users:
        - email: ana@acme.example
          password: harbour-1
        products:
        - code: SIM
          id: 2
          sign_in: user
        licenses:
        - id: 12
          product: SIM
          user: ana@acme.example
          seats: 4
          max_borrow_hours: 24
          valid_until: 2099-01-01T00:00:00Z
          activates_any_device: true
          features:
          - id: 21
            code: SOLVER
            name: Solver
            seats: 2
            max_borrow_hours: 8
          - id: 22
            code: EXPORT
            name: Export

        """

    @Test("A device that is not activated is refused, and its borrow works once it is activated")
    func activate() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": "MESH-8QEB-T4SG-X6MH"])
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 12)
            let ended = try await berth("activate", "--product", "MESH", "--hardware-id", "node-07", "--json")
            #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(printed.outcome == "activated" && printed.effect == "done")
            #expect(printed.borrow?.status == "activated")
            let words = try await berth("activate", "--product", "MESH", "--hardware-id", "node-08")
            #expect(words.output == "Activated MESH …X6MH for node-08.\n", "\(words)")
            let borrowed = try await berth("borrow", "--product", "MESH", "--max", "--hardware-id", "node-07")
            #expect(borrowed.status == 0, "\(borrowed)")
            let history = try await berth("history", "--json").output
            #expect(history.contains(#""kind" : "activate""#), "\(history)")
        }
    }

    @Test("An activation that is refused says why, and leaves no activation")
    func activationRefused() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": "MESH-3WFP-G8ZU-7TKB"])
            let ended = try await berth("activate", "--product", "MESH", "--json")
            #expect(ended.status == 10, "\(ended)")
            #expect(try ended.printed(PrintedOutcome.self).problem?.code == "license_activated_max_times")
            #expect(try await berth("status").output == "No active borrows.\n")
            let feature = try await berth("activate", "--product", "MESH", "--feature", "GPU")
            #expect(feature.status == 64 && feature.errors.contains("Unknown option '--feature'"), "\(feature)")
        }
    }

    @Test("A user's licenses are listed, to people and as JSON, and no ledger is made for that")
    func licenses() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(Self.password)
            let ended = try await berth("licenses", "--product", "SIM-X", "--user", DemoLicense.user, "--json")
            #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
            let printed = try ended.printed(PrintedLicenses.self)
            #expect(printed.product == "SIM-X" && printed.user == DemoLicense.user)
            let licenses = try #require(printed.licenses)
            #expect(licenses.map(\.seats_free) == [3, 1] && licenses.map(\.seats_total) == [4, 1])
            #expect(licenses.map(\.max_borrow_time) == [72, 24] && licenses.map(\.type) == ["perpetual", "perpetual"])
            let table = try await berth("licenses", "--product", "SIM-X", "--user", DemoLicense.user)
            let row = #/1699349720166341 +perpetual +3 of 4 +72 h \(3 days\) +never +can be borrowed\n/#
            #expect(table.output.contains(row), "\(table)")
            #expect(!FileManager.default.fileExists(atPath: sandbox.home.file("state/berth/ledger.sqlite")))
            #expect(!table.everything.contains(DemoLicense.password))
        }
    }

    @Test("What is wrong with a question for licenses is told, with the status of the one table")
    func licensesRefused() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(Self.password)
            let nobody = try await berth("licenses", "--product", "SIM-X", "--json")
            #expect(nobody.status == 64, "\(nobody)")
            #expect(try nobody.printed(PrintedOutcome.self).outcome == "not_sent")
            let wrong = try await berth.with(["BERTH_PASSWORD": "another"])(
                "licenses", "--product", "SIM-X", "--user", DemoLicense.user, "--json")
            #expect(wrong.status == 14, "\(wrong)")
            #expect(try wrong.printed(PrintedOutcome.self).outcome == "refused")
            for verb in ["licenses", "features"] {
                let none = try await berth.with(["BERTH_PASSWORD": "harbour-3"])(
                    verb, "--product", "SIM-X", "--user", "cleo@acme.example")
                #expect(none.output == "cleo@acme.example has no license of SIM-X.\n", "\(none)")
            }
            let product = try await berth("licenses", "--product", "SIM-Y", "--user", DemoLicense.user)
            #expect(product.status == 16 && product.errors.contains("unknown_product"), "\(product)")
            let away = try await berth.with(["BERTH_SERVER": "http://127.0.0.1:1"])(
                "licenses", "--product", "SIM-X", "--user", DemoLicense.user, "--json")
            #expect(try away.status == 20 && away.printed(PrintedOutcome.self).outcome == "not_sent", "\(away)")
            try await OtherServer.run(OtherServer.page) { server in
                let page = try await berth.with(["BERTH_SERVER": server])(
                    "licenses", "--product", "SIM-X", "--user", DemoLicense.user, "--json")
                let outcome = try page.printed(PrintedOutcome.self).outcome
                #expect(page.status == 20 && outcome == "failed", "it was sent: \(page)")
            }
        }
    }

    @Test("A user's features are listed; of a license with a key it is said why they are not")
    func features() async throws {
        let home = try Home()
        let file = try home.write(Self.scenario, to: "scenario.yaml")
        try await SandboxServer.run(["--scenario", file]) { sandbox in
            let berth = sandbox.berth.with(Self.password)
            let ended = try await berth("features", "--product", "SIM", "--user", DemoLicense.user, "--json")
            #expect(ended.status == 0, "\(ended)")
            let features = try #require(try ended.printed(PrintedLicenses.self).features)
            #expect(features.map(\.code) == ["SOLVER", "EXPORT"] && features.map(\.license_id) == [12, 12])
            #expect(features.map(\.seats_free) == [2, nil] && features.map(\.floating) == [true, false])
            let table = try await berth("features", "--product", "SIM", "--user", DemoLicense.user)
            #expect(table.output.contains(/SOLVER +Solver +12 +activation +2 of 2 +8 h +never\n/), "\(table)")
            #expect(table.output.contains(/EXPORT +Export +12 +activation +no seats +- +never\n/), "\(table)")
            let licenses = try await berth("licenses", "--product", "SIM", "--user", DemoLicense.user)
            #expect(licenses.output.contains(/12 +time-limited +4 of 4 +24 h \(1 day\) +2099-01-01T/), "\(licenses)")
            let key = try await berth("features", "--product", "SIM")
            #expect(key.status == 64 && key.unwrapped.contains("a check alone, which takes a seat"), "\(key)")
        }
    }

    @Test("A flag that is mistyped is named with what was meant, and each verb has examples in its help")
    func help() async throws {
        let berth = BerthProgram(home: try Home())
        for (verb, typed, meant) in [
            ("activate", "--prodcut", "--product"), ("licenses", "--usr", "--user"), ("features", "--jsno", "--json"),
            ("seats", "--relase-after", "--release-after"), ("release", "--timout", "--timeout"),
            ("borrow", "--dryrun", "--dry-run"), ("extend", "--shortn", "--shorten"), ("settle", "--rpeat", "--repeat"),
        ] {
            let ended = try await berth.start([verb, typed, "x"]).ended()
            #expect(ended.status == 64, "\(ended)")
            #expect(ended.errors.contains("Unknown option '\(typed)'. Did you mean '\(meant)'?"), "\(ended)")
            let help = try await berth(verb, "--help").output
            #expect(help.contains("Examples:") && help.contains("berth \(verb) "), "\(help)")
        }
        for verb in [
            ["desk"], ["status"], ["watch"], ["deactivate"], ["history"], ["receipt"], ["ledger"], ["ledger", "check"],
            ["ledger", "backup"], ["ledger", "prune"], ["ledger", "vacuum"], ["explain"], ["config"],
            ["config", "init"],
            ["config", "path"], ["config", "check"], ["config", "show"], ["doctor"], ["sandbox"],
        ] {
            let help = try await berth.start(verb + ["--help"]).ended().output
            #expect(help.contains("Examples:"), "\(verb): \(help)")
        }
        let verb = try await berth("licences")
        #expect(verb.status == 64 && verb.errors.contains("Did you mean 'licenses'?"), "\(verb)")
    }
}
