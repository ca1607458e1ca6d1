import Foundation
import TestKit
import Testing

@Suite("Many at once, by the rows of a file", .heavy)
struct BulkTests {
    /// What came of a row, as `--json` prints it.
    struct Line: Decodable {
        var line: Int
        var outcome: String
        var effect: String
        var previous_end: String?
        var borrow: PrintedOutcome.Borrow?
        var problem: PrintedOutcome.Problem?
    }

    struct Summary: Decodable {
        var summary: [String: Int]
        var exit_code: Int32
    }

    /// The rows and the summary of a run.
    static func read(_ ended: Ended) throws -> ([Line], Summary) {
        let lines = ended.output.split(separator: "\n").map { Data($0.utf8) }
        let last = try #require(lines.last, "\(ended)")
        return try (
            lines.dropLast().map { try JSONDecoder().decode(Line.self, from: $0) },
            JSONDecoder().decode(Summary.self, from: last)
        )
    }

    private func mesh(_ sandbox: SandboxServer) -> BerthProgram {
        sandbox.berth.with(["BERTH_LICENSE_KEY_MESH": DemoLicense.mesh])
    }

    static let devices = #"""
        product,key,hardware_id,end
        MESH,env:BERTH_LICENSE_KEY_MESH,node-1,+2h
        MESH,env:BERTH_LICENSE_KEY_MESH,"node, ""2""",max
        MESH,env:BERTH_LICENSE_KEY_MESH,node-3,+3h

        """#

    @Test(
        "Rows are borrowed, each told as it comes; the same file again does none twice, and rows are released likewise")
    func borrowAndRelease() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            // As a spreadsheet writes it.
            let file = try sandbox.home.write(
                "\u{FEFF}" + Self.devices.replacing("\n", with: "\r\n"), to: "devices.csv")
            let first = try await berth("borrow", "--from", file, "--json")
            #expect(first.status == 0 && first.errors.isEmpty, "\(first)")
            let (lines, summary) = try Self.read(first)
            #expect(
                lines.map(\.line).sorted() == [2, 3, 4] && lines.allSatisfy { $0.outcome == "borrowed" }, "\(first)")
            #expect(summary.summary == ["borrowed": 3] && summary.exit_code == 0)
            let again = try await berth("borrow", "--from", file)
            #expect(again.status == 0 && again.output.hasSuffix("3 skipped\n"), "\(again)")
            #expect(again.output.contains("an earlier run of this file has borrowed it"), "\(again)")
            let anew = try await berth("borrow", "--from", file, "--again")
            #expect(anew.status == 0 && anew.output.contains(#/(extended|unchanged),/#), "\(anew)")

            let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
            #expect(rows.count == 3)
            let id = try #require(rows.first?.id)
            let back = try sandbox.home.write("id\n\(id)\n", to: "back.csv")
            let one = try await berth("release", "--from", back)
            #expect(one.status == 0 && one.output.hasSuffix("1 released\n"), "\(one)")
            let rest = try sandbox.home.write(
                "product,hardware_id\nMESH,node-1\nMESH,\"node, \"\"2\"\"\"\nMESH,node-3\n", to: "rest.csv")
            let all = try await berth("release", "--from", rest, "--json")
            let (released, sum) = try Self.read(all)
            #expect(all.status == 0 && sum.summary == ["released": 2, "skipped": 1], "\(all)")
            #expect(released.count == 3)
            #expect(try await berth("release", "--from", rest).output.hasSuffix("3 skipped\n"))
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.isEmpty)
        }
    }

    @Test("JSON Lines: a fixed end that is held is left as it is, another is set; a user signs in by a file")
    func jsonLines() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let password = try sandbox.home.write(DemoLicense.password, to: "password")
            func rows(_ hours: Int) throws -> String {
                let end = UTCText.hours(hours)
                return try sandbox.home.write(
                    """
                    {"product": "MESH", "key": "env:BERTH_LICENSE_KEY_MESH", "hardware_id": "node-1", "end": "\(end)"}

