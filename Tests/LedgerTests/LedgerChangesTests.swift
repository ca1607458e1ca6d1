import Foundation
import GRDB
import Ledger
import Files
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite(.serialized, .heavy) struct LedgerChangesTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    let other: SQLiteLedger

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
        other = try SQLiteLedger(directory.file("ledger.sqlite"))
    }

    @Test func `A listener is told at once that there may be news, even of a ledger that is not begun yet`()
        async throws
    {
        var announcements = ledger.announcements().makeAsyncIterator()
        #expect(await announcements.news() == .changed)
        #expect(try await ledger.history(limit: 9, product: nil).count == 1)
    }

    @Test func `Each step of another ledger is told, and is there to be read`() async throws {
        var announcements = ledger.announcements().makeAsyncIterator()
        var line: Int64 = 0
        for number in 1...50 {
            let written = try await other.record(makeEntry(makeBorrow("\(number)")))
            while line < written {
                #expect(await announcements.news() == .changed)
                line = try await ledger.changes(after: line).line
            }
        }
    }

    @Test func `Steps of its own are not told`() async throws {
        try await ledger.record(makeEntry(makeBorrow("first")))
        var announcements = ledger.announcements().makeAsyncIterator()
        #expect(await announcements.news() == .changed)
        for number in 0..<50 { try await ledger.record(makeEntry(makeBorrow("own \(number)"))) }
        try await other.record(makeEntry(makeBorrow("last")))
        #expect(await announcements.news() == .changed)
        #expect(try await ledger.all().last?.id.rawValue == "last")
    }

    @Test func `A line of its own is no news, and one of another's is`() async throws {
        let line = try await ledger.record(makeEntry(makeBorrow("first")))
        for number in 0..<3 { try await ledger.record(makeEntry(makeBorrow("own \(number)"))) }
        let own = try await ledger.news(after: line)
        #expect(own.line == line + 3 && !own.isOthers)
        try await other.record(makeEntry(makeBorrow("theirs")))
        try await ledger.record(makeEntry(makeBorrow("own again")))
        let all = try await ledger.news(after: line)
        #expect(all.line == line + 5 && all.isOthers)
    }

    @Test func `A step that another took between two of its own is told`() async throws {
        try await ledger.record(makeEntry(makeBorrow("first")))
        var announcements = ledger.announcements().makeAsyncIterator()
        #expect(await announcements.news() == .changed)
        for (index, writer) in [ledger, other, ledger].enumerated() {
            try await writer.record(makeEntry(makeBorrow("\(index)")))
        }
        #expect(await announcements.news() == .changed)
    }

    @Test func `A ledger that cannot be begun is told as unavailable, once, and the stream ends`() async throws {
        let file = directory.file("file")
        try "".write(toFile: file, atomically: false, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: directory.file("a"), withIntermediateDirectories: false)
        let ledger = try SQLiteLedger(directory.file("a/ledger.sqlite"))
        try FileManager.default.removeItem(atPath: directory.file("a"))
        try FileManager.default.moveItem(atPath: file, toPath: directory.file("a"))
        var told: [LedgerAnnouncement] = []
        for await announcement in ledger.announcements() { told.append(announcement) }
        guard case .unavailable(let problem) = told.first, told.count == 1 else {
            return #expect(Bool(false), "\(told)")
        }
        #expect(problem.code == .ledgerUnreadable)
    }

    @Test func `A cancelled listener gives its watch back`() async throws {
        try await ledger.record(makeEntry(makeBorrow()))
        for _ in 0..<20 {
            let (told, tell) = AsyncStream.makeStream(of: Void.self)
            let task = Task { [ledger] in
                for await _ in ledger.announcements() { tell.yield() }
                tell.finish()
            }
            for await _ in told { task.cancel() }
        }
        // The descriptor is closed on the watch's own queue.
        try await waitUntil("the watch is given back") {
            try openWatches(of: directory.file("ledger.sqlite")).isEmpty
        }
    }

    @Test func `What cannot be watched is told as such`() {
        let fault = #expect(throws: LedgerFault.self) { try FileWatch(ofLedger: directory.file("none")) }
        #expect(fault?.code == .ledgerUnwatched)
    }

    /// The descriptors of this process that watch a file.
    private func openWatches(of path: String) throws -> [String] {
        var status = stat()
        #expect(lstat(path, &status) == 0)
        let inode = "ino:" + String(status.st_ino, radix: 16) + " "
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo").filter {
            (try? String(contentsOfFile: "/proc/self/fdinfo/" + $0, encoding: .utf8))?.contains(inode) == true
        }
    }
}
