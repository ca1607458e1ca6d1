import Foundation
import TestKit
import Testing

@Suite("Taking a device off a license by command", .heavy)
struct DeactivateTests {
    private static let key = ["BERTH_LICENSE_KEY": "TOOL-AAAA-BBBB-CCCC"]

    /// A license that knows only devices that were activated, with a feature.
    private static let scenario = """
        clock: real
        api_keys:
        - key: 0b4b7c1e-0000-4000-8000-000000000001
          shared_key: made-up-shared-key
        users:
        - email: ana@acme.example
          password: harbour-1
        products:
        - code: TOOL
          id: 1
        - code: SIM
          id: 2
          sign_in: user
        licenses:
        - id: 11
          product: TOOL
          key: TOOL-AAAA-BBBB-CCCC
          seats: 4
          max_borrow_hours: 24
          max_activations: 9
          features:
          - id: 21
            code: GPU
            name: GPU
            seats: 2
            max_borrow_hours: 8
        - id: 12
          product: SIM
          user: ana@acme.example
          seats: 4
          max_borrow_hours: 24
          max_activations: 9
        - id: 13
          product: SIM
          user: ana@acme.example
          seats: 4
          max_borrow_hours: 24
          max_activations: 9

        """

    /// Serves that license, on which this host is activated.
    private func withTool(
        _ arguments: [String] = [], _ body: (SandboxServer, BerthProgram) async throws -> Void
    ) async throws {
        let home = try Home()
        let file = try home.write(Self.scenario, to: "scenario.yaml")
        try await SandboxServer.run(["--scenario", file] + arguments) { sandbox in
            let berth = sandbox.berth.with(Self.key)
            let activated = try await berth("activate", "--product", "TOOL")
            #expect(activated.status == 0, "\(activated)")
            try await body(sandbox, berth)
        }
    }

    /// How the ledger's borrow of an id stands.
    private func status(_ id: String?, _ berth: BerthProgram) async throws -> String? {
        let printed = try await berth("status", "--all", "--json").printed(PrintedStatus.self)
        return printed.borrows.first { $0.id == id }?.status
    }

    @Test(
        "It goes to the server once nothing is held, with its steps in the history, and a borrow is refused from then on"
    )
    func done() async throws {
        try await withTool { _, berth in
            // Without it the license would have no activation left, and not be active.
            _ = try await berth("activate", "--product", "TOOL", "--hardware-id", "another")
            let id = try await berth("status", "--all", "--json").printed(PrintedStatus.self).borrows.first?.id
            let ended = try await berth("deactivate", id ?? "", "--json")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(ended.status == 0 && printed.outcome == "deactivated" && printed.effect == "done", "\(ended)")
            #expect(printed.borrow?.id == id && printed.borrow?.status == "deactivated")
            #expect(try await status(id, berth) == "deactivated")
            #expect(printed.operation != nil)
            let history = try await berth("history", "--json").output
            for phase in ["intended", "sent", "confirmed"] {
                #expect(history.contains("\"kind\" : \"deactivate\"") && history.contains("\"phase\" : \"\(phase)\""))
            }
            #expect(try await berth("history", "--verify").status == 0)
            let refused = try await berth("borrow", "--product", "TOOL", "--max", "--json")
            #expect(refused.status == 12, "\(refused)")
            #expect(try refused.printed(PrintedOutcome.self).problem?.code == "device_not_found")
            let again = try await berth("deactivate", id ?? "")
            #expect(again.status == 12 && again.unwrapped.contains("There is nothing to take off it."), "\(again)")
        }
    }

    @Test(
        "While the license or a feature of it is borrowed nothing is sent, and it is said how to return that",
        arguments: [nil, "GPU"])
    func held(feature: String?) async throws {
        try await withTool { _, berth in
            let words = feature.map { ["--feature", $0] } ?? []
            let borrow = try await berth.start(["borrow", "--product", "TOOL", "--max"] + words).ended()
            #expect(borrow.status == 0, "\(borrow)")
            for arguments in [["TOOL"], ["--product", "TOOL"]] {
                let ended = try await berth.start(["deactivate", "--json"] + arguments).ended()
                let printed = try ended.printed(PrintedOutcome.self)
                #expect(ended.status == 12 && printed.outcome == "refused", "\(ended)")
                #expect(printed.problem?.code == "device_holds_seat" && printed.operation == nil, "\(ended)")
                #expect(printed.borrow?.status == "active" && printed.borrow?.feature == feature, "\(ended)")
                let command = "berth release \(printed.borrow?.id ?? "-")"
                #expect(printed.problem?.remedies.contains { $0.hasSuffix(": " + command) } == true, "\(ended)")
            }
            #expect(!(try await berth("history").output.contains("deactivate")))
            #expect(try await berth.start(["release", "TOOL"] + words).ended().status == 0)
            let ended = try await berth("deactivate", "TOOL")
            #expect(ended.status == 0 && ended.output.hasPrefix("Deactivated TOOL …CCCC for "), "\(ended)")
        }
    }

