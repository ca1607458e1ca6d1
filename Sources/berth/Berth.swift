internal import ArgumentParser
internal import CProcess
internal import ClientLive
internal import Foundation
internal import LicenseAPI
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
            DeskCommand.self, BorrowCommand.self, ExtendCommand.self, ReleaseCommand.self, SettleCommand.self,
            ActivateCommand.self, DeactivateCommand.self, LicensesCommand.self, FeaturesCommand.self, SeatsCommand.self,
            StatusCommand.self,
            WatchCommand.self, HistoryCommand.self, ReceiptCommand.self, LedgerCommand.self, ExplainCommand.self,
            ConfigCommand.self, DoctorCommand.self, SandboxCommand.self, ManualCommand.self,
        ],
        // Flags of the root itself would be taken away from the subcommands that have flags of the same names.
        defaultSubcommand: DeskCommand.self)

    static func main() async {
        guard access("/proc/self/cmdline", R_OK) == 0 else {
            // Without it Swift tells a program of no arguments at all, and every verb would open the desk.
            Output.complain(
                "berth: /proc is not mounted here, so that no command can be read; in a chroot: mount -t proc proc /proc"
            )
            Foundation.exit(ExitCode.failure.rawValue)
        }
        // First of all, while no other thread runs: no memory that holds a secret is written to a core file, and no secret
        // stays in the environment. A debugger that started the program keeps it; one that comes later needs root.
        if cp_forbid_dumps() != 0 {
            Output.complain("berth: warning: this system does not let core files be turned off; they may hold secrets")
        }
        _ = ProcessEnvironment.current
        StandardDescriptors.occupy()
        // Output that nobody reads is an error like any other, and not the end of the process at any point.
        signal(SIGPIPE, SIG_IGN)
        if let complaint = OpenFiles.complaint {
            Foundation.exit(OpenFiles.refuse(complaint, CommandLine.arguments))
        }
        EventLoops.limit()
        Output.makeRoomForCommands()
        Foundation.exit(await run(Array(CommandLine.arguments.dropFirst())))
    }
}

/// What this program calls itself towards servers and people.
enum BerthVersion {
    /// The one place of the version.
    static let number = "0.1.0"

    /// The version, and what it was built from where whoever built it has said so: `BERTH_BUILD`, see Package.swift.
    static let text = {
        let build = String(cString: cp_build())
        return build.isEmpty ? number : "\(number) (\(build))"
    }()
}
