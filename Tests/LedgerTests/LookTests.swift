import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// What can be said of a ledger without writing to it, and without reading all of it.
@Suite(.heavy) struct LookTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    var path: String { directory.file("ledger.sqlite") }

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
    }

    @Test func `A ledger that could be begun or written to is told so, and nothing is made for that`() async throws {
        try ledger.checkWritable()
        try SQLiteLedger(directory.file("a/b/ledger.sqlite")).checkWritable()
        #expect(try directory.names() == [])
        try await ledger.fillWithSixLines()
        try ledger.checkWritable()
    }

    @Test(.ordinaryUser) func `One that may not be written to is told so`() async throws {
        try await ledger.fillWithSixLines()
        #expect(chmod(path, 0o400) == 0)
        #expect(await problem { try ledger.checkWritable() }?.code == .ledgerUnwritable)
        #expect(mkdir(directory.file("shut"), 0o500) == 0)
        let other = try SQLiteLedger(directory.file("shut/ledger.sqlite"))
        #expect(await problem { try other.checkWritable() }?.code == .ledgerUnwritable)
    }

    @Test func `The newest lines are held against each other, and a changed one among them is found`() async throws {
        #expect(try await ledger.verifiedHead(limit: 3).isEmpty)
        try await ledger.fillWithSixLines()
        #expect(try await ledger.verifiedHead(limit: 3).map(\.id) == [5, 6, 7])
        #expect(try await ledger.verifiedHead(limit: 100).map(\.id) == Array(1...7))
        try await tamper(with: path, "UPDATE trail SET text = replace(text, 'ana', 'bo') WHERE line = 6")
        #expect(await problem { try await ledger.verifiedHead(limit: 3) }?.code == .ledgerAltered)
        #expect(try await ledger.verifiedHead(limit: 1).map(\.id) == [7], "what is not looked at is not known")
    }

    @Test func `The file system is that of the nearest folder that is there`() throws {
        let system = try #require(LedgerFileSystem(of: directory.file("none/of/these/ledger.sqlite")))
        #expect(system == LedgerFileSystem(of: path) || system.freeBytes > 0)
        #expect(system.kind != nil && !system.isShared && !system.isReadOnly && system.freeBytes > 0)
        #expect(LedgerFileSystem(of: "/proc/none/ledger.sqlite")?.kind == "proc")
    }
}
