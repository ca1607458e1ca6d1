import Foundation
import TestKit
import Testing

@Suite("A command's time, and its quiet", .heavy)
struct TimeoutTests {
    /// What `--json` prints of a command whose time was over.
    struct Printed: Decodable {
        var outcome: String
        var timed_out: Bool?
        var borrow: PrintedOutcome.Borrow?
        var problem: PrintedOutcome.Problem?
    }

    /// Runs a command to which no response comes, with a time in which it gets as far as to send its request.
    private static func sent(_ berth: BerthProgram, _ words: String) async throws -> Ended {
        var seconds = 2
        while true {
            let arguments = words.split(separator: " ").map(String.init) + ["--timeout", "\(seconds)s"]
            let ended = try await berth.start(arguments).ended()
            guard ended.status == 20, seconds < 100 else { return ended }
            seconds *= 2
        }
    }

    @Test("What waits for the server when the time is over is cancelled, written down as unknown, and told")
    func inFlight() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let ended = try await Self.sent(berth, "borrow --product FAULT-SLOW --max --json")
            #expect(ended.status == 21, "\(ended)")
            let printed = try ended.printed(Printed.self)
            #expect(printed.outcome == "unknown" && printed.timed_out == true, "\(ended)")
            #expect(printed.problem?.code == "transport_cancelled" && printed.problem?.exit_code == 21)
            #expect(printed.problem?.what_happened.contains("The command's time was over before") == true, "\(ended)")
            let status = try await berth("status", "--json").printed(PrintedStatus.self)
            #expect(status.borrows.map(\.status) == ["unknown"] && status.borrows.first?.id == printed.borrow?.id)
            let words = try await Self.sent(berth, "settle FAULT-SLOW --repeat")
            #expect(words.status == 21, "\(words)")
            #expect(words.errors.hasPrefix("berth: the time that --timeout gives is over\n"), "\(words)")
            #expect(words.errors.contains("settle it with: berth settle "), "\(words)")
        }
    }

    @Test("Nothing is sent any more once the time is over, and enough time changes nothing")
    func before() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_PASSWORD": "harbour-1"])
            let ended = try await berth("borrow", "--product", "MESH", "--max", "--timeout", "1ms", "--json")
            let printed = try ended.printed(Printed.self)
            #expect(ended.status == 20 && printed.outcome == "not_sent" && printed.timed_out == true, "\(ended)")
            #expect(try await berth("history").output == "No history.\n")
            let list = try await berth(
                "licenses", "--product", "SIM-X", "--user", DemoLicense.user, "--timeout", "1ms", "--json")
            #expect(list.status == 20, "\(list)")
            #expect(try list.printed(Printed.self).timed_out == true, "\(list)")
            #expect(try await berth("borrow", "--product", "MESH", "--max", "--timeout", "5m").status == 0)
        }
    }

    @Test("A time that cuts the wait for what was sent before says what was waited for, and which time would do")
    func cutsTheWait() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:1"]) { sandbox in
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_SETTLE_AFTER_SECONDS": "3600",
            ])
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 21)
            var (seconds, ended) = (2, try await berth("settle", "MESH", "--repeat", "--timeout", "2s"))
            // On a busy machine its time may be over before it waits.
            while !ended.errors.contains("this one is sent at"), seconds < 100 {
                seconds *= 2
                ended = try await berth("settle", "MESH", "--repeat", "--timeout", "\(seconds)s")
            }
            #expect(ended.status == 20, "\(ended)")
            for words in [
                "The command's time was over before it was sent: until 20", "it was to wait for the request before it",
                "the time that --timeout gives is shorter than that wait, of which 59 min",
                "or give it the time to wait for that: --timeout 36",
            ] {
                #expect(ended.unwrapped.contains(words), "\(ended)")
            }
        }
    }

    @Test("The time is the whole command's, though somebody holds the ledger's lock", .program("python3"))
    func locked() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_LICENSE_KEY_MESH": DemoLicense.mesh,
            ])
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 0)
            let rows = try sandbox.home.write(
                "product,key,hardware_id,end\nMESH,env:BERTH_LICENSE_KEY_MESH,node-2,max\n", to: "rows.csv")
            try await HeldLedger.during(sandbox.home) {
                for words in [["release", "MESH", "--json"], ["borrow", "--from", rows, "--json"]] {
                    let began = ContinuousClock.now
                    let ended = try await berth.start(words + ["--timeout", "8s"]).ended()
                    let took = ContinuousClock.now - began
                    #expect(ended.status == 20 && ended.output.contains("not_sent"), "\(ended)")
                    // Of the two seconds that it once took beyond its time none is left, however busy the machine.
                    #expect(took >= .seconds(6) && took < .seconds(10), "\(took): \(ended)")
                }
            }
        }
    }

    @Test(
        "What was sent, and brought nothing, is told as unknown though the ledger does not take that",
        .program("python3"))
    func lockedOnceSent() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let program = try await sandbox.sent(
                berth, ["borrow", "--product", "FAULT-SLOW", "--max", "--json", "--timeout", "15s"])
            try await HeldLedger.during(sandbox.home) {
                let ended = try await program.ended()
                #expect(ended.status == 21, "\(ended)")
                let printed = try ended.printed(Printed.self)
                #expect(printed.outcome == "unknown" && printed.timed_out == true, "\(ended)")
                #expect(
                    printed.problem?.code == "transport_cancelled" && printed.borrow?.status == "unknown", "\(ended)")
            }
            let status = try await berth("status", "--json").printed(PrintedStatus.self)
            #expect(status.borrows.map(\.status) == ["pending"], "until its lease lapses: \(status)")
        }
    }

    @Test(
        "A time that is none is refused",
        arguments: ["0", "-1s", "soon", "5x", "2d", "1h30", "", "1e9", "1.5s", "1,5h"])
    func wrong(text: String) async throws {
        let ended = try await BerthProgram(home: try Home())("release", "MESH", "--timeout=\(text)")
        #expect(ended.status == 64 && ended.errors.contains("--timeout"), "\(ended)")
        let words = "in whole numbers with their units: 30s, 5m, 1h30m; 90 alone is 90 s."
        #expect(ended.unwrapped.contains(words) || text.isEmpty, "\(ended)")
    }

    @Test(
        "Numbers with their units are read, and a bare one counts seconds",
        arguments: ["90", "1500ms", "5M", "1h30m", "1d"])
    func right(text: String) async throws {
        let ended = try await BerthProgram(home: try Home())("release", "MESH", "--timeout", text, "--json")
        #expect(try ended.printed(PrintedOutcome.self).problem?.code == "ledger_missing", "\(ended)")
    }

    @Test("A success that is to be quiet says nothing; a failure, and JSON, stay")
    func quiet() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            for words in [
                "activate --product MESH --quiet", "borrow --product MESH --until +1h -q", "extend MESH --max --quiet",
                "release MESH --quiet",
            ] {
                let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
                #expect(ended.status == 0 && ended.everything.isEmpty, "\(words): \(ended)")
            }
            let over = try await berth("release", "MESH", "--quiet")
            #expect(over.status == 0 && over.everything.isEmpty, "what is over is one rule with its id: \(over)")
            let failed = try await berth("release", "NO-SUCH", "--quiet")
            #expect(failed.status == 1 && failed.output.isEmpty, "\(failed)")
            #expect(failed.errors.contains("Code     borrow_not_found"), "\(failed)")
            let json = try await berth("borrow", "--product", "MESH", "--max", "--quiet", "--json")
            #expect(try json.printed(PrintedOutcome.self).outcome == "borrowed")
        }
    }
}
