import Foundation
import TestKit
import Testing

/// Dry runs, quiet and times of runs by the rows of a file.
@Suite("Many at once: how they are sent", .heavy)
struct BulkSendingTests {
    private func mesh(_ sandbox: SandboxServer) -> BerthProgram {
        sandbox.berth.with(["BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
    }

    private static let devices = """
        product,key,hardware_id,end
        MESH,env:BERTH_LICENSE_KEY_MESH,node-1,+2h
        MESH,env:BERTH_LICENSE_KEY_MESH,node-2,max

        """

    @Test(
        "A dry run prints the request of each row without its secrets; nothing is sent or written, and no ledger begun")
    func dryRun() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            let ended = try await berth("borrow", "--from", file, "--dry-run", "--json")
            #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
            let lines = ended.output.split(separator: "\n")
            let rows = try lines.dropLast().map {
                try JSONDecoder().decode(PrintedDryRun.self, from: Data($0.utf8))
            }
            #expect(rows.map(\.outcome) == ["dry_run", "dry_run"] && rows.map(\.effect) == ["none", "none"])
            for (row, device) in zip(rows, ["node-1", "node-2"]) {
                let dryRun = try #require(row.dry_run)
                #expect(dryRun.requests.count == 1 && dryRun.writes.map(\.phase) == ["intended", "sent"], "\(ended)")
                #expect(dryRun.requests.first?.body?.contains(#""hardware_id":"\#(device)""#) == true, "\(ended)")
                #expect(dryRun.requests.first?.body?.contains(#""$BERTH_LICENSE_KEY_MESH""#) == true, "\(ended)")
            }
            #expect(try BulkTests.read(ended).1.summary == ["dry_run": 2])
            #expect(!ended.everything.contains(DemoLicense.mesh))
            #expect(!FileManager.default.fileExists(atPath: sandbox.home.file("state/berth/ledger.sqlite")))

            #expect(try await berth("borrow", "--from", file).status == 0)
            let before = try await berth("history").output
            let words = try await berth("borrow", "--from", file, "--dry-run", "--again", "--quiet")
            #expect(words.output.hasPrefix("A dry run: nothing was sent, and nothing written.\n"), "\(words)")
            #expect(words.output.contains("line 3: MESH node-2: would be sent\n  POST http://127.0.0.1:"), "\(words)")
            // The first one is held to the same end; that is a success, and not told here.
            #expect(words.output.hasSuffix("1 would be sent, 1 skipped\n"), "\(words)")
            #expect(!words.output.contains("line 2"), "\(words)")
            let back = try sandbox.home.write(
                "product,hardware_id,key\nMESH,node-1,env:BERTH_LICENSE_KEY_MESH\nMESH,node-2,\n", to: "back.csv")
            let release = try await berth("release", "--from", back, "--dry-run", "--json")
            #expect(release.status == 0 && release.output.contains("/floating/release"), "\(release)")
            #expect(release.output.contains("$BERTH_LICENSE_KEY_MESH"), "\(release)")
            #expect(try BulkTests.read(release).1.summary == ["dry_run": 2], "\(release)")
            #expect(try await berth("history").output == before)
        }
    }

