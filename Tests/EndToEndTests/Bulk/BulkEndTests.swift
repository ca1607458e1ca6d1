import Foundation
import HTTPTypes
import Ledger
import Licensing
import TestKit
import Testing

/// What ends runs by the rows of a file, and other commands, while nobody reads what they say, or somebody holds the ledger.
@Suite("Commands that end although nobody reads, or somebody holds the ledger", .heavy)
struct BulkEndTests {
    private static let account = ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"]

    /// A file of rows that are over, each of which is told and passed over.
    private func over(_ count: Int, _ home: Home) async throws -> (BerthProgram, String) {
        let ledger = try WrittenLedger(home)
        let ids = (1...count).map { "b\($0)" }
        for id in ids { try await ledger.write(WrittenLedger.borrow(id, ends: -3600, device: "device-\(id)")) }
        let file = try home.write("id\n" + ids.map { $0 + "\n" }.joined(), to: "rows.csv")
        return (BerthProgram(home: home, variables: Self.account), file)
    }

    @Test(
        "A signal ends a run whose output nobody reads", arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func unread(number: Int32, status: Int32) async throws {
        let home = try Home()
        let (berth, file) = try await over(2, home)
        let pipe = try FullPipe(home)
        let program = try berth.start(["release", "--from", file], output: pipe.path)
        try await program.listens(to: number)
        program.signal(number)
        let ended = try await program.endedByItself()
        #expect(ended.status == status && ended.errors.contains("berth: line 2: "), "\(ended)")
        #expect(ended.errors.contains("berth: 1 skipped, 1 not begun\n"), "\(ended)")
    }

    @Test("A second signal ends it at once, and nothing is told any more")
    func secondSignal() async throws {
        let home = try Home()
        let (berth, file) = try await over(2, home)
        let pipe = try FullPipe(home)
        let program = try berth.start(["release", "--from", file], output: pipe.path)
        try await program.listens(to: SIGINT)
        program.signal(SIGINT)
        try await program.hears(SIGINT)
        program.signal(SIGTERM)
        let ended = try await program.endedByItself()
        #expect(ended.status == 143 && !ended.errors.contains("line 2"), "\(ended)")
    }

    @Test("The command's time ends it, and a single borrow, too; what was done stays in the ledger, and is told")
    func timeout() async throws {
        let home = try Home()
        let (berth, file) = try await over(2, home)
        let pipe = try FullPipe(home)
        let program = try berth.start(["release", "--from", file, "--timeout", "6s"], output: pipe.path)
        let ended = try await program.endedByItself()
        #expect(ended.status == 20 && ended.errors.contains("berth: 1 skipped, 1 not begun\n"), "\(ended)")
        #expect(ended.errors.contains("the time that --timeout gives is over: run it again"), "\(ended)")

        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let pipe = try FullPipe(sandbox.home)
            for flags in [[], ["--json"]] {
                let words = ["borrow", "--product", "MESH", "--max", "--timeout", "8s"] + flags
                let one = try await berth.start(words, output: pipe.path).endedByItself()
                #expect(one.status == 74 && one.errors.contains("berth: Borrowed MESH until "), "\(one)")
                #expect(one.errors.contains("nobody reads it"), "\(one)")
                let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
                #expect(rows.map(\.status) == ["active"])
                #expect(try await berth("release", "MESH").status == 0)
            }
            let refused = try await berth.start(
                ["borrow", "--product", "CAD-PRO", "--max", "--json", "--timeout", "8s"], output: pipe.path
            ).endedByItself()
            #expect(refused.status == 10 && refused.errors.contains("nobody reads it"), "\(refused)")
        }
    }

    @Test(
        "A signal ends a single command whose output nobody reads, though it came before that; what came of it is told")
    func unreadSingle() async throws {
        let (requests, request) = AsyncStream.makeStream(of: Void.self)
        let silence: @Sendable () async throws -> OtherServer.Response = {
            request.yield()
            return try await OtherServer.silence()
        }
        try await OtherServer.run(silence) { server in
            let home = try Home()
            let berth = BerthProgram(
                home: home,
                variables: Self.account.merging([
                    "BERTH_SERVER": server, "BERTH_LICENSE_KEY": DemoLicense.mesh,
                    "BERTH_REQUEST_TIMEOUT_SECONDS": "600",
                ]) { $1 })
            let pipe = try FullPipe(home)
            let program = try berth.start(["borrow", "--product", "MESH", "--max", "--json"], output: pipe.path)
            for await _ in requests { break }
            program.signal(SIGTERM)
            let ended = try await program.endedByItself()
            #expect(ended.status == 143 && ended.errors.contains("Code     transport_cancelled"), "\(ended)")
            #expect(ended.errors.contains("settle it with: berth settle "), "\(ended)")
        }
    }

