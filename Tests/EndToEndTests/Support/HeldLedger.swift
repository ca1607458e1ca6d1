import Foundation
import TestKit

/// A process that holds the lock of a ledger.
struct HeldLedger {
    private let holder: RunningProgram

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - condition: an SQL expression that has to hold as it takes it: it looks again and again.
    static func begin(_ home: Home, when condition: String = "1") throws -> HeldLedger {
        let script = """
            import sqlite3, sys, time
            ledger = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
            while True:
                ledger.execute("BEGIN IMMEDIATE")
                if ledger.execute("SELECT " + sys.argv[2]).fetchone()[0]: break
                ledger.execute("ROLLBACK")
                time.sleep(0.0005)
            print("locked", flush=True)
            time.sleep(600)
            """
        return HeldLedger(
            holder: try RunningProgram(
                findProgram("python3") ?? "python3",
                ["-c", script, home.file("state/berth/ledger.sqlite"), condition],
                environment: home.environment, scratch: home))
    }

    /// Whether it has the lock.
    var isThere: Bool { holder.output.contains("locked") }

    func wait() async throws {
        try await eventually("the lock", look: { isThere ? true : nil }, last: { holder.errors })
    }

    func end() async throws {
        holder.signal(SIGKILL)
        _ = try await holder.ended()
    }

    /// Holds it while a body runs.
    static func during(_ home: Home, _ body: () async throws -> Void) async throws {
        let held = try begin(home)
        try await held.wait()
        try await body()
        try await held.end()
    }
}
