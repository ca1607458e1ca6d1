import Foundation
import TestKit
import Testing

@Suite("Arguments that cannot be understood", .heavy)
struct UsageTests {
    private func failure(_ words: String) async throws -> PrintedOutcome.Problem {
        let arguments = words.split(separator: " ").map(String.init)
        let berth = BerthProgram(home: try Home())
        let ended = try await berth.start(arguments).ended()
        // The output is in the home.
        withExtendedLifetime(berth) {}
        #expect(ended.status == 64 && ended.errors.isEmpty, "\(ended)")
        let printed = try ended.printed(PrintedOutcome.self)
        #expect(printed.outcome == "failed" && printed.effect == "none")
        let problem = try #require(printed.problem)
        #expect(problem.code == "input_invalid" && problem.exit_code == 64)
        return problem
    }

    @Test("With --json, wherever it stands, a mistyped flag or verb is printed with what was meant")
    func mistyped() async throws {
        for words in [
            "borrow --prodcut X --max --json", "--json borrow --prodcut X --max", "borrow --json --prodcut X",
        ] {
            let problem = try await failure(words)
            #expect(problem.what_happened == "Unknown option '--prodcut'.", "\(words)")
            #expect(problem.remedies.first == "Did you mean '--product'?", "\(words): \(problem)")
            #expect(problem.remedies.dropFirst().first == "see berth borrow --help", "\(words): \(problem)")
        }
        let verb = try await failure("statuss --json")
        #expect(verb.what_happened == "Unknown command 'statuss'." && verb.remedies.first == "Did you mean 'status'?")
    }

    @Test("So is whatever else is wrong with the arguments, in the parser's words or the verb's")
    func other() async throws {
        #expect(
            try await failure("release --json").what_happened
                == "Say which borrow: by its id or its product, or by --from FILE.")
        #expect(try await failure("settle X --json").what_happened.hasPrefix("Say how: one of --repeat"))
        #expect(try await failure("borrow --product X --timeout soon --max --json").what_happened.contains("--timeout"))
        #expect(try await failure("extend --json").what_happened.hasPrefix("Missing expected argument"))
        let secret = try await failure("borrow --license-key AAAA-BBBB-CCCC-4444 --json")
        #expect(secret.what_happened.contains("seen by everybody") && !"\(secret)".contains("AAAA-BBBB"))
    }

    @Test("An empty path, as of a variable that is not set, is refused in one sentence wherever a path can stand")
    func emptyPath() async throws {
        let berth = BerthProgram(home: try Home())
        for words in [
            "status --ledger @", "status --config @", "borrow --product X --max --log-file @",
            "receipt X --public-key @",
            "release X --license-key-file @", "borrow --product X --max --from @", "watch --once --state @",
            "status --format prometheus --output @", "history --export @", "receipt X --export @", "ledger backup @",
            "ledger copy @ x", "sandbox --state @", "sandbox --scenario @", "config check --config @", "manual @",
        ] {
            let arguments = words.split(separator: " ").map { $0 == "@" ? "" : String($0) }
            let ended = try await berth.start(arguments).ended()
            #expect(ended.status == 64, "\(words): \(ended)")
            #expect(ended.errors.contains("A path is needed, and this one is empty."), "\(words): \(ended)")
        }
        #expect(berth.home.contents().keys.allSatisfy { $0.hasPrefix("scratch") }, "nothing is made")
    }

    @Test("Without it they are told in words; help and the version are what they are")
    func words() async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth("borrow", "--prodcut", "X")
        #expect(ended.status == 64 && ended.output.isEmpty, "\(ended)")
        #expect(
            ended.errors.hasPrefix("Error: Unknown option '--prodcut'. Did you mean '--product'?\nUsage: berth borrow ")
        )
        let shell = try await berth("--generate-completion-script", "tcsh")
        #expect(shell.status == 64 && shell.errors.contains("tcsh"), "\(shell)")
        #expect(!shell.errors.contains("Unknown option"), "\(shell)")
        let help = try await berth.start(["borrow", "--help"], output: nil).ended()
        #expect(help.status == 0 && help.output.hasPrefix("OVERVIEW: Borrow a license"), "\(help)")
        #expect(try await berth("--version").output == "0.1.0\n")
    }
}
