import Foundation
import TestKit
import Testing

@Suite("Dry runs", .heavy)
struct DryRunTests {
    private func dryRun(_ ended: Ended) throws -> PrintedDryRun.DryRun {
        let printed = try ended.printed(PrintedDryRun.self)
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        #expect(printed.outcome == "dry_run" && printed.effect == "none")
        return try #require(printed.dry_run)
    }

    @Test("How an end was read is told as at the desk, beside the output, unless that is to be quiet")
    func notes() async throws {
        // The last Sunday of March.
        let skipped = "2035-03-25 02:30"
        let berth = BerthProgram(
            home: try Home(),
            variables: SecretCommandEndTests.variables("echo key").merging(["TZ": "CET-1CEST,M3.5.0,M10.5.0/3"]) { $1 })
        let words = "berth: Clocks skip 02:30 on that day; 03:30 is taken.\n"
        let told = try await berth("borrow", "--product", "MESH", "--until", skipped, "--dry-run", "--json")
        #expect(told.status == 0 && told.errors.contains(words), "\(told)")
        #expect(try told.printed(PrintedDryRun.self).outcome == "dry_run")
        let extended = try await berth("extend", "MESH", "--until", skipped)
        #expect(extended.errors.contains(words), "\(extended)")
        let quiet = try await berth("borrow", "--product", "MESH", "--until", skipped, "--dry-run", "--quiet")
        #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet)")
        let file = try berth.home.write(
            "product,hardware_id,end\nMESH,node-1,\(skipped)\nMESH,node-2,\(skipped)\n", to: "rows.csv")
        let rows = try await berth("borrow", "--from", file, "--dry-run")
        #expect(rows.status == 0 && rows.errors.contains("berth: line 2: Clocks skip 02:30 on that day"), "\(rows)")
        #expect(rows.errors.matches(of: /Clocks skip/).count == 1, "\(rows)")
    }

    @Test("A zone that TZ names and this host has not got is told where a local time is taken for UTC")
    func missingZone() async throws {
        let berth = BerthProgram(
            home: try Home(), variables: SecretCommandEndTests.variables("echo key").merging(["TZ": "Mars/X"]) { $1 })
        for (end, isTold) in [("2035-03-25 18:00", true), ("+8h", false), ("2035-03-25T18:00Z", false)] {
            let ended = try await berth("borrow", "--product", "MESH", "--until", end, "--dry-run")
            let words = "berth: TZ is \"Mars/X\", which is no time zone of this host: the time is taken for UTC."
            #expect(ended.status == 0 && ended.errors.contains(words) == isTold, "\(end): \(ended)")
        }
    }