    @Test(
        "What is in the way is named one by one, in commands that do it when they are pasted, with the flags of this one"
    )
    func pasted() async throws {
        try await withTool { sandbox, program in
            let ledger = sandbox.home.file("own place/ledger.sqlite")
            try FileManager.default.createDirectory(
                atPath: sandbox.home.file("own place"), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let server = try #require(program.variables["BERTH_SERVER"])
            let berth = BerthProgram(
                home: program.home, variables: program.variables.filter { $0.key != "BERTH_SERVER" })
            let place = ["--server", server, "--ledger", ledger]
            for feature in [[], ["--feature", "GPU"]] {
                let ended = try await berth.start(["borrow", "--product", "TOOL", "--max"] + feature + place).ended()
                #expect(ended.status == 0, "\(ended)")
            }
            let refused = try await berth.start(["deactivate", "TOOL", "--json"] + place).ended()
            #expect(refused.status == 12, "\(refused)")
            let remedies = try refused.printed(PrintedOutcome.self).problem?.remedies ?? []
            let commands = remedies.compactMap { $0.firstRange(of: "berth release ").map { $0.lowerBound } }.count
            #expect(commands == 2, "\(remedies)")
            for remedy in remedies {
                guard let start = remedy.firstRange(of: "berth release ")?.lowerBound else { continue }
                let line = String(remedy[start...])
                let pasted = try await RunningProgram(
                    "/bin/sh", ["-c", line], environment: berth.home.environment.merging(berth.variables) { $1 },
                    scratch: berth.home
                ).ended()
                #expect(pasted.status == 0, "\(line): \(pasted)")
            }
            let done = try await berth.start(["deactivate", "TOOL"] + place).ended()
            #expect(done.status == 0, "\(done)")
        }
    }

    @Test("A product is enough for its one activation, whatever was refused, returned or taken off before")
    func oneActivation() async throws {
        try await withTool { _, berth in
            let wrong = berth.with(["BERTH_LICENSE_KEY": "TOOL-WRONG-WRONG-WRONG"])
            #expect(try await wrong("borrow", "--product", "TOOL", "--max").status == 10)
            for _ in 0..<2 {
                for words in [[], ["--feature", "GPU"], ["--license-id", "11"]] {
                    let borrow = try await berth.start(["borrow", "--product", "TOOL", "--max"] + words).ended()
                    #expect(borrow.status == 0, "\(borrow)")
                    let id = try await berth("status", "--json").printed(PrintedStatus.self).borrows.first?.id
                    #expect(try await berth("release", id ?? "").status == 0)
                }
            }
            #expect(try await berth("seats", "TOOL", "--yes").status == 0)
            let ended = try await berth("deactivate", "TOOL", "--json")
            #expect(ended.status == 0, "\(ended)")
            let other = try await berth("activate", "--product", "TOOL", "--hardware-id", "another")
            #expect(other.status == 0, "\(other)")
            let second = try await berth("deactivate", "TOOL")
            #expect(second.status == 0, "the other device is what is left: \(second)")
        }
    }

    @Test("A product is enough for the one license that the device was taken off, whatever was only refused since")
    func takenOffBefore() async throws {
        try await withTool { _, berth in
            _ = try await berth("activate", "--product", "TOOL", "--hardware-id", "another")
            #expect(try await berth("deactivate", "--product", "TOOL").status == 0)
            let wrong = berth.with(["BERTH_LICENSE_KEY": "TOOL-WRONG-WRONG-WRONG"])
            #expect(try await wrong("seats", "--product", "TOOL", "--yes").status == 10)
            #expect(try await berth("seats", "--product", "TOOL", "--yes").status == 12, "it is refused")
            #expect(try await berth("deactivate", "TOOL").status == 0, "the other device is what is left")
            let again = try await berth("deactivate", "TOOL")
            #expect(again.status == 64 && again.unwrapped.contains("2 borrows of"), "both were taken off: \(again)")
        }
        try await withTool { _, berth in
            #expect(try await berth("deactivate", "TOOL").status == 0)
            let wrong = berth.with(["BERTH_LICENSE_KEY": "TOOL-WRONG-WRONG-WRONG"])
            #expect(try await wrong("seats", "--product", "TOOL", "--yes").status == 10)
            let again = try await berth("deactivate", "TOOL")
            #expect(again.status == 12 && again.unwrapped.contains("There is nothing to take off it."), "\(again)")
        }
    }

    @Test("A user's seat is seen however the address is written, and a user's two licenses are told apart")
    func user() async throws {
        try await withTool { _, berth in
            let user = berth.with(["BERTH_PASSWORD": DemoLicense.password])
            let sim = ["--product", "SIM", "--user", DemoLicense.user]
            for number in ["12", "13"] {
                for verb in [["activate"], ["borrow", "--max"]] {
                    let ended = try await user.start(verb + sim + ["--license-id", number]).ended()
                    #expect(ended.status == 0, "\(ended)")
                }
            }
            let history = try await berth("history", "--json").output
            for name in [DemoLicense.user, "Ana@ACME.example"] {
                let refused = try await user("deactivate", "--product", "SIM", "--user", name, "--json")
                #expect(refused.status == 12, "\(refused)")
                #expect(try refused.printed(PrintedOutcome.self).problem?.code == "device_holds_seat", "\(refused)")
            }
            #expect(try await berth("history", "--json").output == history, "nothing was sent")
            let table = try await berth("status").output
            for number in ["12", "13"] { #expect(table.contains("ana@acme.example …\(number)  active"), "\(table)") }
            let several = try await user("release", "SIM")
            #expect(several.status == 64, "\(several)")
            for number in ["12", "13"] {
                #expect(several.unwrapped.contains("(SIM ana@acme.example …\(number), device"), "\(several)")
            }
        }
    }

    @Test(
        "A borrow by one address of this host keeps a deactivation by another away, and the command to return it is told"
    )
    func loopback() async throws {
        try await withTool { _, berth in
            _ = try await berth("borrow", "--product", "TOOL", "--max")
            let server = try #require(berth.variables["BERTH_SERVER"])
            let other = berth.with(["BERTH_SERVER": server.replacing("127.0.0.1", with: "127.0.0.2")])
            let refused = try await other("deactivate", "--product", "TOOL", "--json")
            let printed = try refused.printed(PrintedOutcome.self)
            #expect(refused.status == 12 && printed.problem?.code == "device_holds_seat", "\(refused)")
            let command = "berth release \(printed.borrow?.id ?? "-") --server \(server)"
            #expect(printed.problem?.remedies.contains { $0.hasSuffix(": " + command) } == true, "\(refused)")
            let pasted = try await other.start(command.split(separator: " ").dropFirst().map(String.init)).ended()
            #expect(pasted.status == 0, "\(pasted)")
            let gone = try await other("deactivate", "--product", "TOOL")
            #expect(gone.status == 20, "nothing responds there: \(gone)")
        }
    }

    @Test("A borrow on a device that was taken off is the device's fault, whether or not others are on the license")
    func takenOff() async throws {
        try await withTool { _, berth in
            #expect(try await berth("deactivate", "TOOL").status == 0)
            let last = try await berth("borrow", "--product", "TOOL", "--max", "--json")
            #expect(last.status == 12, "\(last)")
            #expect(try last.printed(PrintedOutcome.self).problem?.code == "license_not_active")
            _ = try await berth("activate", "--product", "TOOL", "--hardware-id", "another")
            let one = try await berth("borrow", "--product", "TOOL", "--max", "--json")
            #expect(one.status == 12, "\(one)")
            #expect(try one.printed(PrintedOutcome.self).problem?.code == "device_not_found")
        }
    }

    @Test("A device whose borrow is in doubt stays on the license until that is settled")
    func doubt() async throws {
        try await withTool(["--fail", "floating/borrow:error_500:1"]) { _, berth in
            #expect(try await berth("borrow", "--product", "TOOL", "--max").status == 21)
            let ended = try await berth("deactivate", "TOOL")
            #expect(ended.status == 12 && ended.unwrapped.contains("It is not known whether this device"), "\(ended)")
            #expect(try await berth("settle", "TOOL", "--release").status == 0)
            #expect(try await berth("deactivate", "TOOL").status == 0)
        }
    }

    @Test(
        "A response that is lost leaves it unknown and shown, and a repetition settles it, whatever the server has done"
    )
    func lost() async throws {
        for (fault, isDone) in [
            ("hang", false), ("reset_after", true), ("truncated", true), ("error_500", false), ("html", false),
        ] {
            try await withTool(["--fail", "deactivate_license:\(fault):1"]) { _, program in
                let berth = program.with(["BERTH_REQUEST_TIMEOUT_SECONDS": "3"])
                let ended = try await berth("deactivate", "TOOL", "--json")
                let printed = try ended.printed(PrintedOutcome.self)
                #expect(ended.status == 21 && printed.outcome == "unknown", "\(ended)")
                #expect(
                    printed.problem?.remedies.contains {
                        $0.hasSuffix("repeat it: a device that is not found then is deactivated")
                    } == true)
                let list = try await berth("status")
                #expect(list.output.contains(/TOOL .* unknown +-/), "\(list)")
                #expect(list.output.contains("berth settle \(printed.borrow?.id ?? "-") --repeat"))
                #expect(try await berth("status", "--warn", "1h").status == 1)
                let settled = try await berth("settle", "TOOL", "--repeat", "--json")
                #expect(settled.status == 0, "done: \(isDone), \(settled)")
                #expect(try settled.printed(PrintedOutcome.self).outcome == "deactivated")
                #expect(try await berth("status").output == "No active borrows.\n")
                #expect(try await berth("history", "--verify").status == 0)
            }
        }
    }

    @Test("What the ledger never saw is named by product, device and who the license belongs to; no password is wanted")
    func byName() async throws {
        try await withTool { sandbox, key in
            _ = try await key("activate", "--product", "TOOL", "--hardware-id", "node-07")
            let fresh = key.with(["XDG_STATE_HOME": sandbox.home.file("fresh")])
            let ended = try await fresh("deactivate", "--product", "TOOL", "--hardware-id", "node-07", "--json")
            #expect(ended.status == 0, "\(ended)")
            let gone = try await key("borrow", "--product", "TOOL", "--max", "--hardware-id", "node-07")
            #expect(gone.status == 12, "\(gone)")

            let user = sandbox.berth.with(["XDG_STATE_HOME": sandbox.home.file("fresh")])
            let names = ["--product", "SIM", "--user", DemoLicense.user, "--hardware-id", "node-08"]
            let activate = user.with(["BERTH_PASSWORD": DemoLicense.password])
            #expect(try await activate.start(["activate"] + names).ended().status == 0)
            let dry = try await user.start(["deactivate", "--dry-run", "--json"] + names).ended()
            #expect(dry.status == 0 && dry.output.contains("/api/v4/deactivate_license"), "\(dry)")
            #expect(!dry.output.contains("password") && dry.output.contains(#""kind" : "deactivate""#), "\(dry)")
            let done = try await user.start(["deactivate", "--json"] + names).ended()
            #expect(done.status == 0, "\(done)")
        }
    }

    @Test("Killed before or after it leaves, it is told as not sent or as unknown, and can be done again")
    func killed() async throws {
        try await withTool(["--fail", "deactivate_license:hang:1"]) { sandbox, berth in
            let program = try await sandbox.sent(berth, ["deactivate", "TOOL"])
            program.signal(SIGKILL)
            _ = try await program.ended()
            // Its lease goes on for a while: nobody comes in between.
            let borrow = try await berth("borrow", "--product", "TOOL", "--feature", "GPU", "--max", "--json")
            #expect(borrow.status == 22, "\(borrow)")
            #expect(try borrow.printed(PrintedOutcome.self).problem?.code == "operation_in_progress")
            let list = try await berth("status", "--json").printed(PrintedStatus.self)
            #expect(list.borrows.map(\.status) == ["pending"])
        }
    }

    @Test("Of two processes that borrow a feature and take the device off at once, not both succeed")
    func atOnce() async throws {
        try await withTool { _, berth in
            var done: Set<String> = []
            for _ in 0..<6 {
                let borrow = try berth.start(["borrow", "--product", "TOOL", "--feature", "GPU", "--max"])
                let deactivation = try berth.start(["deactivate", "--product", "TOOL"])
                let ended = try await (borrow.ended(), deactivation.ended())
                #expect(ended.0.status != 0 || ended.1.status != 0, "\(ended)")
                for (status, name) in [(ended.0.status, "borrow"), (ended.1.status, "deactivate")] {
                    #expect([0, 12, 22, 23].contains(status), "\(name): \(ended)")
                    if status == 0 { done.insert(name) }
                }
                let list = try await berth("status", "--json").printed(PrintedStatus.self)
                #expect(list.borrows.map(\.status) == (ended.0.status == 0 ? ["active"] : []), "\(ended)")
                _ = try await berth("release", "TOOL", "--feature", "GPU")
                _ = try await berth("activate", "--product", "TOOL")
            }
            #expect(!done.isEmpty)
            #expect(try await berth("history", "--verify").status == 0)
        }
    }

    @Test("What is said of a license has to be one thing, and flags that name it go with --product")
    func arguments() async throws {
        let berth = BerthProgram(home: try Home())
        for verb in ["deactivate", "seats"] {
            for words in [
                [], ["MESH", "--product", "MESH"], ["MESH", "--user", "ana@example.com"],
                ["MESH", "--hardware-id", "x"],
            ] {
                let ended = try await berth.start([verb] + words).ended()
                #expect(ended.status == 64, "\(ended)")
            }
        }
        #expect(
            try await berth.with(["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"])("deactivate", "MESH").status == 30)
    }
}
