import Foundation
import TestKit
import Testing

/// Where secrets come from, seen from a shell.
@Suite("Sources of secrets", .heavy)
struct SecretSourceTests {
    @Test("A pipe of the shell holds a key, and a release asks anew where the key is", .program("bash"))
    func substitution() async throws {
        try await SandboxServer.run { sandbox in
            let line = """
                berth borrow --product MESH --max --license-key-file <(echo \(DemoLicense.mesh)) &&
                ! berth release MESH &&
                BERTH_LICENSE_KEY_FILE=<(echo \(DemoLicense.mesh)) berth release MESH
                """
            let ended = try await RunningProgram(
                findProgram("bash") ?? "", ["-c", line],
                environment: sandbox.home.environment.merging(sandbox.exports) { $1 }, scratch: sandbox.home
            ).ended()
            #expect(ended.status == 0 && ended.output.contains("Released MESH …R9PA."), "\(ended)")
            #expect(ended.errors.contains("The license key …R9PA is needed."), "\(ended)")
            #expect(!ended.errors.contains("/dev/fd"), "what nobody can read again is not remembered: \(ended)")
        }
    }

    @Test("Commands print the keys and the license key, and a release runs the one for the key again")
    func commands() async throws {
        try await SandboxServer.run { sandbox in
            var exports = sandbox.exports
            let api = try sandbox.home.write(exports.removeValue(forKey: "BERTH_API_KEY") ?? "", to: "keys/api")
            let shared = try sandbox.home.write(
                exports.removeValue(forKey: "BERTH_SHARED_KEY") ?? "", to: "keys/shared")
            try sandbox.home.write(DemoLicense.mesh, to: "keys/license key")
            try sandbox.home.write(
                """
                api_key_command: cat \(api)
                shared_key_command: [cat, \(shared)]
                license_key_command: cat '\(sandbox.home.file("keys/license key"))'
                """, to: "config/berth/config.yaml", mode: 0o644)
            let berth = BerthProgram(home: sandbox.home, variables: exports)
            let borrowed = try await berth("borrow", "--product", "MESH", "--max")
            #expect(borrowed.status == 0, "\(borrowed)")
            #expect(try await berth("release", "MESH").status == 0)
            let shown = try await berth("config", "show")
            #expect(shown.output.contains(/(?m)^license_key_command +runs cat\b/), "\(shown)")
            #expect(!shown.output.contains(api), "the arguments may tell more than they should: \(shown)")
            let missing = try await berth.with(["BERTH_LICENSE_KEY_COMMAND": "no-such-program x"])(
                "borrow", "--product", "MESH", "--max")
            #expect(missing.status == 78 && missing.errors.contains("BERTH_LICENSE_KEY_COMMAND"), "\(missing)")
            #expect(!missing.errors.contains("--license-key-file"), "\(missing)")
            let failing = try await berth.with(["BERTH_SHARED_KEY_COMMAND": "sh -c 'echo \u{1B}[2Jlocked >&2; exit 2'"]
            )(
                "borrow", "--product", "MESH", "--max", "--json")
            let problem = try #require(try failing.printed(PrintedOutcome.self).problem)
            #expect(failing.status == 78 && problem.message.contains("sh, ended with status 2: "), "\(failing)")
            #expect(!failing.everything.contains("\u{1B}"), "\(failing)")
        }
    }

    @Test("Credentials of a systemd unit are found by themselves")
    func credentials() async throws {
        try await SandboxServer.run { sandbox in
            var exports = sandbox.exports
            for (variable, name) in [("BERTH_API_KEY", "api_key"), ("BERTH_SHARED_KEY", "shared_key")] {
                try sandbox.home.write(
                    exports.removeValue(forKey: variable) ?? "", to: "credentials/berth.\(name)", mode: 0o440)
            }
            try sandbox.home.write(DemoLicense.mesh, to: "credentials/berth.license_key", mode: 0o440)
            let berth = BerthProgram(home: sandbox.home, variables: exports)
                .with(["CREDENTIALS_DIRECTORY": sandbox.home.file("credentials")])
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 0)
            #expect(try await berth("release", "MESH").status == 0)
        }
    }

    @Test(
        "A secret on the command line is refused with what to do instead, and not repeated",
        arguments: [
            ("--license-key", "BERTH_LICENSE_KEY"), ("--password", "--password-file"), ("--api-key", "api_key_command"),
            ("--shared-key", "shared_key_file"), ("--client-secret", "oauth_client_secret_file"),
            ("--code", "--code-file"), ("--token", "--token-file"),
        ])
    func arguments(flag: String, instead: String) async throws {
        let berth = BerthProgram(home: try Home())
        for words in [[flag, "QSECRETQ-1"], ["\(flag)=QSECRETQ-1"]] {
            for verb in [["borrow", "--product", "MESH", "--max"], ["release", "MESH"], ["config", "check"]] {
                let ended = try await berth.start(verb + words).ended()
                #expect(ended.status == 64, "\(ended)")
                #expect(ended.errors.contains("\(flag) does not exist"), "\(ended)")
                // Of the flags that take a file, the others have none.
                let hasInstead = !instead.hasPrefix("--") || verb.first == "borrow"
                #expect(ended.errors.contains(instead) == hasInstead, "\(ended)")
                #expect(!ended.everything.contains("QSECRETQ"), "\(ended)")
            }
        }
    }

    @Test("Paths in a configuration file begin where it is, and what was borrowed with them is returned from anywhere")
    func relative() async throws {
        try await SandboxServer.run { sandbox in
            try sandbox.home.write(DemoLicense.mesh, to: "project/keys/license")
            let file = try sandbox.home.write(
                "license_key_file: keys/license\nledger: ledger.sqlite\n", to: "project/berth.yaml")
            let line = """
                cd \(sandbox.home.path)/project && berth borrow --config berth.yaml --product MESH --max &&
                cd / && berth release MESH --config \(file)
                """
            let ended = try await RunningProgram(
                "/bin/sh", ["-c", line], environment: sandbox.home.environment.merging(sandbox.exports) { $1 },
                scratch: sandbox.home
            ).ended()
            #expect(ended.status == 0 && ended.output.contains("Released MESH"), "\(ended)")
            #expect(FileManager.default.fileExists(atPath: sandbox.home.file("project/ledger.sqlite")))
        }
    }

    @Test("A server that falls silent in the middle is not waited for longer than read_timeout_seconds")
    func readTimeout() async throws {
        try await OtherServer.run(OtherServer.silence) { server in
            let berth = BerthProgram(
                home: try Home(),
                variables: [
                    "BERTH_SERVER": server, "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
                    "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_READ_TIMEOUT_SECONDS": "0.2",
                    "BERTH_REQUEST_TIMEOUT_SECONDS": "3600", "BERTH_HARDWARE_ID": "silent",
                ])
            let ended = try await berth("borrow", "--product", "MESH", "--max", "--json")
            let problem = try #require(try ended.printed(PrintedOutcome.self).problem)
            #expect(ended.status == 21 && problem.code == "transport_timeout", "\(ended)")
        }
    }
}
