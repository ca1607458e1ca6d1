import Foundation
import TestKit
import Testing

@Suite("Logs", .heavy)
struct LogTests {
    @Test("Each request is a line, with an id that its lines share; lines are added, and hold no secret")
    func lines() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let path = sandbox.home.file("berth.log")
            let borrowed = try await berth("borrow", "--product", "MESH", "--max", "--log-file", path)
            #expect(borrowed.status == 0 && borrowed.errors.isEmpty, "\(borrowed)")
            let first = try sandbox.home.read("berth.log")
            #expect(
                first.contains(
                    /^\d{4}-\d\d-\d\dT\S+Z info \d+ response request=\w+ bytes=\d+ endpoint=\/api\/v4\/floating\/borrow/
                ),
                "\(first)")
            #expect(first.contains(/milliseconds=\d+ server=\S+ status=200\n$/), "\(first)")
            let debugging = berth.with(["BERTH_LOG_FILE": path, "BERTH_LOG_LEVEL": "debug"])
            #expect(try await debugging("release", "MESH").status == 0)
            let all = try sandbox.home.read("berth.log")
            #expect(all.hasPrefix(first))
            let ids = all.dropFirst(first.count).matches(of: /request=(\w+)/).map(\.1)
            #expect(ids.count == 2 && ids[0] == ids[1], "\(all)")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            for secret in [DemoLicense.mesh]
                + ["BERTH_API_KEY", "BERTH_SHARED_KEY"].compactMap({ sandbox.exports[$0] })
            {
                #expect(!all.contains(secret))
            }
        }
    }

    @Test("A refusal is a notice, a server that is not there a warning; what is calmer than the level is left out")
    func levels() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_LOG_FILE": sandbox.home.file("log"),
                "BERTH_LOG_LEVEL": "notice",
            ])
            let borrowed = try await berth("borrow", "--product", "MESH", "--max")
            let nothing = try sandbox.home.read("log")
            #expect(borrowed.status == 0 && nothing.isEmpty, "\(nothing)")
            let refused = try await berth("borrow", "--product", "NO-SUCH", "--max")
            let notice = try sandbox.home.read("log")
            #expect(refused.status == 16 && notice.contains(" notice "), "\(notice)")
            let gone = try await berth.with(["BERTH_SERVER": "http://127.0.0.1:1"])(
                "borrow", "--product", "MESH", "--max")
            let warning = try sandbox.home.read("log")
            let words = /warning \d+ no response .*code=transport_refused effect=none/
            #expect(gone.status == 20 && warning.contains(words), "\(gone)\(warning)")
        }
    }

    @Test("A log that cannot be written is told before anything is sent; one that fills up is no reason to fail")
    func unwritable() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let refused = try await berth(
                "borrow", "--product", "MESH", "--max", "--log-file", "/nowhere/log", "--json")
            #expect(try refused.printed(PrintedOutcome.self).problem?.code == "file_unwritable", "\(refused)")
            #expect(refused.status == 1)
            let level = try await berth("borrow", "--product", "MESH", "--max", "--log-level", "loud")
            #expect(
                level.status == 78 && level.unwrapped.contains("--log-level must be one of trace, debug"), "\(level)")
            #expect(try await berth("status").output == "No active borrows.\n")
            let full = try await berth("borrow", "--product", "MESH", "--max", "--log-file", "/dev/full")
            #expect(full.status == 0, "\(full)")
        }
    }
}

extension InATerminal {
    @Suite("Logs in a terminal") struct Logs {
        @Test("A terminal is no place for a log")
        func terminal() async throws {
            try await Tmux.run(variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"]) { terminal in
                try await terminal.type("berth desk --log-file /dev/tty")
                try await terminal.press("Enter")
                try await terminal.waitFor("It is a terminal.")
            }
        }
    }
}
