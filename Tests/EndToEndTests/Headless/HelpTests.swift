import Foundation
import TestKit
import Testing

@Suite("Help", .heavy)
struct HelpTests {
    /// A command as the parser describes it.
    private struct Command: Decodable {
        var commandName: String
        var superCommands: [String]?
        var discussion: String?
        var subcommands: [Command]?

        var all: [Command] { [self] + (subcommands ?? []).flatMap(\.all) }
    }

    private struct Description: Decodable { var command: Command }

    @Test("Each line of an example is whole at 80 columns")
    func examples() async throws {
        let berth = BerthProgram(home: try Home(), variables: ["COLUMNS": "80"])
        let dumped = try await berth.start(["--experimental-dump-help"], output: nil).ended()
        let root = try JSONDecoder().decode(Description.self, from: Data(dumped.output.utf8)).command
        var count = 0
        for command in root.all where command.commandName != "help" {
            let lines = (command.discussion ?? "").split(separator: "\n").filter { $0.hasPrefix("  ") }
            guard !lines.isEmpty else { continue }
            let words = (command.superCommands ?? []).dropFirst() + [command.commandName, "--help"]
            let help = try await berth.start(Array(words), output: nil).ended().output
            let shown = Set(help.split(separator: "\n"))
            for line in lines {
                #expect(line.count <= 80 && shown.contains(line), "\(words): \(line)")
                count += 1
            }
        }
        #expect(count > 40, "\(count)")
    }

    @Test(
        "A verb, a flag and a secret that is none of the flags are found by their beginning, or without their hyphens",
        arguments: [
            ("stat", "Unknown command 'stat'. Did you mean 'status'?"),
            ("hist", "Unknown command 'hist'. Did you mean 'history'?"),
            ("help borow", "Unknown command 'borow'. Did you mean 'borrow'?"),
            ("help config chek", "Unknown command 'chek'. Did you mean 'check'?"),
            ("help fnord", "Unknown command 'fnord'.\n"),
            ("borrow --prod X", "Unknown option '--prod'. Did you mean '--product'?"),
            ("--apikey x", "--apikey does not exist: what stands on a command line is seen by everybody"),
            ("borrow --passwd x", "--passwd does not exist: what stands on a command line is seen by everybody"),
            (
                "borrow --licensekey x",
                "--licensekey does not exist: what stands on a command line is seen by everybody"
            ),
            ("borrow --passwor x", "--passwor does not exist: what stands on a command line is seen by everybody"),
            ("borrow --password-fil x", "Unknown option '--password-fil'. Did you mean '--password-file'?"),
            ("extend CAD-PRO --to fri", "Unknown option '--to'."), ("status --to x", "Unknown option '--to'.\n"),
            ("history --to x", "Unknown option '--to'.\n"),
            ("config init --co x", "Unknown option '--co'. Did you mean '--config'?"),
            ("config init --conf x", "Unknown option '--conf'. Did you mean '--config'?"),
            (
                "status --token x",
                "--token does not exist: what stands on a command line is seen by everybody on this host.\n"
            ),
        ])
    func near(words: String, told: String) async throws {
        let berth = BerthProgram(home: try Home())
        let arguments = words.split(separator: " ").map(String.init)
        let ended = try await berth.start(arguments).ended()
        #expect(ended.status == 64 && ended.errors.hasPrefix("Error: " + told), "\(ended)")
        let printed = try await berth.start(arguments + ["--json"]).ended().printed(PrintedOutcome.self)
        #expect(printed.problem?.exit_code == 64, "\(printed)")
        #expect(try await berth.start(["help", "borrow"]).ended().status == 0)
    }

    @Test("A scenario file that is wrong is told as that, with its line and with what shows of what form it is")
    func scenario() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home)
        for (text, told) in [
            ("products:\n- code: A\n  id: one\nlicenses: []", "line 3: products[0].id must be a whole number."),
            ("products: [", ": this is not YAML: "), ("# nothing", "holds no scenario"),
        ] {
            let file = try home.write(text, to: "scenario.yaml")
            let ended = try await berth("sandbox", "--scenario", file, "--port", "0")
            #expect(ended.status == 64 && ended.unwrapped.contains(file), "\(ended)")
            #expect(ended.unwrapped.contains(told) && !ended.errors.contains("configuration"), "\(ended)")
            #expect(ended.unwrapped.contains("berth sandbox --print-scenario"), "\(ended)")
        }
    }

    @Test(
        "A flag of the sandbox that cannot be used is a flag's fault",
        arguments: [
            "--port 70000", "--port -1", "--port x", "--host 1.2.3.4", "--scenario nothing", "--scenario /",
            "--state /dev/null --port 0", "--clock x", "--fail x",
        ])
    func sandbox(flags: String) async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth.start(["sandbox"] + flags.split(separator: " ").map(String.init)).ended()
        #expect(ended.status == 64, "\(flags): \(ended)")
        #expect(!ended.errors.contains("config init"), "\(flags): \(ended)")
    }
}
