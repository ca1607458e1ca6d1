import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

@Suite(.heavy) struct LockTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    var path: String { directory.file("ledger.sqlite") }

    init() async throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"), busyTimeout: 0.2)
        try await ledger.record(makeEntry(makeBorrow("00")))
    }

    /// Holds the write lock in this process while a body runs.
    private func whileLocked(_ body: () async throws -> Void) async throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try await queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        try await body()
        try await queue.writeWithoutTransaction { try $0.rollback() }
    }

    @Test func `A lock held in this process is a problem after the wait, and none once it is let go`() async throws {
        try await whileLocked {
            let problem = await problem { try await ledger.record(makeEntry(makeBorrow())) }
            #expect(problem?.code == .ledgerLocked)
            #expect(problem?.facts.path == path)
            #expect(problem?.facts.process == getpid())
            #expect(problem?.message.hasPrefix("This process") == true)
        }
        try await ledger.record(makeEntry(makeBorrow()))
    }

    @Test func `Whoever holds the lock for a second is named, and it is told that the wait is over`() async throws {
        let patient = try SQLiteLedger(path, busyTimeout: 60)
        var announcements = patient.announcements().makeAsyncIterator()
        #expect(await announcements.news() == .changed)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let (locked, lock) = AsyncStream.makeStream(of: Void.self)
        async let holding: Void = whileLocked {
            lock.finish()
            for await _ in released {}
        }
        for await _ in locked {}
        async let line = patient.record(makeEntry(makeBorrow()))
        guard case .waiting(let holder?) = await announcements.next() else { return #expect(Bool(false)) }
        #expect(holder.hasPrefix("this process"))
        // A reading waits for nothing meanwhile, and nor does the key.
        #expect(try await patient.all().count == 1)
        #expect(try await patient.fingerprint(of: Secret("key")).count == 32)
        release.finish()
        try await holding
        #expect(try await line == 3)
        #expect(await announcements.next() == .waiting(holder: nil))
    }

    @Test func `Whoever was stopped is waited for as long as the time-out, and whoever works twelve times as long`() {
        let schedule = WaitSchedule(timeout: .seconds(5))
        #expect(!schedule.isOver(waited: .seconds(5), isHolderStopped: true))
        #expect(schedule.isOver(waited: .seconds(5.001), isHolderStopped: true))
        #expect(!schedule.isOver(waited: .seconds(60), isHolderStopped: false))
        #expect(schedule.isOver(waited: .seconds(60.001), isHolderStopped: false))
    }

    @Test func `The holder is looked for once in sixteen times, and told after a second`() {
        let long = WaitSchedule(timeout: .seconds(5))
        #expect((0..<48).filter { long.looks(after: $0, waited: .seconds(2)) } == [0, 16, 32])
        #expect(!long.looks(after: 16, waited: .seconds(1)) && !long.tells(waited: .seconds(1)))
        #expect(long.looks(after: 16, waited: .seconds(1.001)) && long.tells(waited: .seconds(1.001)))
        // Where it gives up before a second is over, it has to know by then whether the holder was stopped.
        let short = WaitSchedule(timeout: .seconds(0.2))
        #expect(!short.looks(after: 16, waited: .seconds(0.2)))
        #expect(short.looks(after: 16, waited: .seconds(0.201)) && !short.tells(waited: .seconds(0.201)))
    }

    @Test func `Whoever works is waited for twelve times as long in all, however often a lock is asked for`() throws {
        let wait = BusyWait(file: nil, timeout: 0.01)
        let began = ContinuousClock.now
        try wait.around {
            for _ in 0..<3 {
                var attempts = 0
                while wait.next(after: attempts) { attempts += 1 }
            }
        }
        #expect(ContinuousClock.now - began >= .seconds(0.12))
        var rests = 0
        try wait.around { while wait.next(after: rests) { rests += 1 } }
        #expect(rests > 0)
    }

    @Test(
        arguments: [
            ("1: POSIX  ADVISORY  WRITE 4711 08:01:99 1073741825 1073741825", 4711),
            ("1: POSIX  ADVISORY  WRITE 4711 08:01:99 1073741824 1073742335", 4711),
            ("1: POSIX  ADVISORY  WRITE 4711 08:02:99 1073741825 1073741825", nil),
            ("1: POSIX  ADVISORY  WRITE 4711 08:01:999 1073741825 1073741825", nil),
            ("1: FLOCK  ADVISORY  WRITE 4711 08:01:99 0 EOF", nil),
            ("1: POSIX  ADVISORY  WRITE 4711 08:01:99 0 EOF", 4711),
            ("1: POSIX  ADVISORY  WRITE 4711 08:01:99 120 120", nil),
            ("1: -> POSIX  ADVISORY  WRITE 4711 08:01:99 1073741825 1073741825", nil),
            ("1: POSIX  ADVISORY  WRITE 0 08:01:99 1073741825 1073741825", nil),
            ("1: POSIX  ADVISORY  READ 4711 08:01:99 1073741826 1073742335", 4711),
            (
                """
                1: POSIX  ADVISORY  READ 4712 08:01:99 1073741826 1073742335
                2: POSIX  ADVISORY  WRITE 4711 08:01:99 1073741825 1073741825
                """, 4711
            ),
            (
                """
                1: POSIX  ADVISORY  WRITE 1 08:01:99 1073741824 1073741825
                2: POSIX  ADVISORY  READ 4712 08:01:99 1073741826 1073742335
                """, 4712
            ),
        ] as [(String, Int32?)])
    func `The holder is whoever the kernel lists for that device, file and lock`(list: String, process: Int32?) {
        #expect(LockHolder.find(of: "08:01:99", in: list, own: 1)?.process == process)
    }

    @Test(.program("python3"))
    func `A writer that was stopped is named, and not waited for any longer`() async throws {
        let script = """
            import os, signal, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            os.kill(os.getpid(), signal.SIGSTOP)
            database.execute("ROLLBACK")
            """
        try await withStopped(script) { process in
            let problem = await problem { try await ledger.record(makeEntry(makeBorrow())) }
            expect(problem, names: process)
            let borrows = try await ledger.all()
            #expect(borrows.count == 1)
            // As long as somebody who works, it would be waited for until that is told.
            let told = Shared<[String?]>([])
            let file = try OpenedFile(LedgerPlace(path, for: .reading))
            let wait = BusyWait(file: file.lockName, timeout: 0.2) { holder in told.withLock { $0.append(holder) } }
            try await offPool {
                var attempts = 0
                try wait.around { while wait.next(after: attempts) { attempts += 1 } }
            }
            #expect(told.withLock { $0 } == [])
        }
        try await ledger.record(makeEntry(makeBorrow()))
    }

    @Test(.program("python3"))
    func `A reader that was stopped while it read is named to whoever writes`() async throws {
        let script = """
            import os, signal, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN")
            database.execute("SELECT count(*) FROM trail").fetchall()
            os.kill(os.getpid(), signal.SIGSTOP)
            database.execute("ROLLBACK")
            """
        try await withStopped(script) { process in
            let problem = await problem { try await ledger.record(makeEntry(makeBorrow())) }
            expect(problem, names: process)
            let borrows = try await ledger.all()
            #expect(borrows.count == 1)
        }
        try await ledger.record(makeEntry(makeBorrow()))
        #expect(try await ledger.check().lines == 3)
    }

    private func expect(_ problem: Problem?, names process: Int32) {
        #expect(problem?.code == .ledgerLocked)
        #expect(problem?.facts.process == process)
        #expect(problem?.message == "Process \(process) (python3, stopped) holds the lock.")
        let explanation = problem.map(ProblemCatalogue.explain)
        #expect(explanation?.remedies.contains { $0.text.hasSuffix("kill -CONT \(process)") } == true)
        #expect(explanation?.exitCode == .ledger)
    }

    /// Runs a script that stops itself, acts while it is stopped, and lets it go on to its end.
    private func withStopped(_ script: String, _ body: (Int32) async throws -> Void) async throws {
        let python = try #require(Command.system("python3", []))
        let process = try ChildProcess(
            python.path, ["-c", script, path], environment: ProcessInfo.processInfo.environment)
        let id = process.id
        try await waitUntil("it has stopped itself") { try isStopped(id) }
        do {
            try await body(id)
        } catch {
            kill(id, SIGKILL)
            throw error
        }
        kill(id, SIGCONT)
        _ = try await process.end()
    }

    private func isStopped(_ process: Int32) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status.contains(") T ")
    }
}
