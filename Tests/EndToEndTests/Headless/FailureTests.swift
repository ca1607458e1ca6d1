import Foundation
import TestKit
import Testing

@Suite("Failures as JSON", .heavy)
struct FailureTests {
    /// Something that a command finds wrong before it sends anything.
    struct Fault: CustomTestStringConvertible, Sendable {
        var words: String
        var variables: [String: String] = [:]
        var code: String
        var status: Int32

        /// What asks no server has not failed to send anything.
        var outcome: String {
            let sending = ["borrow", "extend", "release", "settle", "activate", "seats", "licenses", "features"]
            return sending.contains { words.hasPrefix($0) } ? "not_sent" : "failed"
        }

        var testDescription: String { "\(words): \(code)" }
    }

    static let account = ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"]

    private func expect(
        _ ended: Ended, _ outcome: String, code: String, status: Int32,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let printed = try ended.printed(PrintedOutcome.self)
        #expect(ended.status == status && ended.errors.isEmpty, "\(ended)", sourceLocation: sourceLocation)
        #expect(printed.outcome == outcome && printed.effect == "none", "\(ended)", sourceLocation: sourceLocation)
        let problem = try #require(printed.problem, sourceLocation: sourceLocation)
        #expect(problem.code == code, "\(ended)", sourceLocation: sourceLocation)
        #expect(problem.exit_code == ended.status, "\(ended)", sourceLocation: sourceLocation)
        #expect(!problem.what_happened.isEmpty && !problem.remedies.isEmpty, sourceLocation: sourceLocation)
    }

    @Test(
        "What is found before anything is sent is an object of the one shape, with the status of the process",
        arguments: [
            Fault(
                words: "borrow --product MESH --max",
                variables: account.merging(["BERTH_SERVER": "ftp://x"]) { $1 }, code: "config_invalid", status: 78),
            Fault(words: "borrow --product MESH --max", code: "config_missing", status: 78),
            Fault(
                words: "borrow --product MESH --max", variables: account, code: "input_secret_missing", status: 64),
            Fault(
                words: "borrow --product SIM-X --max --user ana@acme.example", variables: account,
                code: "input_secret_missing", status: 64),
            Fault(words: "borrow --product MESH --until never", variables: account, code: "input_invalid", status: 64),
            Fault(words: "release MESH", variables: account, code: "ledger_missing", status: 30),
            Fault(words: "settle MESH --check", variables: account, code: "ledger_missing", status: 30),
            Fault(words: "extend MESH --max", variables: account, code: "ledger_missing", status: 30),
            Fault(words: "seats MESH --yes", variables: account, code: "ledger_missing", status: 30),
            Fault(words: "activate --product MESH", variables: account, code: "input_secret_missing", status: 64),
            Fault(words: "licenses --product SIM-X", variables: account, code: "input_invalid", status: 64),
            Fault(words: "features --product SIM-X", code: "input_invalid", status: 64),
            Fault(words: "status --ledger /none/ledger", code: "ledger_missing", status: 30),
            Fault(words: "status --config /none.yaml", code: "config_unreadable", status: 78),
            Fault(words: "history --ledger /none/ledger", code: "ledger_missing", status: 30),
            Fault(words: "history --verify", code: "ledger_missing", status: 30),
            Fault(words: "receipt MESH", code: "ledger_missing", status: 30),
            Fault(words: "ledger check", code: "ledger_missing", status: 30),
            Fault(words: "explain no_such_code", code: "input_invalid", status: 64),
        ])
    func beforeSending(_ fault: Fault) async throws {
        let berth = BerthProgram(home: try Home(), variables: fault.variables)
        let words = fault.words.split(separator: " ").map(String.init)
        try expect(
            try await berth.start(words + ["--json"]).ended(), fault.outcome, code: fault.code, status: fault.status)
    }

    @Test(
        "Where lines are printed it is a line",
        arguments: [
            "borrow --from none.csv --max", "borrow --from=none.csv --jobs 0", "release --from none.csv",
            "watch --once --ledger /none/ledger", "history --export -",
        ])
    func line(words: String) async throws {
        let berth = BerthProgram(home: try Home(), variables: Self.account)
        let ended = try await berth.start(words.split(separator: " ").map(String.init) + ["--json"]).ended()
        #expect(ended.status != 0 && ended.output.filter(\.isNewline).count == 1, "\(ended)")
        #expect(try ended.printed(PrintedOutcome.self).problem?.exit_code == ended.status, "\(ended)")
    }

    @Test("So is a borrow that is not there, and one that could be any of several")
    func choice() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad])
            for device in ["one", "two"] {
                _ = try await berth("borrow", "--product", "CAD-PRO", "--max", "--hardware-id", device)
            }
            try expect(try await berth("release", "CAD-PRO", "--json"), "not_sent", code: "input_invalid", status: 64)
            for (words, outcome) in [
                ("release MESH", "not_sent"), ("settle MESH --check", "not_sent"),
                ("settle MESH --note asked", "failed"),
                ("receipt MESH", "failed"),
            ] {
                let words = words.split(separator: " ").map(String.init)
                try expect(
                    try await berth.start(words + ["--json"]).ended(), outcome, code: "borrow_not_found", status: 1)
            }
        }
    }
}