    @Test("A signal that comes as what was done waits to be read ends that wait; it is told on standard error")
    func unreadDone() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let pipe = try FullPipe(sandbox.home)
            let borrow = try berth.start(["borrow", "--product", "MESH", "--max", "--json"], output: pipe.path)
            try await waitUntil("the borrow") {
                try await berth("status", "--json").printed(PrintedStatus.self).borrows.map(\.status) == ["active"]
            }
            borrow.signal(SIGTERM)
            let borrowed = try await borrow.endedByItself()
            #expect(borrowed.status == 74 && borrowed.errors.contains("berth: Borrowed MESH until "), "\(borrowed)")
            // It listens only as it tells what it has done.
            let copy = try berth.start(["ledger", "backup", sandbox.home.file("copy.sqlite")], output: pipe.path)
            try await copy.listens(to: SIGTERM)
            copy.signal(SIGTERM)
            let copied = try await copy.endedByItself()
            #expect(copied.status == 143 && copied.errors.contains("berth: Copied "), "\(copied)")
        }
    }

    @Test(
        "What the server said is written down for half a minute beyond the command's time, once there is room",
        .smallDisk)
    func fullDisk() async throws {
        let disk = try SmallDisk()
        defer { disk.remove() }
        let refusal: @Sendable () async throws -> OtherServer.Response = {
            disk.fillOnce()
            return OtherServer.json(#"{"code":"license_not_found","message":"no","status":400}"#, status: .badRequest)
        }
        try await OtherServer.run(refusal) { server in
            let berth = BerthProgram(
                home: try Home(),
                variables: Self.account.merging([
                    "BERTH_SERVER": server, "BERTH_LICENSE_KEY": DemoLicense.mesh,
                    "BERTH_LEDGER": disk.path + "/ledger.sqlite",
                ]) { $1 })
            let end = ContinuousClock.now + .seconds(15)
            let program = try berth.start(["borrow", "--product", "MESH", "--max", "--json", "--timeout", "15s"])
            try await waitUntil("its wait for room") { program.errors.contains("trying for 30 s") }
            // One that does not wait ends before.
            try await waitUntil("the end of its time") { ContinuousClock.now > end }
            try disk.free()
            let ended = try await program.endedByItself()
            #expect(ended.status == 10, "\(ended)")
            let printed = try ended.printed(PrintedOutcome.self)
            #expect(printed.outcome == "refused" && printed.problem?.code == "license_not_found", "\(ended)")
        }
    }

    @Test("A signal is heard between rows that are only passed over")
    func passedOver() async throws {
        let home = try Home()
        let (berth, file) = try await over(60, home)
        let pipe = try FullPipe(home)
        let program = try berth.start(["release", "--from", file, "--json"], output: pipe.path)
        try await program.listens(to: SIGINT)
        program.signal(SIGINT)
        try await program.hears(SIGINT)
        var told = ""
        // Somebody reads on, so slowly that rows are left when the signal has come through.
        while FileManager.default.fileExists(atPath: "/proc/\(program.id)/status") {
            told += pipe.read(256)
            try await Task.sleep(for: .milliseconds(10))
        }
        let ended = try await program.ended()
        told += pipe.read()
        #expect(ended.status == 130 && (told + ended.errors).contains(/not_begun|not begun/), "\(told)\(ended)")
    }

    @Test("A signal ends a watch whose output nobody reads; what was not told is news still")
    func watch() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 7 * 86_400))
        let berth = BerthProgram(home: home)
        #expect(try await berth("watch", "--once").status == 0)
        try await ledger.write(WrittenLedger.borrow("02", ends: 0, phase: WrittenLedger.doubt, device: "device-2"))
        let pipe = try FullPipe(home)
        let program = try berth.start(["watch"], output: pipe.path)
        try await program.listens(to: SIGTERM)
        program.signal(SIGTERM)
        let ended = try await program.endedByItself()
        #expect([0, 74].contains(ended.status), "0 where it had not come as far as to tell it: \(ended)")
        let again = try await berth("watch", "--once")
        #expect(again.output.contains(" unknown CAD-PRO "), "\(again)")
    }

    @Test("After a ^C the command's time holds though somebody holds the ledger's lock", .program("python3"))
    func lockedAfterSignal() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with([
                "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_LICENSE_KEY_MESH": DemoLicense.mesh,
            ])
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 0)
            let rows = try sandbox.home.write(
                "product,key,hardware_id,end\nMESH,env:BERTH_LICENSE_KEY_MESH,node-2,max\n", to: "rows.csv")
            try await HeldLedger.during(sandbox.home) {
                let began = ContinuousClock.now
                let program = try berth.start(["borrow", "--from", rows, "--json", "--timeout", "10s"])
                try await waitUntil("its wait") { program.errors.contains("waiting for the ledger") }
                program.signal(SIGINT)
                let ended = try await program.endedByItself()
                #expect(ended.status == 130 && ended.output.contains(#""outcome":"not_sent""#), "\(ended)")
                #expect(ContinuousClock.now - began < .seconds(30), "\(ended)")
            }
        }
    }

    @Test(
        "A note that the ledger does not take is given up at a ^C and at the end of the command's time, and told as not written",
        .program("python3"))
    func lockedNote() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 0, phase: WrittenLedger.doubt))
        let berth = BerthProgram(home: home)
        let words = ["settle", "01", "--note", "asked the vendor"]
        try await HeldLedger.during(home) {
            let began = ContinuousClock.now
            let late = try await berth.start(words + ["--timeout", "6s", "--json"]).endedByItself()
            let printed = try late.printed(PrintedOutcome.self)
            #expect(late.status == 20 && printed.outcome == "failed" && printed.effect == "none", "\(late)")
            #expect(printed.problem?.message == "The time was over before the ledger had taken it.", "\(late)")
            let program = try berth.start(words)
            try await waitUntil("its wait") { program.errors.contains("waiting for the ledger") }
            program.signal(SIGINT)
            let ended = try await program.endedByItself()
            #expect(ended.status == 130, "\(ended)")
            #expect(ended.errors.contains("The command ended before the ledger had taken it."), "\(ended)")
            #expect(ContinuousClock.now - began < .seconds(45), "\(ended)")
        }
        #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.map(\.status) == ["unknown"])
        #expect(try await berth.start(words).ended().status == 0)
    }
}
