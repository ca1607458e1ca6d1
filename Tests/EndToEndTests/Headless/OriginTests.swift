import Foundation
import TestKit
import Testing

@Suite("What is told of a setting names the flag or the variable that says it", .heavy)
struct OriginTests {
    @Test("A wrong key or address of a variable or a flag is told as that")
    func account() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_API_KEY": "wrong"])
            let key = try await berth("borrow", "--product", "MESH", "--max")
            #expect(key.unwrapped.contains("copy the API key into BERTH_API_KEY again"), "\(key)")
            #expect(key.unwrapped.contains("check the server's address in BERTH_SERVER"), "\(key)")
            #expect(!key.errors.contains("configuration"), "\(key)")
            let flag = try await berth("borrow", "--product", "MESH", "--max", "--server", "http://127.0.0.1:9")
            #expect(flag.unwrapped.contains("check the server's address in --server"), "\(flag)")
            let file = try sandbox.home.write("server: http://127.0.0.1:9\napi_key: k\nshared_key: s\n", to: "c.yaml")
            let bare = BerthProgram(home: sandbox.home, variables: ["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let configured = try await bare("borrow", "--product", "MESH", "--max", "--config", file)
            #expect(configured.unwrapped.contains("check the server's address in the configuration"), "\(configured)")
        }
    }

    @Test("So is a ledger that is none, and a key file that is not there")
    func places() async throws {
        let berth = BerthProgram(home: try Home(), variables: ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"])
        for words in [["status"], ["borrow", "--product", "X", "--max"]] {
            let flag = try await berth.start(words + ["--ledger", "mysql://x/y"]).ended()
            #expect(flag.status == 64 && flag.unwrapped.contains("--ledger: The ledger’s address must be"), "\(flag)")
            let variable = try await berth.with(["BERTH_LEDGER": "mysql://x/y"]).start(words).ended()
            #expect(variable.status == 78, "\(variable)")
            #expect(variable.unwrapped.contains("What the variable BERTH_LEDGER says"), "\(variable)")
        }
        let argument = try await berth("ledger", "copy", "mysql://x/y", berth.home.file("copy"))
        #expect(argument.status == 64 && argument.unwrapped.contains("FROM: The ledger’s address must"), "\(argument)")
        for words in [["borrow", "--product", "X", "--max"], ["receipt", "X"]] {
            let key = try await berth.start(words + ["--public-key", berth.home.file("none.pem")]).ended()
            #expect(key.status == 78 && key.unwrapped.contains("The file that --public-key names"), "\(key)")
            #expect(!key.errors.contains("public_key_file") && !key.errors.contains("configuration"), "\(key)")
        }
        let missing = try await berth.with(["BERTH_LEDGER": berth.home.file("none")])("history")
        #expect(missing.status == 30 && missing.unwrapped.contains("is there in BERTH_LEDGER"), "\(missing)")
    }

    @Test(
        "A wrong value is a fault of the flag that says it, and of the configuration where a variable or the file does")
    func values() async throws {
        let berth = BerthProgram(home: try Home(), variables: ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"])
        for (setting, value) in [("server", "ftp://x"), ("profile", "none"), ("log-level", "loud")] {
            let words = ["borrow", "--product", "X", "--max", "--json"]
            let flag = try await berth.start(words + ["--" + setting, value]).ended()
            #expect(try flag.printed(PrintedOutcome.self).problem?.code == "input_invalid", "\(flag)")
            #expect(flag.status == 64, "\(flag)")
            try berth.home.write("profiles:\n  one:\n    api_key: k\n", to: "config/berth/config.yaml")
            let name = "BERTH_" + setting.uppercased().replacing("-", with: "_")
            let variable = try await berth.with([name: value]).start(words).ended()
            #expect(try variable.printed(PrintedOutcome.self).problem?.code == "config_invalid", "\(variable)")
            #expect(variable.status == 78, "\(variable)")
        }
    }

    @Test("A key that verifies nothing is not told on with the command that settles what it left in doubt")
    func wrongKey() async throws {
        try await SandboxServer.run { sandbox in
            let other = try await SandboxServer.otherKey(in: sandbox.home)
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let ended = try await berth("borrow", "--product", "MESH", "--max", "--public-key", other)
            #expect(ended.errors.contains("response_unverified"), "\(ended)")
            #expect(ended.unwrapped.contains("berth settle ") && !ended.unwrapped.contains(other), "\(ended)")
            #expect(ended.unwrapped.contains("check the server's public key in --public-key"), "\(ended)")
        }
    }
}

extension SandboxServer {
    /// The public key of another sandbox.
    fileprivate static func otherKey(in home: Home) async throws -> String {
        var key = ""
        try await run { other in
            let path = other.exports["BERTH_PUBLIC_KEY_FILE"] ?? ""
            key = try home.write(try String(contentsOfFile: path, encoding: .utf8), to: "other.pem", mode: 0o644)
        }
        return key
    }
}
