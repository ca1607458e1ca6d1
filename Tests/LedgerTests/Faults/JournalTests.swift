import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// A journal beside the ledger: what a writer leaves that dies, and what a stranger puts there.
@Suite(.heavy) struct JournalTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    /// A ledger in another place, as a crash in the middle of a change leaves it, and a sound one in its own.
    private func makeHot() async throws {
        try await SQLiteLedger(path).fillWithSixLines()
        #expect(mkdir(directory.file("hot"), 0o700) == 0)
        try FileManager.default.copyItem(atPath: path, toPath: directory.file("hot/ledger.sqlite"))
        try await leaveInTheMiddle(directory.file("hot/ledger.sqlite"))
    }

    @Test func `A writer that died is undone, whoever comes next`() async throws {
        try await makeHot()
        let ledger = try SQLiteLedger(directory.file("hot/ledger.sqlite"))
        #expect(try await ledger.all().map(\.id.rawValue) == ["01", "02"])
        #expect(!FileManager.default.fileExists(atPath: directory.file("hot/ledger.sqlite-journal")))
        try await ledger.record(makeEntry(makeBorrow("03")))
        #expect(try await ledger.check().lines == 8)
    }

    @Test func `Whoever only reads sees it as it was before, and changes nothing`() async throws {
        try await makeHot()
        let before = try ["", "-journal"].map { try directory.state(of: "hot/ledger.sqlite" + $0) }
        let ledger = try SQLiteLedger(reading: directory.file("hot/ledger.sqlite"))
        #expect(try await ledger.all().map(\.id.rawValue) == ["01", "02"])
        #expect(try await ledger.history(limit: 9, product: nil).count == 7)
        #expect(try await ledger.check().lines == 7)
        try await ledger.backup(to: directory.file("copy.sqlite"))
        #expect(try await SQLiteLedger(directory.file("copy.sqlite")).check().lines == 7)
        for (suffix, var before) in zip(["", "-journal"], before) {
            let after = try directory.state(of: "hot/ledger.sqlite" + suffix)
            // For the superuser SQLite gives a journal that it looks at to its owner, even if that changes nothing.
            if suffix == "-journal", geteuid() == 0 { before.changed = after.changed }
            #expect(after == before)
        }
    }

    /// What is told of the ledger with something in the place of its journal.
    private func failure() async throws -> Problem? {
        let before = try directory.state(of: "ledger.sqlite")
        let reading = await problem { try await SQLiteLedger(reading: path).all() }
        let writing = await problem { try await SQLiteLedger(path).record(makeEntry(makeBorrow("03"))) }
        #expect(reading?.code == .ledgerUnsafe)
        #expect(try directory.state(of: "ledger.sqlite") == before)
        return writing
    }

    @Test func `A journal that is a link or no file is refused, and nothing is rolled back`() async throws {
        try await SQLiteLedger(path).fillWithSixLines()
        try "precious".write(toFile: directory.file("precious"), atomically: false, encoding: .utf8)
        #expect(symlink(directory.file("precious"), path + "-journal") == 0)
        #expect(try await failure()?.code == .ledgerUnsafe)
        #expect(try directory.state(of: "precious").bytes == Data("precious".utf8))
        #expect(unlink(path + "-journal") == 0)
        #expect(mkfifo(path + "-journal", 0o600) == 0)
        #expect(try await failure()?.code == .ledgerUnsafe)
    }

    @Test func `A journal that appears while the ledger is open is looked at, too`() async throws {
        let ledger = try SQLiteLedger(path)
        try await ledger.fillWithSixLines()
        #expect(symlink("/dev/null", path + "-journal") == 0)
        #expect(await problem { try await ledger.record(makeEntry(makeBorrow("03"))) }?.code == .ledgerUnsafe)
        #expect(await problem { try await ledger.all() }?.code == .ledgerUnsafe)
        #expect(unlink(path + "-journal") == 0)
        try await ledger.record(makeEntry(makeBorrow("03")))
    }

    @Test(.superuser)
    func `A stranger's journal is refused, and nothing is rolled back`() async throws {
        try await makeHot()
        try FileManager.default.copyItem(
            atPath: directory.file("hot/ledger.sqlite-journal"), toPath: path + "-journal")
        #expect(chown(path + "-journal", 64_013, 64_013) == 0)
        let problem = try await failure()
        #expect(problem?.code == .ledgerUnsafe)
        #expect(problem?.message.contains("user 64013") == true)
        #expect(FileManager.default.fileExists(atPath: path + "-journal"))
    }
}
