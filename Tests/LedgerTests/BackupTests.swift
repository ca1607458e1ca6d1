import Foundation
import GRDB
import Ledger
import Licensing
import Synchronization
import TestKit
import Testing

@testable import SQLiteLedger

@Suite struct BackupTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger

    init() async throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
        try await ledger.fillWithSixLines()
    }

    @Test func `A backup is a whole ledger of its own, private to its owner`() async throws {
        let path = directory.file("backup.sqlite")
        try await ledger.backup(to: path)
        #expect(try directory.mode(of: "backup.sqlite") == 0o600)
        #expect(try directory.names() == ["backup.sqlite", "ledger.sqlite"])
        try await ledger.record(makeEntry(makeBorrow("later")))

        let backup = try SQLiteLedger(path)
        #expect(try await backup.all().map(\.id.rawValue) == ["01", "02"])
        #expect(try await backup.check().lines == 7)
        #expect(try await backup.fingerprint(of: Secret("key")) == ledger.fingerprint(of: Secret("key")))
        try await backup.record(makeEntry(makeBorrow("03")))
    }

    @Test func `What takes long tells how far it is, up to the whole`() async throws {
        let (pages, lines) = (Portions(), Portions())
        try await ledger.backup(to: directory.file("backup.sqlite"), progress: pages.hear)
        #expect(pages.last.map { $0.0 == $0.1 && $0.1 > 1 } == true, "\(String(describing: pages.last))")
        _ = try await ledger.check(progress: lines.hear)
        #expect(lines.last.map { $0 == (7, 7) } == true, "\(String(describing: lines.last))")
    }

    /// Remembers what was told last.
    private final class Portions: Sendable {
        private let told = Mutex<(Int, Int)?>(nil)
        var last: (Int, Int)? { told.withLock(\.self) }
        @Sendable func hear(_ done: Int, _ total: Int) { told.withLock { $0 = (done, total) } }
    }

    @Test func `A file that exists is left as it is`() async throws {
        let path = directory.file("precious")
        try "precious".write(toFile: path, atomically: false, encoding: .utf8)
        let problem = await #expect(throws: Problem.self) { try await ledger.backup(to: path) }
        #expect(problem?.code == .fileUnwritable)
        #expect(problem?.facts.path == path)
        #expect(problem?.message == "File exists.")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func `A ledger is not copied onto itself`() async throws {
        await #expect(throws: Problem.self) { try await ledger.backup(to: directory.file("ledger.sqlite")) }
        #expect(try await ledger.check().lines == 7)
    }

    @Test func `A place that is not there is a problem, and nothing is left behind`() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await ledger.backup(to: directory.file("nowhere/backup.sqlite"))
        }
        #expect(problem?.message == "No such file or directory.")
    }

    @Test(arguments: [mode_t(0o777), 0o2777, 0o772])
    func `Where others could exchange the new file, none is made`(mode: mode_t) async throws {
        let place = directory.file("open")
        #expect(mkdir(place, 0o700) == 0 && chmod(place, mode) == 0)
        let problem = await #expect(throws: Problem.self) { try await ledger.backup(to: place + "/backup.sqlite") }
        #expect(problem?.code == .fileUnwritable && problem?.facts.path == place + "/backup.sqlite")
        #expect(problem?.message == "Anybody may change the directory \(place).")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
        // There what stands in it is its owner's alone.
        #expect(chmod(place, 0o1777) == 0)
        try await ledger.backup(to: place + "/backup.sqlite")
        #expect(try directory.mode(of: "open/backup.sqlite") == 0o600)
    }

    @Test(.superuser)
    func `A shared ledger is copied within its group's directory, and to no other group's`() async throws {
        for (name, group) in [("a", gid_t(64_001)), ("b", 64_001), ("c", 64_002)] {
            #expect(mkdir(directory.file(name), 0o700) == 0)
            #expect(chown(directory.file(name), uid_t.max, group) == 0 && chmod(directory.file(name), 0o2770) == 0)
        }
        let shared = try SQLiteLedger(directory.file("a/ledger.sqlite"))
        try await shared.fillWithSixLines()
        for name in ["a", "b"] { try await shared.backup(to: directory.file("\(name)/backup.sqlite")) }
        let problem = await #expect(throws: Problem.self) {
            try await shared.backup(to: directory.file("c/backup.sqlite"))
        }
        #expect(problem?.message == "The group 64002 may change the directory \(directory.file("c")).")
    }

    @Test func `A file that takes the new one's place is not written to`() throws {
        let path = directory.file("backup.sqlite")
        let file = try NewFile(path, besides: LedgerPlace(directory.file("ledger.sqlite"), for: .reading))
        var configuration = Configuration()
        configuration.prepareDatabase { try file.check($0) }
        #expect(throws: Never.self) { try DatabaseQueue(path: path, configuration: configuration) }
        for exchange in [{ symlink(directory.file("other"), path) }, { link(directory.file("other"), path) }] {
            #expect(FileManager.default.createFile(atPath: directory.file("other"), contents: nil))
            #expect(unlink(path) == 0 && exchange() == 0)
            #expect(throws: LedgerFault.self) { try DatabaseQueue(path: path, configuration: configuration) }
        }
    }

    @Test func `While somebody writes, a backup holds a state that was`() async throws {
        let writing = Task { [path = directory.file("ledger.sqlite")] in
            let other = try SQLiteLedger(path)
            for number in 0..<100 { try await other.record(makeEntry(makeBorrow("w\(number)"))) }
        }
        for round in 0..<5 {
            let path = directory.file("\(round).sqlite")
            try await ledger.backup(to: path)
            let copy = try SQLiteLedger(path)
            let report = try await copy.check()
            #expect(try await copy.all().count == report.lines - 5)
        }
        try await writing.value
    }
}
