import Foundation
import TestKit
import Testing

@Suite("What is in doubt", .heavy)
struct SettleTests {
    /// A borrow whose response is lost, once, on a sandbox of its own.
    private func inDoubt(_ body: (BerthProgram, String) async throws -> Void) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:1"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let ended = try await berth("borrow", "--product", "MESH", "--max", "--json")
            try await body(berth, #require(try ended.printed(PrintedOutcome.self).borrow?.id))
        }
    }

    @Test(
        "It ends by a repetition, a check, a release or a note",
        arguments: ["--repeat", "--check", "--release", "--note"])
    func settled(by flag: String) async throws {
        try await inDoubt { berth, id in
            let words = ["settle", id, flag] + (flag == "--note" ? ["asked the vendor"] : []) + ["--json"]
            let ended = try await berth.start(words).ended()
            #expect(ended.status == 0, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            let expected = ["--repeat": "borrowed", "--check": "checked", "--release": "released", "--note": "noted"]
            #expect(printed.outcome == expected[flag] && printed.borrow?.id == id, "\(ended)")
            let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.map(\.status) == (flag == "--repeat" || flag == "--check" ? ["active"] : []))
            for name in [id, "MESH"] {
                let again = try await berth("settle", name, "--check")
                #expect(again.status == 1 && again.errors.contains("Borrow \(id) is not in doubt"), "\(again)")
            }
        }
    }

    @Test("The check of a feature, which does not tell whether it is borrowed, leaves its borrow in doubt, and says so")
    func checkOfFeature() async throws {
        try await SandboxServer.run(["--fail", "floating/feature_borrow:reset_after:1"]) { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.render])
            let lost = try await berth("borrow", "--product", "RENDER", "--feature", "GPU", "--max", "--json")
            #expect(lost.status == 21, "\(lost)")
            let id = try #require(try lost.printed(PrintedOutcome.self).borrow?.id)
            let json = try await berth("settle", id, "--check", "--json")
            let printed = try json.printed(PrintedOutcome.self)
            #expect(json.status == 21 && printed.outcome == "unknown" && printed.effect == "possible", "\(json)")
            #expect(printed.borrow?.status == "unknown" && printed.problem?.code == "borrow_in_doubt", "\(json)")
            #expect(printed.problem?.exit_code == 21 && json.output.contains(#""seats_free""#), "\(json)")
            let words = try await berth("settle", id, "--check")
            #expect(words.status == 21 && words.output.contains("that is in doubt still.\n"), "\(words)")
            let quiet = try await berth("settle", id, "--check", "-q")
            #expect(quiet.status == 21 && quiet.output.isEmpty, "\(quiet)")
            #expect(quiet.errors.contains("settle it with: berth settle \(id) --repeat\n"), "\(quiet)")
            let full = try await berth.start(["settle", id, "--check"], output: "/dev/full").ended()
            #expect(full.status == 21 && full.errors.contains("the output cannot be written"), "\(full)")
            #expect(try await berth("settle", id, "--repeat").status == 0)
        }
    }

    @Test("What may still be carried out is waited for, and no longer than the command may take")
    func late() async throws {
        try await inDoubt { berth, id in
            let patient = berth.with(["BERTH_SETTLE_AFTER_SECONDS": "86400"])
            let history = try await berth("history", "--json").output
            let ended = try await patient("settle", id, "--check", "--timeout", "2s", "--json")
            #expect(ended.errors.contains("may still be carried out: this one is sent at 20"), "\(ended)")
            #expect(ended.status == 20, "\(ended)")
            #expect(try ended.printed(PrintedOutcome.self).effect == "none", "\(ended)")
            #expect(try await berth("history", "--json").output == history, "nothing was written")
        }
    }

    @Test("A note needs no account, and stands in the history with its reason and the name of who made it")
    func note() async throws {
        try await inDoubt { berth, id in
            let alone = BerthProgram(home: berth.home)
            let ended = try await alone("settle", "MESH", "--note", "the vendor says no")
            #expect(ended.status == 0 && ended.output.contains("in doubt no longer"), "\(ended)")
            let history = try await alone("history", "--limit", "1", "--json").output
            #expect(history.contains(#""reason" : "the vendor says no""#), "\(history)")
            #expect(
                history.contains(#""claimed_user" : "ops""#) && history.contains(#""borrow" : "\#(id)""#), "\(history)")
        }
    }

    @Test("A borrow in doubt is repeated to the end that it asked for, whatever was tried since")
    func triedSince() async throws {
        var doubtful: (BerthProgram, String)?
        try await inDoubt { doubtful = ($0, $1) }
        let (berth, id) = try #require(doubtful)
        // The server is down by now: what is not sent is refused by the program itself.
        #expect(try await berth("release", id).status == 20)
        let ended = try await berth("settle", id, "--repeat", "--dry-run", "--json")
        let request = try #require(try ended.printed(PrintedDryRun.self).dry_run?.requests.first)
        #expect(request.url.hasSuffix("/api/v4/floating/borrow"), "\(ended)")
        #expect(request.body?.contains(#""borrowed_until":null"#) == true, "\(ended)")
        let status = try await berth("status").output
        #expect(status.contains("berth settle \(id) --repeat"), "\(status)")
    }

    @Test("It has to be said how, once", arguments: [[], ["--check", "--release"], ["--note", " "]])
    func usage(flags: [String]) async throws {
        let ended = try await BerthProgram(home: try Home()).start(["settle", "x"] + flags).ended()
        #expect(ended.status == 64, "\(ended)")
    }

    @Test(
        "A command that a signal ends while it waits says what may exist, and writes it down",
        arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func signal(number: Int32, status: Int32) async throws {
        let (requests, request) = AsyncStream.makeStream(of: Void.self)
        let silence: @Sendable () async throws -> OtherServer.Response = {
            request.yield()
            return try await OtherServer.silence()
        }
        try await OtherServer.run(silence) { server in
            let berth = BerthProgram(
                home: try Home(),
                variables: [
                    "BERTH_SERVER": server, "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
                    "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_REQUEST_TIMEOUT_SECONDS": "600",
                ])
            let waiting = try berth.start(["borrow", "--product", "MESH", "--max", "--json"])
            for await _ in requests { break }
            waiting.signal(number)
            // A terminal that hangs up is told of by the system and by the shell.
            if number == SIGHUP {
                for _ in 0..<50 {
                    waiting.signal(number)
                    await Task.yield()
                }
            }
            let ended = try await waiting.ended()
            #expect(ended.status == status, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(printed.outcome == "unknown" && printed.problem?.code == "transport_cancelled", "\(ended)")
            #expect(printed.problem?.exit_code == ended.status, "the status is that of the signal: \(ended)")
            let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.map(\.status) == ["unknown"] && rows.first?.id == printed.borrow?.id)
        }
    }

    @Test("What another process is at work on is said to be, by whom and until when", arguments: ["settle", "release"])
    func underway(verb: String) async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            let waiting = try await sandbox.sent(berth, ["borrow", "--product", "FAULT-SLOW", "--max"])
            let row = try #require(try await berth("status", "--json").printed(PrintedStatus.self).borrows.first)
            let until = try #require(row.pending_until)
            for name in ["FAULT-SLOW", row.id] {
                let words = [verb, name] + (verb == "settle" ? ["--check"] : [])
                let ended = try await berth.start(words).ended()
                #expect(ended.status == 22 && ended.errors.contains("Code     operation_in_progress"), "\(ended)")
                #expect(ended.unwrapped.contains("(process \(waiting.id)) is at work on it (borrow), until \(until)"))
            }
            waiting.signal(SIGKILL)
            _ = try await waiting.ended()
        }
    }

    @Test("What an extension in doubt surely has goes on being counted down, to the old end")
    func extensionInDoubt() async throws {
        var (berth, end): (BerthProgram?, String?)
        try await SandboxServer.run { sandbox in
            berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad, "BERTH_REQUEST_TIMEOUT_SECONDS": "1"])
            let borrowed = try await berth?("borrow", "--product", "CAD-PRO", "--until", "+2h", "--json")
            end = try borrowed?.printed(PrintedOutcome.self).borrow?.borrowed_until
        }
        let client = try #require(berth)
        let server = try #require(client.variables["BERTH_SERVER"])
        let port = try #require(server.split(separator: ":").last.flatMap { Int($0) })
        let oldEnd = try #require(end)
        try await OtherServer.run(on: port, OtherServer.silence) { _ in
            let extended = try await client("borrow", "--product", "CAD-PRO", "--until", "+3h", "--json")
            #expect(extended.status == 21, "\(extended)")
            let row = try #require(try await client("status", "--json").printed(PrintedStatus.self).borrows.first)
            #expect(row.status == "unknown" && row.borrowed_until == oldEnd)
            #expect((3600...7200).contains(row.seconds_left ?? 0), "\(row)")
        }
    }
}