    @Test("A quiet run says nothing of what was done; what was not is told, with the sum")
    func quiet() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            let ended = try await berth("borrow", "--from", file, "--quiet")
            #expect(ended.status == 0 && ended.everything.isEmpty, "\(ended)")
            #expect(try await berth("borrow", "--from", file, "-q").everything.isEmpty)
            let more = try sandbox.home.write(
                Self.devices
                    + "MESH,env:BERTH_LICENSE_KEY_MESH,node-3,max\nMESH,env:BERTH_LICENSE_KEY_MESH,node-4,max\n",
                to: "four.csv")
            let refused = try await berth("borrow", "--from", more, "--quiet", "--jobs", "1")
            #expect(refused.status == 11 && refused.output.hasPrefix("line 5: MESH node-4: refused"), "\(refused)")
            #expect(refused.output.hasSuffix("1 refused\n"), "\(refused)")
            #expect(refused.output.filter(\.isNewline).count == 2, "\(refused)")
        }
    }

    @Test("When its time is over what is under way is cancelled, the rest is not begun, and run again it does the rest")
    func timeout() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:hang:1"]) { sandbox in
            let berth = mesh(sandbox)
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            var ended = try await berth("borrow", "--from", file, "--jobs", "1", "--json", "--timeout", "2s")
            // On a busy machine its time may be over before anything was sent.
            for seconds in [4, 8, 16] where ended.status == 20 {
                ended = try await berth("borrow", "--from", file, "--jobs", "1", "--json", "--timeout", "\(seconds)s")
            }
            let (lines, summary) = try BulkTests.read(ended)
            #expect(ended.status == 21 && summary.exit_code == 21, "\(ended)")
            #expect(summary.summary == ["unknown": 1, "not_begun": 1], "\(ended)")
            #expect(lines.first?.problem?.code == "transport_cancelled", "\(ended)")
            #expect(ended.output.contains(#""timed_out":true"#), "\(ended)")
            #expect(ended.errors.contains("the time that --timeout gives is over: run it again"), "\(ended)")
            let again = try await berth("borrow", "--from", file, "--repeat", "--timeout", "5m")
            #expect(again.status == 0 && again.output.hasSuffix("2 borrowed\n"), "\(again)")
        }
    }

    @Test(
        "Rows that wait for a request without response say so once, and why they were not sent where their time is over"
    )
    func waits() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:2"]) { sandbox in
            let berth = mesh(sandbox).with(["BERTH_SETTLE_AFTER_SECONDS": "3600"])
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            #expect(try await berth("borrow", "--from", file).status == 21)
            var (seconds, ended) = (1, Ended?.none)
            // On a busy machine its time may be over before they wait.
            while ended?.errors.contains("2 rows have waited") != true, seconds < 100 {
                seconds *= 2
                ended = try await berth("borrow", "--from", file, "--repeat", "--json", "--timeout", "\(seconds)s")
            }
            let cut = try #require(ended)
            let (lines, summary) = try BulkTests.read(cut)
            #expect(cut.status == 20 && summary.summary == ["not_sent": 2], "\(cut)")
            #expect(cut.errors.components(separatedBy: "this one is sent at").count == 2, "\(cut)")
            #expect(!cut.errors.contains("was not reached") && cut.errors.contains("it does the rest"), "\(cut)")
            #expect(
                cut.errors.contains(/berth: line [23]: MESH node-[12]: the request before brought no resp/), "\(cut)")
            for line in lines {
                #expect(line.problem?.code == "operation_not_sent", "\(line)")
                #expect(line.problem?.what_happened.contains("it was to wait for the request before it") == true)
            }
            #expect(cut.output.components(separatedBy: #""timed_out":true"#).count == 4, "\(cut)")
            let told = try await berth("borrow", "--from", file, "--repeat", "--timeout", "\(seconds)s")
            #expect(told.output.contains("The command's time was over before it was sent: until"), "\(told)")
            let quiet = try await berth("borrow", "--from", file, "--repeat", "--quiet", "--timeout", "\(seconds)s")
            #expect(!quiet.errors.contains("the request before brought"), "\(quiet)")
        }
    }

    @Test(
        "A row that names the key of a borrow is released where nothing else knows it; a wrong place is the row's fault"
    )
    func keys() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let key = try sandbox.home.write(DemoLicense.mesh, to: "key")
            let borrowed = try await berth.with(["BERTH_LICENSE_KEY_COMMAND": "cat \(key)"])(
                "borrow", "--product", "MESH", "--max", "--hardware-id", "node-1")
            #expect(borrowed.status == 0, "\(borrowed)")
            func file(_ key: String) throws -> String {
                try sandbox.home.write("product,hardware_id,key\nMESH,node-1,\(key)\n", to: "back.csv")
            }
            let none = try await berth("release", "--from", try file(""))
            #expect(none.status == 64 && none.output.contains("The license key …R9PA is needed."), "\(none)")
            let missing = try await berth("release", "--from", try file("env:BERTH_LICENSE_KEY_NONE"))
            #expect(missing.status == 64, "\(missing)")
            #expect(
                missing.output.contains("line 2: not sent: Set BERTH_LICENSE_KEY_NONE: it is empty or not set."),
                "\(missing)")
            let nowhere = try await berth(
                "borrow", "--from",
                try sandbox.home.write(
                    "product,key,hardware_id,end\nMESH,file:/nowhere,node-2,max\n", to: "nowhere.csv"))
            #expect(nowhere.status == 64 && !nowhere.everything.contains("configuration"), "\(nowhere)")
            let literal = try await berth("release", "--from", try file(DemoLicense.mesh))
            #expect(literal.status == 64 && !literal.everything.contains(DemoLicense.mesh), "\(literal)")
            let other = try await berth.with(["BERTH_LICENSE_KEY_OTHER": DemoLicense.cad])(
                "release", "--from", try file("env:BERTH_LICENSE_KEY_OTHER"))
            #expect(other.status != 0 && other.output.hasSuffix("1 not sent\n"), "\(other)")
            let released = try await berth("release", "--from", try file("file:\(key)"))
            #expect(released.status == 0 && released.output.hasSuffix("1 released\n"), "\(released)")
        }
    }

    @Test("A secret's command that takes longer than the command may is what is told, and no row's fault")
    func slowSecret() async throws {
        let home = try Home()
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared", "BERTH_LICENSE_KEY_COMMAND": "sleep 600",
            ])
        let file = try home.write("product,hardware_id,end\nMESH,node-1,max\nMESH,node-2,max\n", to: "rows.csv")
        let ended = try await berth("borrow", "--from", file, "--json", "--timeout", "3s")
        let printed = try ended.printed(PrintedOutcome.self)
        #expect(ended.status == 20 && printed.outcome == "not_sent", "\(ended)")
        #expect(
            printed.problem?.message.contains("sleep, had not ended as the time was over, and was ended.") == true,
            "\(ended)")
        #expect(ended.output.contains(#""timed_out":true"#), "\(ended)")
    }

    @Test("A row whose token was refused by nobody is not sent, and so is a single borrow")
    func tokenUnavailable() async throws {
        try await OtherServer.run(OtherServer.unavailable) { server in
            let home = try Home()
            let berth = BerthProgram(
                home: home,
                variables: [
                    "BERTH_SERVER": server, "BERTH_OAUTH_CLIENT_ID": "client", "BERTH_OAUTH_CLIENT_SECRET": "secret",
                    "BERTH_OAUTH_TOKEN_URL": server + "/token", "BERTH_LICENSE_KEY": DemoLicense.mesh,
                ])
            let file = try home.write("product,hardware_id,end\nMESH,node-1,max\n", to: "rows.csv")
            let ended = try await berth("borrow", "--from", file, "--json")
            let (lines, summary) = try BulkTests.read(ended)
            #expect(lines.map(\.outcome) == ["not_sent"] && summary.summary == ["not_sent": 1], "\(ended)")
            #expect(!ended.errors.contains("the rows that are left"), "there are none: \(ended)")
            let one = try await berth("borrow", "--product", "MESH", "--max", "--json")
            #expect(try one.printed(PrintedOutcome.self).outcome == "not_sent", "\(one)")
        }
    }

    @Test("A directory is said to be one")
    func directory() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        for verb in ["borrow", "release"] {
            let ended = try await berth(verb, "--from", home.path)
            #expect(ended.status == 64, "\(ended)")
            #expect(ended.unwrapped.contains("\(home.path) is a directory: name a file of rows."), "\(ended)")
        }
    }
}
