internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

/// The command line: without a verb it opens the desk.
@main
struct Berth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract: "Borrow floating licenses from the LicenseSpring License API, in a terminal.",
        discussion: """
            Without a subcommand it opens the desk, a full-screen form with a list of your borrows. \
            Try it without an account: berth --demo
            """,
        version: BerthVersion.text,
        subcommands: [
            DeskCommand.self, BorrowCommand.self, ReleaseCommand.self, StatusCommand.self, HistoryCommand.self,
            ReceiptCommand.self, LedgerCommand.self, ExplainCommand.self, SandboxCommand.self,
        ],
        // Flags of the root itself would be taken away from the subcommands that have flags of the same names.
        defaultSubcommand: DeskCommand.self)
}

/// What this program calls itself towards servers and people.
enum BerthVersion {
    static let text = "0.1.0"
}

/// Runs a command's body; a problem becomes words on standard error and the exit status of its kind.
func exiting(_ body: () async throws -> ExitCode) async throws {
    do {
        let code = try await body()
        throw ArgumentParser.ExitCode(code.rawValue)
    } catch let problem as Problem {
        Report.problem(problem)
        throw ArgumentParser.ExitCode(ProblemCatalogue.explain(problem).exitCode.rawValue)
    }
}

typealias ExitCode = Licensing.ExitCode
