import Foundation
import TestKit
import Testing

@testable import Licensing

@Suite("Commands that are told can be pasted", .heavy)
struct OwnCommandTests {
    @Test("A ledger to copy that is missing is told as the argument that it is")
    func missingCopy() async throws {
        let home = try Home()
        let ended = try await BerthProgram(home: home)("ledger", "copy", home.file("none"), home.file("to"))
        #expect(ended.status == 30 && ended.unwrapped.contains("berth ledger copy FROM TO"), "\(ended)")
        #expect(!ended.errors.contains("--ledger"), "\(ended)")
    }

    @Test("Each verb takes the flags that a command of it is told with")
    func taken() async throws {
        let berth = BerthProgram(home: try Home())
        for (verb, reach) in OwnFlags.reaches {
            let help = try await berth.start(verb.split(separator: " ").map(String.init) + ["--help"], output: nil)
                .ended().output
            let flags: [(OwnFlags.Reach, [String])] = [
                (.configuration, ["--config"]), (.profile, ["--profile"]), (.ledger, ["--ledger"]),
                (.server, ["--server", "--public-key", "--allow-insecure-http"]),
            ]
            // Without a verb the help is that of all of them; the desk has its own.
            for flag in flags.filter({ $0.0 <= reach }).flatMap(\.1) where !verb.isEmpty {
                #expect(help.contains("  \(flag)"), "\(verb) \(flag)")
            }
        }
    }

    @Test("What was made on another server than is configured is told with that, and so is its refusal")
    func server() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:1"]) { sandbox in
            var berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let server = try #require(berth.variables["BERTH_SERVER"])
            berth.variables["BERTH_SERVER"] = nil
            let lost = try await berth("borrow", "--product", "MESH", "--max", "--server", server)
            let id = try #require(try await berth("status", "--json").printed(PrintedStatus.self).borrows.first?.id)
            let command = "berth settle \(id) --repeat --server \(server)"
            #expect(lost.status == 21 && lost.errors.contains(command), "\(lost)")
            let status = try await berth("status")
            #expect(status.output.contains(command), "\(status)")
            let refused = try await berth("settle", id, "--repeat")
            #expect(refused.status == 78 && refused.unwrapped.contains("--server \(server)"), "\(refused)")
            // Where a profile is for it, that is found without.
            let profile = try sandbox.home.write(
                "profiles:\n  sandbox:\n    server: \(server)\n", to: "profiles.yaml")
            let found = try await berth("status", "--config", profile)
            #expect(found.output.contains("berth settle \(id) --repeat --config \(profile)"), "\(found)")
            #expect(!found.output.contains("--server"), "\(found)")
            // Where the configured server cannot be used, the borrow's own is named all the same.
            let unusable = try await berth.with(["BERTH_SERVER": "htp:/nowhere"])("status")
            #expect(unusable.output.contains(command), "\(unusable)")
            var bare = berth
            for name in ["BERTH_API_KEY", "BERTH_SHARED_KEY"] { bare.variables[name] = nil }
            let elsewhere = try sandbox.home.write("server: http://127.0.0.1:9\n", to: "elsewhere.yaml")
            let keyless = try await bare("status", "--config", elsewhere)
            #expect(
                keyless.output.contains("berth settle \(id) --repeat --config \(elsewhere) --server \(server)"),
                "\(keyless)")
            let settled = try await berth.start(command.split(separator: " ").dropFirst().map(String.init)).ended()
            #expect(settled.status == 0, "\(settled)")
        }
    }

    @Test("With the configuration, the profile and the ledger that the verb was given, as text and as JSON")
    func flags() async throws {
        let home = try Home()
        let config = try home.write("profiles:\n  west:\n    warning: soon\n", to: "my config.yaml")
        let ledger = home.file("l.sqlite")
        let place = "--config '\(config)'"
        let (given, berth) = (["--config", config, "--profile", "west"], BerthProgram(home: home))
        for (words, json) in [
            ("borrow --product X --max", true), ("status", true), ("history", true), ("receipt X", true),
            ("ledger check", true), ("ledger vacuum", false), ("config check", false), ("config show", false),
            ("seats X --yes", true), ("watch --once", false), ("licenses --product X", true),
        ] {
            let words = words.split(separator: " ").map(String.init) + given
            let told = try await berth.start(words).ended()
            #expect(told.errors.contains("berth config init \(place)"), "\(words): \(told)")
            guard json else { continue }
            let printed = try await berth.start(words + ["--json"]).ended().printed(PrintedOutcome.self)
            #expect(
                printed.problem?.remedies.contains("have it written again: berth config init \(place)") == true,
                "\(words): \(printed)")
        }
        let flags = "\(place) --profile west --ledger \(ledger)"
        let full = try await berth.start(["history"] + given + ["--ledger", ledger], output: "/dev/full").ended()
        #expect(full.status == 30, "\(full)")
        try await WrittenLedger(home, at: "l.sqlite").write(WrittenLedger.borrow("b-1", ends: 3600))
        let unwritten = try await berth.start(["history"] + given + ["--ledger", ledger], output: "/dev/full").ended()
        #expect(unwritten.status == 74, "\(unwritten)")
        for command in ["berth status \(flags)", "berth history \(flags)"] {
            #expect(unwritten.errors.contains(command), "\(unwritten)")
        }
        let doctor = try await berth.start(["doctor"] + given).ended()
        let printedByDoctor = doctor.output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(printedByDoctor.contains("berth config init \(place)"), "\(doctor)")
    }
}