                    {"product": "SIM-X", "user": "ana@acme.example", "password": "file:\(password)", "hardware_id": "node-2",
                    """ + #" "license_id": 1699349720166341, "end": "max", "bundle": null}"#
                        + "\n",
                    to: "rows-\(hours).jsonl")
            }
            let first = try await berth("borrow", "--from", try rows(2))
            #expect(first.status == 0 && first.output.hasSuffix("2 borrowed\n"), "\(first)")
            let second = try await berth("borrow", "--from", try rows(3), "--json")
            let (lines, summary) = try Self.read(second)
            // The longest borrow is as long as before, and ends later where a second has passed.
            #expect(second.status == 0 && summary.summary["skipped"] == nil, "\(second)")
            #expect(
                lines.contains { $0.line == 1 && $0.outcome == "extended" && $0.previous_end != nil }, "\(second)")
            #expect(lines.contains { $0.line == 3 && ["extended", "unchanged"].contains($0.outcome) }, "\(second)")
            let third = try await berth("borrow", "--from", try rows(3))
            #expect(third.output.contains("line 1: MESH node-1: skipped, it is held until "), "\(third)")
        }
    }

    @Test("Each fault is named with its line before anything is sent; --keep-going sends the others")
    func faults() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            let open = try sandbox.home.write(DemoLicense.mesh, to: "open-key", mode: 0o644)
            let text = """
                product,key,user,password,hardware_id,license_id,end
                MESH,env:BERTH_LICENSE_KEY_MESH,,,node-1,,max
                MESH,\(DemoLicense.mesh),,,node-2,,max
                MESH,env:HOME,,,node-3,,max
                MESH,env:BERTH_LICENSE_KEY_NONE,,,node-4,,max
                MESH,file:\(open),,,node-5,,max
                MESH,credential:key,,,node-6,,max
                MESH,env:BERTH_LICENSE_KEY_MESH,,,node-7,,frii 18:00
                MESH,env:BERTH_LICENSE_KEY_MESH,,,node-8,,
                MESH,env:BERTH_LICENSE_KEY_MESH,,,node-9,x,max
                ME SH,env:BERTH_LICENSE_KEY_MESH,,,node-10,,max
                ,env:BERTH_LICENSE_KEY_MESH,,,node-11,,max
                MESH,,ana@acme.example,,node-12,,max
                MESH,env:BERTH_LICENSE_KEY_MESH,ana@acme.example,,node-13,,max
                MESH,env:BERTH_LICENSE_KEY_MESH,,,node-1,,+1h
                MESH,,,,node-15,,max
                MESH,too few

                """
            let file = try sandbox.home.write(text, to: "bad.csv")
            let ended = try await berth("borrow", "--from", file, "--json")
            #expect(ended.status == 64 || ended.status == 78, "\(ended)")
            let (lines, summary) = try Self.read(ended)
            #expect(lines.map(\.line) == Array(3...17), "\(ended)")
            #expect(
                lines.allSatisfy { $0.outcome == "not_sent" && $0.effect == "none" && $0.problem != nil }, "\(ended)")
            #expect(summary.summary == ["not_sent": 15, "not_begun": 1], "\(ended)")
            #expect(!ended.everything.contains(DemoLicense.mesh), "\(ended)")
            #expect(ended.errors.contains("15 of 16 rows cannot be used, so nothing was sent"), "\(ended)")
            let says = [
                3: "never what it is", 4: "begins with BERTH_LICENSE_KEY", 5: "BERTH_LICENSE_KEY_NONE", 6: "chmod 600",
                7: "systemd has given", 8: "fri", 9: "names no end", 10: "license id", 11: "no blanks",
                12: "names no product",
                13: "password", 14: "one of them", 15: "same seat as line 2", 16: "names no key and no user",
                17: "2 fields, and the header 7",
            ]
            for line in lines {
                #expect(line.problem?.message.contains(says[line.line] ?? "?") == true, "\(line)")
            }
            #expect(try await berth("history", "--json").output.contains(#""kind" : "borrow""#) == false)
            let going = try await berth("borrow", "--from", file, "--keep-going")
            #expect(going.status == ended.status && going.output.hasSuffix("1 borrowed, 15 not sent\n"), "\(going)")
        }
    }

    @Test("Rows that may be about the same seat are refused, since one of them names what the other leaves open")
    func mayBeTheSame() async throws {
        try await SandboxServer.run { sandbox in
            let id = "1699349720166341"
            let password = try sandbox.home.write(DemoLicense.password, to: "password")
            func rows(_ ids: [String]) throws -> String {
                let lines = ids.map { "SIM-X,ana@acme.example,file:\(password),node-1,\($0),max\n" }
                return try sandbox.home.write(
                    "product,user,password,hardware_id,license_id,end\n" + lines.joined(), to: "rows.csv")
            }
            for ids in [[id, ""], ["", id]] {
                let ended = try await sandbox.berth("borrow", "--from", try rows(ids), "--jobs", "1")
                #expect(ended.status == 64, "\(ended)")
                #expect(
                    ended.output.contains("line 3: not sent: It may be about the same seat as line 2: name "),
                    "\(ended)")
            }
            let others = try await sandbox.berth("borrow", "--from", try rows([id, "1"]), "--jobs", "1")
            #expect(!others.output.contains("same seat"), "\(others)")
        }
    }

    @Test("What is unknown is told with what to do, and not repeated unless somebody says so")
    func unknown() async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:reset_after:1"]) { sandbox in
            let berth = mesh(sandbox)
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            let first = try await berth("borrow", "--from", file, "--jobs", "1", "--json")
            let (lines, summary) = try Self.read(first)
            #expect(first.status == 21 && summary.exit_code == 21, "\(first)")
            #expect(summary.summary == ["borrowed": 2, "unknown": 1] && lines[0].outcome == "unknown", "\(first)")
            let id = try #require(lines[0].borrow?.id)
            let again = try await berth("borrow", "--from", file)
            #expect(again.status == 21 && again.output.contains("Settle it: berth settle \(id) --repeat"), "\(again)")
            #expect(again.output.hasSuffix("2 skipped, 1 unknown\n"), "\(again)")
            let sent = try await berth("history").output.split(separator: "\n").filter { $0.contains(" sent ") }
            #expect(sent.count == 3, "\(sent)")
            let settled = try await berth("borrow", "--from", file, "--repeat")
            #expect(settled.status == 0, "\(settled)")
        }
    }

    @Test("The status is that of the worst; a refusal stops no other row")
    func worst() async throws {
        try await SandboxServer.run { sandbox in
            let file = try sandbox.home.write(
                Self.devices
                    + "MESH,env:BERTH_LICENSE_KEY_MESH,node-4,max\nMESH,env:BERTH_LICENSE_KEY_MESH,node-5,max\n",
                to: "five.csv")
            let ended = try await mesh(sandbox)("borrow", "--from", file)
            #expect(ended.status == 11 && ended.output.hasSuffix("3 borrowed, 2 refused\n"), "\(ended)")
            #expect(ended.output.contains("(floating_not_available)"), "\(ended)")
        }
    }

    @Test("Where the server is not reached the rest is not begun, unless somebody wants it tried")
    func notReached() async throws {
        let home = try Home()
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared", "BERTH_SERVER": "http://127.0.0.1:1",
                "BERTH_LICENSE_KEY_MESH": DemoLicense.mesh,
            ])
        let file = try home.write(Self.devices, to: "devices.csv")
        let ended = try await berth("borrow", "--from", file, "--jobs", "1", "--json")
        let (_, summary) = try Self.read(ended)
        #expect(ended.status == 20 && summary.summary == ["not_sent": 1, "not_begun": 2], "\(ended)")
        #expect(ended.errors.contains("--keep-going tries them all"), "\(ended)")
        let all = try await berth("borrow", "--from", file, "--keep-going")
        #expect(all.status == 20 && all.output.hasSuffix("3 not sent\n"), "\(all)")
    }

    @Test(
        "Where the server asks for fewer requests, fails or is elsewhere, no further row is refused or left in doubt",
        arguments: [
            ("busy=7", "refused", 20), ("gateway=503", "unknown", 21), ("error_500", "unknown", 21),
            ("refuse=not_found/404", "refused", 78), ("redirect", "refused", 78),
        ])
    func busy(fault: String, outcome: String, status: Int) async throws {
        try await SandboxServer.run(["--fail", "floating/borrow:\(fault):all"]) { sandbox in
            let berth = mesh(sandbox)
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            let ended = try await berth("borrow", "--from", file, "--jobs", "1", "--json")
            let (_, summary) = try Self.read(ended)
            #expect(ended.status == Int32(status) && summary.summary == [outcome: 1, "not_begun": 2], "\(ended)")
            #expect(ended.errors.contains("--keep-going tries them all"), "\(ended)")
            let all = try await berth("borrow", "--from", file, "--keep-going", "--json")
            #expect(try Self.read(all).1.summary == [outcome: 3], "\(all)")
        }
    }

    @Test("Rows of a release that mean nothing are named before anything is sent")
    func releaseFaults() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            _ = try await berth("borrow", "--from", try sandbox.home.write(Self.devices, to: "devices.csv"))
            let file = try sandbox.home.write(
                """
                id,product,hardware_id
                none,,
                ,MESH,
                ,MESH,node-9
                ,MESH,node-1
                ,MESH,node-1
                x,MESH,node-1

                """, to: "bad.csv")
            let ended = try await berth("release", "--from", file, "--json")
            let (lines, summary) = try Self.read(ended)
            #expect(ended.status == 64 && lines.map(\.line) == [2, 3, 4, 6, 7], "\(ended)")
            #expect(summary.summary == ["not_sent": 5, "not_begun": 1], "\(ended)")
            #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.count == 3)
        }
    }

    @Test("A row of a release that cannot be used keeps no other row of the same borrow from being released")
    func faultyBeforeGood() async throws {
        try await SandboxServer.run { sandbox in
            let berth = mesh(sandbox)
            _ = try await berth("borrow", "--from", try sandbox.home.write(Self.devices, to: "devices.csv"))
            let file = try sandbox.home.write(
                "product,hardware_id,key\nMESH,node-1,env:BERTH_LICENSE_KEY_NONE\nMESH,node-1,\n", to: "back.csv")
            let ended = try await berth("release", "--from", file, "--keep-going")
            #expect(ended.status == 64 && ended.output.hasSuffix("1 released, 1 not sent\n"), "\(ended)")
        }
    }

    @Test("Each command line of the page works, on the files that it shows")
    func page() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/many-at-once.md"), encoding: .utf8)
        let blocks = page.matches(of: /```(csv|sh)\n([^`]*)```/)
        let files = blocks.filter { $0.1 == "csv" }.map { String($0.2) }
        try #require(files.count == 2)
        try await SandboxServer.run { sandbox in
            try sandbox.home.write(files[0].replacing("today 23:59", with: "+1h"), to: "devices.csv")
            try sandbox.home.write(files[1], to: "back.csv")
            let variables = mesh(sandbox).variables.merging(sandbox.home.environment) { one, _ in one }
            let lines = blocks.filter { $0.1 == "sh" }.flatMap { $0.2.split(separator: "\n") }
            #expect(lines.count >= 3)
            for line in lines {
                let ended = try await RunningProgram(
                    "/bin/sh", ["-c", "cd \(sandbox.home.path); \(line)"], environment: variables, scratch: sandbox.home
                ).ended()
                #expect(ended.status == 0 && ended.errors.isEmpty, "\(line): \(ended)")
            }
            let columns = page.matches(of: /\n\| `([a-z_]+)`(?:, `([a-z_]+)`)? \|/).flatMap { match -> [Substring] in
                [match.1] + (match.2.map { [$0] } ?? [])
            }
            #expect(columns.count >= 9)
            for column in columns {
                let header = column == "product" ? "product" : "product,\(column)"
                let file = try sandbox.home.write(header + "\n", to: "c.csv")
                let ended = try await mesh(sandbox)("borrow", "--from", file)
                #expect(ended.unwrapped.contains("has no rows"), "\(column) is a column: \(ended)")
            }
        }
    }

    @Test("On a terminal a bar tells how far it is, and leaves the lines whole", .program("script"))
    func bar() async throws {
        try await SandboxServer.run { sandbox in
            let file = try sandbox.home.write(Self.devices, to: "devices.csv")
            let terminal = sandbox.home.environment.merging(["TERM": "xterm"]) { $1 }
            let variables = mesh(sandbox).variables.merging(terminal) { one, _ in one }
            let ended = try await RunningProgram(
                findProgram("script") ?? "script", ["-qec", "berth borrow --from \(file)", "/dev/null"],
                environment: variables, scratch: sandbox.home
            ).ended()
            #expect(ended.status == 0 && ended.output.contains("[##############################] 3 of 3"), "\(ended)")
            #expect(ended.output.contains("\r\u{1B}[K3 borrowed\r\n"), "\(ended)")
        }
    }

    @Test(
        "Flags that do not go together are told",
        arguments: [
            "borrow --jobs 2 --max", "borrow --from x --jobs 0", "borrow --from x --account acme",
            "borrow --again --max",
            "borrow --from x --max --until +1h", "release", "release x --from y", "release --from x --feature GPU",
        ])
    func flags(words: String) async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
        #expect(ended.status == 64 && ended.errors.contains("Error: "), "\(ended)")
        #expect(berth.home.contents()["state/berth/ledger.sqlite"] == nil)
    }
}

/// Ends as a file names them.
enum UTCText {
    static func hours(_ hours: Int) -> String {
        Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 3600).rounded(.down) * 3600 + Double(hours) * 3600)
            .formatted(.iso8601)
    }
}
