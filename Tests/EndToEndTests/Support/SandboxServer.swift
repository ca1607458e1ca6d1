import Foundation

/// `berth sandbox` as a process of its own, and the programs that use it.
struct SandboxServer {
    let home: Home
    /// What it told to export.
    let exports: [String: String]
    /// `berth`, with these exports in its environment.
    var berth: BerthProgram { BerthProgram(home: home, variables: exports) }

    /// Serves while the body runs.
    static func run(_ body: (SandboxServer) async throws -> Void) async throws {
        let home = try Home()
        let program = try BerthProgram(home: home).start(["sandbox", "--port", "0"])
        do {
            let words = try await eventually(
                "the sandbox's exports", look: { program.output.contains("What to try") ? program.output : nil },
                last: { program.output + program.errors })
            try await body(SandboxServer(home: home, exports: exports(in: words)))
        } catch {
            program.signal(SIGKILL)
            throw error
        }
        program.signal(SIGTERM)
        _ = try await program.ended()
    }

    /// The variables in lines such as `export A=1 B='2'`.
    static func exports(in text: String) -> [String: String] {
        text.matches(of: /(BERTH_[A-Z_]+)=(?:'([^']*)'|(\S+))/).reduce(into: [:]) { result, match in
            result[String(match.1)] = String(match.2 ?? match.3 ?? "")
        }
    }
}
