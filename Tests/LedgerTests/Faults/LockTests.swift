import Foundation
import GRDB
@testable import Ledger
import Licensing
import Testing

@Suite(.timeLimit(.minutes(1))) struct LockTests {
    let directory: TemporaryDirectory
    let ledger: Ledger
    var path: String { directory.file("ledger.sqlite") }

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try Ledger(path: directory.file("ledger.sqlite"), busyTimeout: 0.05)
    }

    @Test func `A lock held in this process is a problem after the wait, and none once it is let go`() async throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try await queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        let problem = await #expect(throws: Problem.self) { try await ledger.record(makeEntry(makeBorrow())) }
        #expect(problem?.code == .ledgerLocked)
        #expect(problem?.facts.path == path)
        #expect(problem?.facts.process == getpid())
        #expect(problem?.message.hasPrefix("This process") == true)
        try await queue.writeWithoutTransaction { try $0.rollback() }
        try await ledger.record(makeEntry(makeBorrow()))
    }

    @Test func `Whoever works is waited for twelve times as long as whoever was stopped`() {
        #expect(patience(timeout: 0.01) >= .seconds(0.12))
    }

    /// How long a wait lasts that is in vain.
    private func patience(timeout: TimeInterval) -> Duration {
        let wait = BusyWait(path: path, timeout: timeout)
        let began = ContinuousClock.now
        var attempts = 0
        while wait.next(after: attempts) { attempts += 1 }
        return ContinuousClock.now - began
    }

    @Test(.enabled(if: Command.system("python3", []) != nil, "python3 is not installed"))
    func `A writer that was stopped is named`() async throws {
        let script = """
            import os, signal, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            os.kill(os.getpid(), signal.SIGSTOP)
            database.execute("ROLLBACK")
            """
        try await withStopped(script, argument: path) { process in
            let problem = await #expect(throws: Problem.self) { try await ledger.record(makeEntry(makeBorrow())) }
            expect(problem, names: process)
            #expect(patience(timeout: 1) < .seconds(12))
        }
        try await ledger.record(makeEntry(makeBorrow()))
    }

    @Test(.enabled(if: Command.system("python3", []) != nil, "python3 is not installed"))
    func `Opening does not wait for ever for somebody who was stopped while opening`() async throws {
        let script = """
            import fcntl, os, signal, sys
            fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
            os.kill(os.getpid(), signal.SIGSTOP)
            """
        try await withStopped(script, argument: directory.path) { process in
            let problem = #expect(throws: Problem.self) { try Ledger(path: path, busyTimeout: 0.05) }
            expect(problem, names: process)
        }
        _ = try Ledger(path: path, busyTimeout: 0.05)
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
    private func withStopped(_ script: String, argument: String, _ body: (Int32) async throws -> Void) async throws {
        let python = try #require(Command.system("python3", []))
        let process = Process()
        process.executableURL = URL(filePath: python.path)
        process.arguments = ["-c", script, argument]
        let ending = try process.start()
        let id = process.processIdentifier
        while try !isStopped(id) { await Task.yield() }
        do {
            try await body(id)
        } catch {
            kill(id, SIGKILL)
            throw error
        }
        kill(id, SIGCONT)
        for await _ in ending {}
    }

    private func isStopped(_ process: Int32) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status.contains(") T ")
    }
}
