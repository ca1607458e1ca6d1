import Foundation
import TestKit
import Testing

@testable import Sandbox

@Suite("The schemas of JSON output", .heavy)
struct SchemaTests {
    /// Parts that are the same in several schemas are told apart by their name alone.
    private static func key(_ schema: String, _ pointer: String) -> String {
        pointer.hasPrefix("#/$defs/") ? pointer : schema + pointer
    }

    @Test("Each schema has an id, a title and a description, and so has every property", arguments: Schemas.names)
    func described(name: String) throws {
        let data = try Data(contentsOf: Schemas.folder.appending(path: name + ".json"))
        let root = try #require(try JSON(reading: data).members)
        #expect(root["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
        #expect(root["$id"] == .string("urn:berth:schema:\(name):1"))
        #expect(root["title"]?.text?.isEmpty == false && root["description"]?.text?.hasSuffix(".") == true)
        for (pointer, property) in try JSONSchema(data).properties {
            #expect(property["description"]?.text?.hasSuffix(".") == true, "\(pointer)")
        }
    }

    @Test("A part that several schemas have is the same in each")
    func shared() throws {
        var parts: [String: (schema: String, part: JSON)] = [:]
        for name in Schemas.names {
            let data = try Data(contentsOf: Schemas.folder.appending(path: name + ".json"))
            for (part, content) in try JSON(reading: data).members?["$defs"]?.members ?? [:] {
                if let other = parts[part] { #expect(other.part == content, "\(part) in \(name) and \(other.schema)") }
                parts[part] = (name, content)
            }
        }
        #expect(parts["borrow"] != nil)
    }

    @Test("Every property of each schema occurs in what the verbs print, but for those that say why not")
    func occurs() async throws {
        var tour = Tour()
        try await Self.borrows(&tour)
        try await Self.doubts(&tour)
        try await Self.usersLicenses(&tour)
        try await Self.manyAndNews(&tour)
        let seen = Set(tour.seen.flatMap { name, pointers in pointers.map { Self.key(name, $0) } })
        for name in Schemas.names {
            for (pointer, property) in try Schemas.schema(name).properties {
                let key = Self.key(name, pointer)
                if property["$comment"]?.text?.hasPrefix("Optional: ") == true { continue }
                #expect(seen.contains(key), "\(name)\(pointer)")
            }
        }
    }

    /// What is borrowed, extended, checked, released, refused and read.
    private static func borrows(_ tour: inout Tour) async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": DemoLicense.render, "BERTH_PROFILE": "acme", "SSH_CLIENT": "192.0.2.7 1 22",
            ])
            for words in [
                "activate --product RENDER --json", "seats RENDER --yes --json",
                "borrow --product RENDER --until +2h --json", "borrow --product RENDER --feature GPU --max --json",
                "extend RENDER --feature GPU --until +1h --shorten --json",
                "extend RENDER --feature GPU --until +2h --dry-run --json",
                "seats RENDER --feature GPU --yes --json", "status --json", "receipt RENDER --json",
                "release RENDER --feature GPU --json", "borrow --product MESH --bundle NONE --max --json",
                "borrow --product RENDER --until +9000h --json", "history --json", "history --export -",
                "history --verify --json", "ledger check --json",
                "ledger copy \(sandbox.home.file("state/berth/ledger.sqlite")) \(sandbox.home.file("copy.sqlite")) --json",
                "explain --json", "explain blacklisted --json",
                "status --all --json", "release NONE --json",
            ] {
                try await tour.run(berth, words)
            }
            var stranger = berth
            stranger.variables["BERTH_PUBLIC_KEY_FILE"] = nil
            let unverified = try await tour.run(stranger, "receipt RENDER --json")
            #expect(unverified.status == 1, "\(unverified)")
        }
    }

    /// What is under way, unknown and noted.
    private static func doubts(_ tour: inout Tour) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:error_500:1"]) { sandbox in
            let mesh = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            try await tour.run(mesh, "borrow --product MESH --max --json")
            try await tour.run(mesh, "status --json")
            try await tour.run(mesh, "settle MESH --note asked --json")
            try await tour.run(mesh, "borrow --product MESH --max --timeout 1ms --json")
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let arguments = ["borrow", "--product", "FAULT-SLOW", "--max", "--json"]
            let program = try await sandbox.sent(berth, arguments)
            try await tour.run(mesh, "status --json")
            program.signal(SIGTERM)
            tour.take(try await program.ended(), arguments)
            try await tour.run(mesh, "history --json")
            try await tour.run(mesh, "history --export -")
        }
    }

    /// What comes of the rows of a file, what a watch tells, and what the doctor finds.
    private static func manyAndNews(_ tour: inout Tour) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:error_500:2"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let file = try sandbox.home.write("product,hardware_id\nMESH,node-1\n", to: "rows.csv")
            try await tour.run(berth, "borrow --product MESH --max --json")
            // What is so at the first look is no news.
            try await tour.run(berth, "watch --once --json")
            try await tour.run(berth, "borrow --from \(file) --max --json")
            try await tour.run(berth, "watch --once --json")
            try await tour.run(berth.with(["BERTH_PRODUCT": "NONE"]), "doctor --json")
            let wrong = try sandbox.home.write("profile: two\nprofiles:\n  one:\n    warning: x\n", to: "wrong.yaml")
            let checked = try await tour.run(berth, "config check --json --config \(wrong)")
            #expect(checked.status == 78 && checked.errors.isEmpty, "\(checked)")
            let keys = try sandbox.home.write("profiles:\n  one:\n    api_key: k\n    shared_key: s\n", to: "one.yaml")
            var bare = berth
            for name in ["BERTH_API_KEY", "BERTH_SHARED_KEY"] { bare.variables[name] = nil }
            try await tour.run(bare, "config check --json --config \(keys)")
        }
    }

    /// What a user has.
    private static func usersLicenses(_ tour: inout Tour) async throws {
        let home = try Home()
        let file = try home.write(LicenseVerbsTests.scenario, to: "scenario.yaml")
        try await SandboxServer.run(["--scenario", file]) { sandbox in
            let berth = sandbox.berth.with(LicenseVerbsTests.password)
            for verb in ["licenses", "features"] {
                try await tour.run(berth, "\(verb) --product SIM --user \(DemoLicense.user) --json")
            }
            try await tour.run(berth, "licenses --product SIM --user \(DemoLicense.user) --dry-run --json")
        }
    }
}
