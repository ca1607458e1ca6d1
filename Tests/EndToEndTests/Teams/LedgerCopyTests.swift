import Foundation
import Ledger
import Licensing
import PostgresLedger
import SQLiteLedger
import TestKit
import Testing

@Suite("berth ledger copy", .heavy, .postgres)
struct LedgerCopyTests {
    /// What it prints as JSON.
    private struct Printed: Decodable, Equatable {
        var dry_run: Bool
        var copied: Int
        var receipts: Int?
        var already_there: Int
    }

    /// The address of a database with a ledger that nobody has begun.
    private func newDatabase() async throws -> String {
        let cluster = try await PostgresCluster.shared()
        let address = cluster.address(of: try await cluster.newDatabase())
        try await PostgresLedger(address, by: nil).create()
        return address
    }

    @Test("A borrow goes over with its receipt and is returned from there; nothing of the file changes")
    func moves() async throws {
        let address = try await newDatabase()
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad])
            let file = sandbox.home.file("state/berth/ledger.sqlite")
            #expect(try await berth("borrow", "--product", "CAD-PRO", "--max").status == 0)
            let bytes = try Data(contentsOf: URL(filePath: file))
            let dry = try await berth("ledger", "copy", file, address, "--dry-run")
            #expect(dry.status == 0 && dry.output == "Would copy 4 lines from \(file) to \(address).\n", "\(dry)")
            var tour = Tour()
            let rehearsed = try await tour.run(berth, "ledger copy \(file) \(address) --dry-run --json")
            #expect(try rehearsed.printed() == Printed(dry_run: true, copied: 4, already_there: 0))
            let copied = try await tour.run(berth, "ledger copy \(file) \(address) --json")
            #expect(copied.status == 0, "\(copied)")
            #expect(try copied.printed() == Printed(dry_run: false, copied: 4, receipts: 1, already_there: 0))
            #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
            let again = try await berth("ledger", "copy", file, address)
            let words = "Copied 0 lines and 0 receipts from \(file) to \(address). 4 were there already.\n"
            #expect(again.status == 0 && again.output == words, "\(again)")
            let there = berth.with(["BERTH_LEDGER": address])
            #expect(try await there("release", "CAD-PRO").status == 0)
            #expect(try await there("receipt", "CAD-PRO").status == 0)
            #expect(try await there("history", "--verify").status == 0)
            // It has gone on by itself: nothing more of the file can follow.
            let refused = try await berth("ledger", "copy", file, address)
            #expect(refused.status == 30, "\(refused)")
            #expect(refused.unwrapped.contains("holds other lines than the one that was read"), "\(refused)")
            let back = sandbox.home.file("back.sqlite")
            #expect(try await berth("ledger", "copy", address, back).status == 0)
            #expect(try await berth("ledger", "check", "--ledger", back).status == 0)
        }
    }

    @Test("One that is killed goes on where it ended when it is run again", arguments: [true, false])
    func killed(isDatabase: Bool) async throws {
        let home = try Home()
        let source = home.file("source.sqlite")
        let lines = 8000
        let head = try await Self.writeLong(source, lines)
        let target = isDatabase ? try await newDatabase() : home.file("target.sqlite")
        func copy() throws -> any CopyableLedger {
            if isDatabase { return PostgresLedger(target, by: nil) }
            return try SQLiteLedger(copyingTo: target)
        }
        let berth = BerthProgram(home: home)
        let program = try berth.start(["ledger", "copy", source, target])
        let looking = try copy()
        _ = try await eventually("a part") { try? await looking.extent() }
        program.signal(SIGKILL)
        _ = try await program.ended()
        let left = try #require(try await copy().extent()).head.line
        #expect(left > 0 && left < lines, "\(left)")
        let ended = try await berth("ledger", "copy", source, target, "--json")
        #expect(ended.status == 0, "\(ended)")
        let printed: Printed = try ended.printed()
        #expect(printed.copied + printed.already_there == lines && printed.already_there >= Int(left), "\(printed)")
        #expect(try await copy().extent()?.head == head)
    }

    /// Writes a ledger of so many lines at once, and returns the last.
    private static func writeLong(_ path: String, _ count: Int) async throws -> TrailReport.Anchor {
        let key = Data(repeating: 7, count: 32)
        var lines: [HandedLine] = []
        for number in 1...count {
            let event: TrailEntry.Event =
                number == 1
                ? .begun(fingerprintKeyDigest: TrailCodec.digest(key))
                : .step(Fixture.borrow("\(number)", license: .user("\(number)"), phase: .intended))
            let line = TrailLine(
                number: Int64(number), at: TestClock.start, performer: Fixture.performer, event: event)
            let text = TrailCodec.text(of: line)
            let hash = TrailCodec.hash(after: lines.last?.entry.hash, text: text)
            lines.append(
                HandedLine(entry: try TrailEntry(text: text, hash: hash), firstLine: nil, receipt: nil))
        }
        let origin = LedgerOrigin(first: 1, hashBefore: nil, fingerprintKey: key)
        try await SQLiteLedger(copyingTo: path).take(lines, after: nil, of: origin)
        return try #require(lines.last?.anchor)
    }

    @Test("What cannot be read or written is told, with the ledger's status, and nothing is left")
    func faults() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home)
        let none = try await berth("ledger", "copy", home.file("none.sqlite"), home.file("target.sqlite"))
        #expect(none.status == 30, "\(none)")
        try await WrittenLedger(home).write(WrittenLedger.borrow("1", ends: 3600))
        let source = home.file("state/berth/ledger.sqlite")
        let away = try await berth("ledger", "copy", source, "postgresql:///berth?host=/nowhere")
        #expect(away.status == 30 && away.unwrapped.contains("cannot be reached"), "\(away)")
        let exposed = try await berth("ledger", "copy", source, "postgresql://ana:tulip@db/berth")
        #expect(exposed.status == 78 && !exposed.everything.contains("tulip"), "\(exposed)")
        try home.write(
            "not a ledger, whatever its name says, and longer than a hundred bytes, as any would be that is one, too\n",
            to: "text.sqlite")
        let foreign = try await berth("ledger", "copy", source, home.file("text.sqlite"))
        #expect(foreign.status == 30 && foreign.unwrapped.contains("berth ledger copy FROM TO"), "\(foreign)")
        #expect(!foreign.everything.contains("--ledger"), "\(foreign)")
        #expect(!FileManager.default.fileExists(atPath: home.file("target.sqlite")))
    }
}
