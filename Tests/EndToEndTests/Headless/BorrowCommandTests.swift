import Foundation
import TestKit
import Testing

@Suite("The commands", .heavy)
struct CommandTests {
    @Test("A license is borrowed, listed and released, all as JSON")
    func borrowAndRelease() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad])
            let borrowed = try await berth("borrow", "--product", "CAD-PRO", "--max", "--json")
            #expect(borrowed.status == 0 && borrowed.errors.isEmpty, "\(borrowed)")
            let outcome = try borrowed.printed(PrintedOutcome.self)
            #expect(outcome.version == 1 && outcome.outcome == "borrowed")
            let borrow = try #require(outcome.borrow)
            #expect(borrow.status == "active" && borrow.license == "…9F3T" && borrow.max_borrow_time == 168)
            #expect((167 * 3600...168 * 3600 + 2).contains(borrow.seconds_left ?? 0))

            let status = try await berth("status", "--json").printed(PrintedStatus.self)
            #expect(status.borrows.map(\.id) == [borrow.id])
            #expect(status.borrows.first?.borrowed_until == borrow.borrowed_until)
            let table = try await berth("status")
            #expect(
                table.output.contains(/CAD-PRO +…9F3T +active +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ +(?:6d 23h|7d 00h) +\S+/)
            )

            let released = try await berth("release", "CAD-PRO", "--json")
            #expect(released.status == 0, "\(released)")
            #expect(try released.printed(PrintedOutcome.self).outcome == "released")
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.isEmpty)
            let again = try await berth("release", "CAD-PRO")
            #expect(again.status == 0 && again.output.contains("released already, at "), "\(again)")
            let over = try await berth("extend", "CAD-PRO", "--max")
            #expect(over.status == 1 && over.unwrapped.contains("nothing to extend. Borrow it again."), "\(over)")
            #expect(!over.errors.contains("mistyped"), "\(over)")
            let never = try await berth("release", "MESH")
            #expect(never.status == 1)
            #expect(never.errors.contains("knows no borrow \"MESH\" that is held"), "\(never)")
            #expect(never.errors.contains("Code     borrow_not_found"), "\(never)")
        }
    }

    @Test(
        "A seat that somebody is at work on is told with who that is, and until when", arguments: ["borrow", "release"])
    func atWork(verb: String) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:hang:1"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let working = try await sandbox.sent(berth, ["borrow", "--product", "MESH", "--max"])
            let words = verb == "borrow" ? ["borrow", "--product", "MESH", "--max"] : ["release", "MESH"]
            let refused = try await berth.start(words).ended()
            working.signal(SIGTERM)
            _ = try await working.ended()
            #expect(refused.status == 22, "\(refused)")
            let who = "(process \(working.id)) is at work on it (borrow), until "
            #expect(refused.unwrapped.contains(who), "\(refused)")
        }
    }

    @Test("People get sentences instead")
    func words() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let borrowed = try await berth("borrow", "--product", "MESH", "--until", "+2h")
            #expect(borrowed.status == 0, "\(borrowed)")
            #expect(borrowed.output.contains(/^Borrowed MESH until \S+Z, 2 h from now\.\n$/), "\(borrowed)")
            let extended = try await berth("borrow", "--product", "MESH", "--max")
            #expect(extended.status == 0, "\(extended)")
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.count == 1)
            let released = try await berth("release", "MESH")
            #expect(released.output == "Released MESH …R9PA.\n", "\(released)")
        }
    }

    @Test("Secrets come from the environment or from files, and reach neither the output nor any file of Berth's")
    func secrets() async throws {
        try await SandboxServer.run { sandbox in
            let home = sandbox.home
            let key = try home.write(DemoLicense.render + "\n", to: "secrets/key")
            let password = try home.write(DemoLicense.password, to: "secrets/password")
            var berth = sandbox.berth
            let shared = try #require(sandbox.exports["BERTH_SHARED_KEY"])
            berth.variables["BERTH_SHARED_KEY"] = nil
            berth.variables["BERTH_SHARED_KEY_FILE"] = try home.write(shared, to: "secrets/shared")

            let ends = [
                try await berth("borrow", "--product", "RENDER", "--max", "--license-key-file", key),
                try await berth(
                    "borrow", "--product", "SIM-X", "--max", "--user", DemoLicense.user, "--password-file", password,
                    "--json"),
                try await berth("status"),
                try await berth("release", "RENDER", "--json"),
                try await berth("release", "SIM-X"),
                try await berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])("borrow", "--product", "MESH", "--max"),
            ]
            #expect(ends.map(\.status) == [0, 0, 0, 0, 0, 10], "\(ends)")
            let hidden = [DemoLicense.render, DemoLicense.password, DemoLicense.fault, shared]
            for end in ends {
                for secret in hidden { #expect(!end.everything.contains(secret), "\(end)") }
            }
            for (name, content) in home.contents() where name.hasPrefix("state/") {
                for secret in hidden { #expect(!content.contains(secret), "in \(name)") }
            }
        }
    }

    @Test("A borrow by single sign-on needs the customer account and a token")
    func singleSignOn() async throws {
        try await SandboxServer.run { sandbox in
            let token = try sandbox.home.write("demo-id-token\n", to: "secrets/token")
            let ended = try await sandbox.berth(
                "borrow", "--product", "SIM-X", "--max", "--account", "acme", "--token-file", token, "--json")
            #expect(ended.status == 0, "\(ended)")
            #expect(try ended.printed(PrintedOutcome.self).borrow?.license == "acme (SSO)")
            #expect(!ended.everything.contains("demo-id-token"))
        }
    }

    @Test("A file with a secret that others can read is refused, with the command that mends it")
    func exposedSecret() async throws {
        try await SandboxServer.run { sandbox in
            let path = try sandbox.home.write(DemoLicense.render, to: "secrets/key", mode: 0o640)
            let ended = try await sandbox.berth("borrow", "--product", "RENDER", "--max", "--license-key-file", path)
            #expect(ended.status == 78, "\(ended)")
            // A long path is wrapped.
            let words = ended.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("chmod 600 /"), "\(ended)")
            #expect(ended.errors.contains("secrets/key"), "\(ended)")
            #expect(!ended.everything.contains(DemoLicense.render))
        }
    }

    @Test("No lines of the history are asked for by nobody, and a borrow without a name is none")
    func nothing() async throws {
        let home = try Home()
        try await WrittenLedger(home).write(WrittenLedger.borrow("borrow-1", product: "M", ends: 3600))
        let berth = BerthProgram(home: home, variables: SecretCommandEndTests.variables("echo key"))
        let history = try await berth("history", "--limit", "0")
        #expect(history.status == 64 && history.errors.contains("--limit takes a number from 1 on."), "\(history)")
        for words in [["receipt"], ["release"], ["extend", "--max"], ["settle", "--check"], ["deactivate"]] {
            let ended = try await berth.start(words + [""]).ended()
            #expect(ended.status == 64 && ended.errors.contains("The name of the borrow is empty: "), "\(ended)")
        }
        let product = try await berth("history", "--product", "")
        #expect(!product.everything.contains("Did you mean"), "\(product)")
    }

    @Test("Status works without a network, an account or a configuration, and leaves nothing behind")
    func statusAlone() async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth("status")
        #expect(ended.status == 0 && ended.output == "No active borrows.\n" && ended.errors.isEmpty, "\(ended)")
        #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.isEmpty)
        #expect(try await berth("history").output == "No history.\n")
        #expect(!FileManager.default.fileExists(atPath: berth.home.file("state")), "nothing is made to be read")
    }

    @Test(
        "A ledger whose path is mistyped is missing, and is not made", arguments: ["status", "history", "ledger check"])
    func mistypedLedger(verb: String) async throws {
        let berth = BerthProgram(home: try Home())
        let words = verb.split(separator: " ").map(String.init)
        let ended = try await berth.start(words + ["--ledger", berth.home.file("typo/ledger.sqlite")]).ended()
        #expect(ended.status == 30, "\(ended)")
        #expect(ended.errors.contains("Code     ledger_missing"), "\(ended)")
        #expect(!FileManager.default.fileExists(atPath: berth.home.file("typo")))
    }
}
