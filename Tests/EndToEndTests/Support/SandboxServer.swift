import Foundation
import TestKit

/// `berth sandbox` as a process of its own, and the programs that use it.
struct SandboxServer {
    let home: Home
    /// What it told to export, and that it is at nothing any more that brought no response.
    let exports: [String: String]
    /// `berth`, with these exports in its environment.
    var berth: BerthProgram { BerthProgram(home: home, variables: exports) }

    /// Serves while the body runs.
    static func run(_ arguments: [String] = [], _ body: (SandboxServer) async throws -> Void) async throws {
        let home = try Home()
        let program = try BerthProgram(home: home).start(["sandbox", "--port", "0"] + arguments)
        do {
            let words = try await eventually(
                "the sandbox's exports",
                look: { program.output.contains(/What to try|Licenses \(product/) ? program.output : nil },
                last: { program.output + program.errors })
            let exports = exports(in: words).merging(["BERTH_SETTLE_AFTER_SECONDS": "0.001"]) { $1 }
            try await body(SandboxServer(home: home, exports: exports))
        } catch {
            program.signal(SIGKILL)
            throw error
        }
        program.signal(SIGTERM)
        _ = try await program.ended()
    }

    /// Starts a program and waits until its request has been sent, as far as the ledger knows.
    func sent(_ berth: BerthProgram, _ arguments: [String]) async throws -> RunningProgram {
        let program = try berth.start(arguments)
        _ = try await eventually(
            "the request in the ledger",
            look: { try await berth("history", "--limit", "1").output.contains(" sent ") ? true : nil },
            last: { "\(try await berth("history"))\(program.errors)" })
        return program
    }

    /// Runs a line of shell.
    func shell(_ line: String) async throws -> Ended {
        try await RunningProgram("/bin/sh", ["-c", line], environment: home.environment, scratch: home).ended()
    }

    /// The variables in lines such as `export A=1 B='2'`.
    static func exports(in text: String) -> [String: String] {
        text.matches(of: /(BERTH_[A-Z_]+)=(?:'([^']*)'|(\S+))/).reduce(into: [:]) { result, match in
            result[String(match.1)] = String(match.2 ?? match.3 ?? "")
        }
    }
}
