internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import Screens

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Write the configuration, find it, or have it checked.",
        discussion: """
            Examples:
              berth config init
              berth config check
            """,
        subcommands: [Init.self, Path.self, Check.self, Show.self])
}

/// Which configuration: the flag of its commands.
struct ConfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file.", valueName: "path"), completion: .file(),
        transform: PathArgument.read)
    var config: String?

    /// Those of them that a command which is told to somebody needs, too.
    var ownFlags: OwnFlags {
        var flags = OwnFlags()
        flags.config = config
        return flags
    }
}

extension ConfigCommand {
    // Each says what it is called: to make a word of a type's name takes the parser longer than all the rest of its work.
    struct Init: Verb {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Ask for server, keys, product and device, check each, and write the configuration.",
            discussion: """
                Asks line by line; answers may come from a pipe. Nothing is written before the last question, and nothing \
                is replaced without a yes; where nothing was written, the status is 1, and 64 where the input ended before all was \
                answered; 0 for the demo, which needs no file. Files are yours alone (0600). With --profile a profile is added to the file that is there, which stays as it is \
                otherwise.

                Examples:
                  berth config init
                  berth config init --profile staging
                """)

        @OptionGroup var options: ConfigOptions

        @Option(help: ArgumentHelp("Add a profile of this name to the file.", valueName: "name"))
        var profile: String?

        @Flag(help: "Write ASCII characters only.")
        var ascii = false

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            let talk = Conversation(ascii: ascii, leaving: "leave")
            do {
                switch try await FirstStart(flag: options.config, profile: profile).run(talk) {
                case .configured: return .success
                case .demo:
                    try talk.say("The demo needs no configuration: berth --demo")
                    return .success
                case .left:
                    try talk.say("Nothing was written.")
                    return .failure
                }
            } catch Conversation.Left.inputEnded {
                try talk.say("The input ended before all was answered: nothing was written.")
                return .usage
            }
        }
    }

    struct Path: Verb {
        static let configuration = CommandConfiguration(
            commandName: "path",
            abstract: "Tell where the configuration is looked for, in which order, and what is there.",
            discussion: """
                Where what is there is refused, the status is 78.

                Examples:
                  berth config path
                """)

        @OptionGroup var options: ConfigOptions

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            let places = ConfigurationPlace.all(flag: options.config, .current)
            var code = ExitCode.success
            for (number, place) in places.enumerated() {
                var use = "not looked at"
                do throws(Problem) {
                    if number == 0 { use = try place.isRead() ? "used" : "nothing there" }
                } catch {
                    (use, code) = ("refused: \(error.message)", ProblemCatalogue.explain(error).exitCode)
                }
                try Report.line("\(place.path)  \(place.namedBy.map { "by \($0)" } ?? "the standard place"), \(use)")
            }
            return code
        }
    }

    struct Check: Verb {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check the configuration without asking the server: every setting, the keys and the colours.",
            discussion: """
                The whole file is checked, and every profile, or with --profile that account alone: all that is wrong is told, each \
                with its line and what was probably meant: whatever another command would refuse without asking the server. \
                Secrets are read for that, and the commands in use that print some are run, each once. A variable that is no setting, and near one, is wrong \
                here; other commands tell of it and go on without it.

                Examples:
                  berth config check
                  berth config check --profile staging
                  berth config check --config ./berth.yaml --json
                """)

        @OptionGroup var connection: ConnectionOptions

        @Flag(help: "Print what was found as JSON.")
        var json = false

        var ownFlags: OwnFlags { connection.ownFlags }

        mutating func perform() async throws -> ExitCode {
            var inspection = connection.inspect()
            // What is wrong with a ledger's place keeps it from being read as well.
            if !inspection.faults.contains(where: { $0.facts.name == "ledger" }) {
                for ledger in inspection.ledgers {
                    if let fault = await BerthConfiguration.fault(ofLedger: ledger) {
                        inspection.add(fault, ofLedger: ledger)
                    }
                }
            }
            for note in Set(inspection.accounts.compactMap(\.noteOnProducts)).sorted() {
                Report.note("warning: " + note)
            }
            let code = inspection.faults.first.map { ProblemCatalogue.explain($0).exitCode } ?? .success
            return try Report.found(code) {
                if json {
                    try Report.json(JSONShapes.ConfigurationCheck(inspection, exitCode: code))
                } else if inspection.faults.isEmpty {
                    try Report.lines(Self.accounts(inspection))
                } else {
                    try tell(inspection)
                }
            } instead: {
                try tell(inspection)
            }
        }

        /// That all is well, for each account.
        private static func accounts(_ inspection: ConfigurationInspection) -> [String] {
            let path = inspection.path ?? "No file; the variables alone"
            let accounts = inspection.accounts.map { account in
                let profile = account.profile.map { ", profile \($0.inQuotes)" } ?? ", without a profile"
                return path + (account.profiles.isEmpty ? "" : profile)
                    + ": every setting can be used, for \(account.server)."
            }
            let other = inspection.withoutProfile.map { "\(path), without a profile: no account. \($0.message)" }
            return accounts + [other].compactMap(\.self)
        }

        /// Tells what is wrong: one thing as every problem is told, several in a line each.
        private func tell(_ inspection: ConfigurationInspection) throws(Problem) {
            if inspection.faults.count == 1, let only = inspection.faults.first { throw only }
            let missing = ConfigurationPlace.used(flag: connection.config, .current).path
            let subject =
                inspection.path.map { "\($0), or the variables" } ?? "the variables, and there is no file \(missing)"
            Report.note("\(inspection.faults.count) things are wrong in \(subject):")
            for fault in inspection.faults { Report.note("\(fault.namedMessage) (\(fault.code.rawValue))") }
            Report.note("correct them, or have the file written again: \(OwnCommand.line("config", "init"))")
        }
    }

    struct Show: Verb {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show each setting that has a value, and where that comes from; never a secret.",
            discussion: """
                Examples:
                  berth config show
                  berth config show --profile staging
                """)

        @OptionGroup var options: ConfigOptions

        @Option(help: ArgumentHelp("The profile of the configuration.", valueName: "name"), completion: .profiles)
        var profile: String?

        var ownFlags: OwnFlags {
            var flags = options.ownFlags
            flags.profile = profile
            return flags
        }

        mutating func perform() async throws -> ExitCode {
            let origins = try SettingOrigin.all(flag: options.config, profile: profile, .current)
            try Report.lines(
                Table.lines(
                    ["Setting", "Value", "From"], origins.map { [$0.name, $0.value, $0.origin] }))
            return .success
        }
    }
}

extension Problem {
    /// What is wrong, with the name of the setting, the variable or the flag that it is about; what has its line needs none.
    fileprivate var namedMessage: String {
        guard let name = facts.name, !message.contains(name), facts.line == nil else {
            return message
        }
        return "\(name): \(message)"
    }
}
