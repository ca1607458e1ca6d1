import Foundation
import TestKit
import Testing

/// The core files of programs, which are written where the programs run, if the system writes any there.
enum CoreFile {
    /// Starts a program in the directory of a home, after a shell that asks for core files of any size.
    static func program(
        _ path: String, _ arguments: [String], environment: [String: String], home: Home
    ) throws -> RunningProgram {
        try RunningProgram(
            "/bin/sh", ["-c", #"cd "$0" && ulimit -c unlimited && exec "$@""#, home.path, path] + arguments,
            environment: environment, scratch: home)
    }

    /// The core files in a home.
    static func names(in home: Home) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: home.path).filter { $0.contains("core") }
    }

    /// Whether a program that does not forbid it leaves one.
    static func isWritten() async -> Bool {
        guard let home = try? Home(),
            let program = try? program("/bin/sh", ["-c", "kill -ABRT $$"], environment: home.environment, home: home),
            let ended = try? await program.ended(), ended.status == 128 + SIGABRT
        else { return false }
        return (try? names(in: home).isEmpty) == false
    }
}

extension Trait where Self == Need {
    /// A system that writes core files where programs run, so that one that is missing was forbidden.
    static var coreFiles: Need {
        Need("no core file is written where a program runs", variable: "BERTH_REQUIRE_CORE") {
            await CoreFile.isWritten()
        }
    }
}
