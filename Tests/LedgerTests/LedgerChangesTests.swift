import Foundation
import Ledger
import Licensing
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct LedgerChangesTests {
    let directory: TemporaryDirectory
    let ledger: Ledger
    let other: Ledger

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try Ledger(path: directory.file("ledger.sqlite"))
        other = try Ledger(path: directory.file("ledger.sqlite"))
    }

    @Test func `Each step of another ledger is told, and is there to be read`() async throws {
        var changes = ledger.changes().makeAsyncIterator()
        for number in 1...50 {
            try await other.record(makeEntry(makeBorrow("\(number)")))
            repeat { try #require(await changes.next() != nil) } while try await ledger.borrows().count < number
        }
    }

    @Test func `Steps of its own are not told`() async throws {
        let changes = ledger.changes()
        async let told = count(changes, until: "last")
        for number in 0..<50 { try await ledger.record(makeEntry(makeBorrow("own \(number)"))) }
        try await other.record(makeEntry(makeBorrow("last")))
        #expect(try await told == 1)
    }

    /// How often a change is told until a borrow is there to be read.
    private func count(_ changes: AsyncStream<Void>, until id: String) async throws -> Int {
        var told = 0
        for await _ in changes {
            told += 1
            if try await ledger.borrows().contains(where: { $0.id.rawValue == id }) { break }
        }
        return told
    }

    @Test func `The stream of a ledger in memory ends`() async throws {
        for await _ in try Ledger.inMemory().changes() { Issue.record("nothing can change it") }
    }

    @Test func `A cancelled listener gives its descriptor back`() async throws {
        let before = try openDescriptors()
        for _ in 0..<20 {
            let task = Task { [ledger] in for await _ in ledger.changes() {} }
            task.cancel()
            await task.value
        }
        while try openDescriptors() > before { await Task.yield() }
    }

    private func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            .count {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))
                    == "anon_inode:inotify"
            }
    }
}