    @Test("A borrow that is only tried sends nothing, writes nothing, and makes no ledger")
    func borrow() async throws {
        let key = ["BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_HARDWARE_ID": "node-07"]
        let keys = ["BERTH_API_KEY": "the-key-of-acme", "BERTH_SHARED_KEY": "made-up-shared-key"]
        // Nothing listens there: whoever sent anything would fail.
        let berth = BerthProgram(home: try Home(), variables: ["BERTH_SERVER": "http://127.0.0.1:9"])
            .with(key).with(keys)
        let ended = try await berth("borrow", "--product", "MESH", "--max", "--dry-run", "--json")
        let dryRun = try dryRun(ended)
        let request = try #require(dryRun.requests.first)
        #expect(dryRun.requests.count == 1 && request.method == "POST")
        #expect(request.url == "http://127.0.0.1:9/api/v4/floating/borrow")
        #expect(
            request.body
                == #"{"borrowed_until":null,"hardware_id":"node-07","license_key":"$BERTH_LICENSE_KEY","product":"MESH"}"#
        )
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(
            request.headers["Authorization"]
                == #"algorithm="hmac-sha256",headers="date",signature="$SIGNATURE",apikey="$BERTH_API_KEY""#)
        #expect(
            dryRun.writes.map(\.phase) == ["intended", "sent"] && dryRun.writes.map(\.kind) == ["borrow", "borrow"])
        #expect(dryRun.writes.first?.end_asked == "maximum")
        #expect(dryRun.ledger == berth.home.file("state/berth/ledger.sqlite") && dryRun.ledger_exists == false)
        let words = try await berth("borrow", "--product", "MESH", "--max", "--dry-run")
        #expect(words.output.hasPrefix("A dry run: nothing was sent, and nothing written.\n"), "\(words)")
        #expect(words.output.contains("POST http://127.0.0.1:9/api/v4/floating/borrow\nDate: "), "\(words)")
        #expect(
            words.output.contains("ledger.sqlite, which would be begun:\n  borrow MESH …R9PA, intended"), "\(words)")
        for secret in [DemoLicense.mesh, "the-key-of-acme", "made-up-shared-key"] {
            #expect(!(ended.everything + words.everything).contains(secret))
        }
        #expect(!FileManager.default.fileExists(atPath: berth.home.file("state")), "no ledger is made")
    }

    @Test("A ledger that was begun and holds nothing yet is as good as none")
    func begun() async throws {
        let home = try Home()
        let ledger = try home.write("", to: "state/berth/ledger.sqlite", mode: 0o600)
        let berth = BerthProgram(home: home).with([
            "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
        ])
        let dry = try dryRun(try await berth("borrow", "--product", "MESH", "--max", "--dry-run", "--json"))
        #expect(dry.ledger_exists == false && dry.requests.count == 1)
        #expect(try FileManager.default.attributesOfItem(atPath: ledger)[.size] as? Int == 0)
    }

    @Test("What follows on a borrow names its license, and its old end; the ledger stays as it is")
    func followUps() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let borrowed = try await berth("borrow", "--product", "MESH", "--until", "+1h", "--json")
            let end = try #require(try borrowed.printed(PrintedOutcome.self).borrow?.borrowed_until)
            let before = sandbox.home.contents().filter { $0.key.hasPrefix("state/") }
            for (words, path) in [
                ("extend MESH --until +2h", "/floating/borrow"), ("release MESH", "/floating/release"),
                ("activate --product MESH", "/activate_license"),
                ("seats MESH --release-after", "/check_license?"),
            ] {
                let ended = try await berth.start(
                    words.split(separator: " ").map(String.init) + ["--dry-run", "--json"]
                )
                .ended()
                let dryRun = try dryRun(ended)
                #expect(dryRun.requests.first?.url.contains(path) == true, "\(words): \(ended)")
                #expect(dryRun.ledger_exists == true && !dryRun.writes.isEmpty)
                #expect(!ended.everything.contains(DemoLicense.mesh))
                if words.hasPrefix("extend") {
                    #expect(dryRun.writes.first?.end_granted == end)
                    #expect(dryRun.requests.first?.body?.contains(#""license_id":1699349720166311"#) == true)
                }
                if words.hasPrefix("seats") { #expect(dryRun.requests.count == 2, "the check and the release") }
            }
            let words = try await berth("extend", "MESH", "--until", "+2h", "--dry-run")
            #expect(words.output.contains("end \(end) → 2"), "\(words)")
            let noted = try await berth("settle", "MESH", "--note", "why", "--dry-run", "--json")
            #expect(noted.status == 1, "there is nothing to settle: \(noted)")
            #expect(sandbox.home.contents().filter { $0.key.hasPrefix("state/") } == before)
            let server = try await berth("extend", "MESH", "--until", "+90m", "--json")
            #expect(try server.printed(PrintedOutcome.self).previous_end == end, "the server was not asked")
        }
    }

    @Test("A question for licenses is shown without the password that goes with it")
    func query() async throws {
        let berth = BerthProgram(
            home: try Home(),
            variables: [
                "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared",
                "BERTH_PASSWORD": DemoLicense.password,
            ])
        for verb in ["licenses", "features"] {
            let ended = try await berth(
                verb, "--product", "SIM-X", "--user", DemoLicense.user, "--dry-run", "--json")
            let dryRun = try dryRun(ended)
            #expect(dryRun.requests.map(\.method) == ["GET"] && dryRun.writes.isEmpty && dryRun.ledger == nil)
            #expect(dryRun.requests.first?.url.contains("password=$BERTH_PASSWORD") == true, "\(ended)")
            #expect(!ended.everything.contains(DemoLicense.password))
        }
    }

    @Test("What would stand in the way is told by a dry run too, with its status")
    func refused() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            #expect(try await berth("release", "MESH", "--dry-run").status == 30)
            _ = try await berth("borrow", "--product", "MESH", "--until", "+3h")
            let shorter = try await berth("extend", "MESH", "--until", "+1h", "--dry-run", "--json")
            #expect(shorter.status == 64, "\(shorter)")
            #expect(try shorter.printed(PrintedDryRun.self).outcome == "not_sent", "\(shorter)")
            let other = try await berth.with(["BERTH_SERVER": "http://127.0.0.1:9"])("release", "MESH", "--dry-run")
            #expect(other.status == 78, "\(other)")
            let key = try await berth.with(["BERTH_LICENSE_KEY": ""])(
                "borrow", "--product", "MESH", "--max", "--dry-run")
            #expect(key.status == 64, "\(key)")
        }
    }
}
