import Foundation
import TestKit
import Testing

@Suite("How many files may be open", .heavy)
struct OpenFilesTests {
    /// Runs the program where only so many files may be open at once.
    private func berth(_ words: String, in home: Home, limit: Int, _ variables: String = "") async throws -> Ended {
        try await RunningProgram(
            "/bin/sh", ["-c", "ulimit -n \(limit); exec env \(variables) berth \(words)"],
            environment: home.environment, scratch: home
        ).ended()
    }

    @Test("Where they are too few it is said, whatever is wanted, before anything is done")
    func tooFew() async throws {
        let home = try Home()
        for words in ["status", "--version", "borrow --product X --max", "sandbox --port 0", "--demo", "doctor"] {
            let ended = try await berth(words, in: home, limit: 39)
            #expect(ended.status == 1 && ended.output.isEmpty, "\(words): \(ended)")
            #expect(
                ended.errors == "berth: only 39 files may be open at once here, and berth needs 40; allow more: "
                    + "ulimit -n 1024\n", "\(words): \(ended)")
        }
        for words in ["status --warn 24h", "status --crit=4h"] {
            #expect(try await berth(words, in: home, limit: 39).status == 3, "UNKNOWN, and no warning: \(words)")
        }
    }

    @Test("Where JSON is asked for it is an object, as each other failure is", arguments: [30, 39])
    func asJSON(limit: Int) async throws {
        let ended = try await berth("borrow --from rows.csv --json", in: try Home(), limit: limit)
        let printed = try ended.printed(PrintedOutcome.self)
        #expect(ended.status == 1 && printed.outcome == "failed" && printed.problem?.exit_code == 1, "\(ended)")
        #expect(printed.problem?.code == "input_invalid", "\(ended)")
        #expect(printed.problem?.message.contains("Only \(limit) files may be open at once here") == true, "\(ended)")
    }

    @Test("With as many as are said to be needed a license is borrowed and returned, by one and by the rows of a file")
    func enough() async throws {
        try await SandboxServer.run { sandbox in
            let home = sandbox.home
            let exports = sandbox.exports.merging(["BERTH_LICENSE_KEY": DemoLicense.mesh]) { $1 }
            let rows = try home.write("product,hardware_id,end\nMESH,n-1,max\nMESH,n-2,max\n", to: "rows.csv")
            func run(_ words: String) async throws -> Ended {
                let variables = exports.map { "\($0)='\($1)'" }.joined(separator: " ")
                return try await berth(words, in: home, limit: 40, variables)
            }
            for words in [
                "doctor", "borrow --product MESH --max --hardware-id n-0", "release MESH", "status",
                "borrow --from \(rows) --jobs 1",
            ] {
                let ended = try await run(words)
                #expect(ended.status == 0, "\(words): \(ended)")
            }
            let many = try await run("borrow --from \(rows) --jobs 9")
            #expect(many.status == 64 && many.unwrapped.contains("9 requests at once need 56 open files"), "\(many)")
        }
    }
}
