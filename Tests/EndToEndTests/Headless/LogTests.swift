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

    @Test("A log may go to standard error, however that is called", arguments: ["-", "/dev/stderr"])
    func standardError(name: String) async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let flag = try await berth("borrow", "--product", "MESH", "--max", "--json", "--log-file", name)
            #expect(try flag.printed(PrintedOutcome.self).outcome == "borrowed", "\(flag)")
            #expect(flag.errors.contains(/^\S+Z info \d+ response request=\w+ .* status=200\n$/), "\(flag)")
            try sandbox.home.write("log_file: \"\(name)\"\n", to: "config/berth/config.yaml")
            let setting = try await berth("release", "MESH", "--quiet")
            #expect(setting.status == 0 && setting.errors.contains(" response request="), "\(setting)")
            #expect(try await berth("config", "check").status == 0)
            #expect(sandbox.home.contents()["-"] == nil && sandbox.home.contents()["scratch/-"] == nil)
        }
    }

    @Test("A dry run sends nothing, and begins no log; a log that cannot be used it finds all the same")
    func dryRun() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_PASSWORD": "harbour-1"])
            let path = sandbox.home.file("berth.log")
            for words in ["borrow --product MESH --max", "licenses --product SIM-X --user ana@acme.example"] {
                let words = words.split(separator: " ").map(String.init) + ["--dry-run", "--log-file"]
                let ended = try await berth.start(words + [path]).ended()
                #expect(ended.status == 0 && !FileManager.default.fileExists(atPath: path), "\(ended)")
                let refused = try await berth.start(words + ["/nowhere/log"]).ended()
                #expect(refused.status == 1 && refused.errors.contains("Code     file_unwritable"), "\(refused)")
            }
        }
    }

    @Test("A log that cannot be written is told before anything is sent")
    func unwritable() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            for path in ["/nowhere/log", "/dev/null"] {
                let refused = try await berth("borrow", "--product", "MESH", "--max", "--log-file", path, "--json")
                #expect(try refused.printed(PrintedOutcome.self).problem?.code == "file_unwritable", "\(refused)")
                #expect(refused.status == 1)
            }
            for words in [[], ["--dry-run"]] {
                let folder = try await berth.start(
                    ["borrow", "--product", "MESH", "--max", "--log-file", sandbox.home.file("none/")] + words
                ).ended()
                #expect(folder.status == 1 && folder.errors.contains("Is a directory"), "\(words): \(folder)")
            }
            let level = try await berth("borrow", "--product", "MESH", "--max", "--log-level", "loud")
            #expect(
                level.status == 64 && level.unwrapped.contains("--log-level must be one of trace, debug"), "\(level)")
            #expect(try await berth("status").output == "No active borrows.\n")
        }
    }

    @Test("Nothing is added to a file that is no log of this program, or that others may write to")
    func foreign() async throws {
        try await SandboxServer.run { sandbox in
            let home = sandbox.home
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("borrow", "--product", "MESH", "--max", "--log-file", home.file("berth.log"))
            let log = try home.read("berth.log")
            let ledger = try await berth("status", "--json").printed(PrintedStatus.self).ledger
            let key = try home.write(DemoLicense.mesh + "\n", to: "key")
            let other = try home.write("2026-11-27T18:00:00Z a diary\n" + log, to: "diary")
            let open = try home.write(log, to: "open.log")
            try FileManager.default.setAttributes([.posixPermissions: 0o620], ofItemAtPath: open)
            let link = home.file("link.log")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.file("berth.log"))
            for (path, words) in [
                (key, "something else than a log"),
                (other, "something else than a log"), (open, "You can close it to others: chmod go-w \(open)"),
                (link, "It is a link."),
                (home.file("scratch"), "Is a directory"),
            ] {
                let before = FileManager.default.contents(atPath: path)
                let ended = try await berth("extend", "MESH", "--max", "--log-file", path)
                #expect(ended.status == 1 && ended.unwrapped.contains(words), "\(path): \(ended)")
                #expect(FileManager.default.contents(atPath: path) == before, "\(path)")
            }
            let trail = FileManager.default.contents(atPath: ledger)
            let both = try await berth("extend", "MESH", "--max", "--log-file", ledger)
            #expect(both.status == 64 && both.unwrapped.contains("The ledger is in that file, too"), "\(both)")
            #expect(FileManager.default.contents(atPath: ledger) == trail)
            let empty = try home.write("", to: "empty.log")
            #expect(try await berth("extend", "MESH", "--max", "--log-file", empty).status == 0)
            #expect(try await berth("extend", "MESH", "--max", "--log-file", empty).status == 0)
            #expect(try home.read("empty.log").split(separator: "\n").count == 2)
        }
    }

    @Test("A problem names the request by which its lines in the log are found")
    func requests() async throws {
        try await SandboxServer.run { sandbox in
            let path = sandbox.home.file("log")
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_LOG_FILE": path])
            let json = try await berth("borrow", "--product", "NO-SUCH", "--max", "--json")
            let id = try #require(try json.printed(PrintedOutcome.self).problem?.request_id)
            #expect(try sandbox.home.read("log").contains(" request=\(id) "))
            let words = try await berth("borrow", "--product", "NO-SUCH", "--max")
            let named = try #require(words.errors.firstMatch(of: /\n  Request  (\w+)\n/)?.1, "\(words)")
            #expect(try sandbox.home.read("log").contains(" request=\(named) ") && named != id)
            let list = try await berth.with(["BERTH_PASSWORD": "wrong"])(
                "licenses", "--product", "SIM-X", "--user", DemoLicense.user, "--json")
            let asked = try #require(try list.printed(PrintedOutcome.self).problem?.request_id, "\(list)")
            #expect(try sandbox.home.read("log").contains(" request=\(asked) "))
            let none = try await berth("release", "NO-SUCH", "--json")
            #expect(try none.printed(PrintedOutcome.self).problem?.request_id == nil)
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
                try await terminal.waitFor("It is no regular file.")
            }
        }

        @Test("The desk refuses a log over its screen, and takes one that goes elsewhere")
        func overTheDesk() async throws {
            try await Tmux.run(variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"]) { terminal in
                try await terminal.type("berth desk --log-file -")
                try await terminal.press("Enter")
                try await terminal.waitFor("It is the screen that the desk is on.")
                try await terminal.type("clear; berth desk --log-file - 2>$HOME/log")
                try await terminal.press("Enter")
                try await terminal.waitFor("Nothing is borrowed.")
            }
        }
    }
}
