internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import Screens

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Write the configuration, find it, or have it checked.",
        subcommands: [Init.self, Path.self, Check.self, Show.self])
}

/// Which configuration: the flag of its commands.
struct ConfigOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "path"), completion: .file())
    var config: String?
}

extension ConfigCommand {
    struct Init: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Ask for server, keys, product and device, check each, and write the configuration.",
            discussion: """
                Asks line by line; answers may come from a pipe. Nothing is written before the last question, and nothing \
                is replaced without a yes. Files are yours alone (0600).
                """)

        @OptionGroup var options: ConfigOptions

        @Flag(help: "Write ASCII characters only.")
        var ascii = false

        mutating func perform() async throws -> ExitCode {
            let talk = Conversation(ascii: ascii, leaving: "leave")
            do {
                switch try await FirstStart(flag: options.config).run(talk) {
                case .configured: break
                case .demo: try talk.say("The demo needs no configuration: berth --demo")
                case .left: try talk.say("Nothing was written.")
                }
                return .success
            } catch Conversation.Left.inputEnded {
                try talk.say("The input ended before all was answered: nothing was written.")
                return .usage
            }
        }
    }

    struct Path: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Tell where the configuration is looked for, in which order, and what is there.")

        @OptionGroup var options: ConfigOptions

        mutating func perform() async throws -> ExitCode {
            let places = ConfigurationPlace.all(flag: options.config, .current)
            for (number, place) in places.enumerated() {
                let use = number > 0 ? "not looked at" : place.isThere ? "used" : "nothing there"
                try Report.line("\(place.path)  \(place.namedBy.map { "by \($0)" } ?? "the standard place"), \(use)")
            }
            return .success
        }
    }

    struct Check: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Check the configuration without asking the server: every setting, the keys and the colours.",
            discussion: """
                Where there are profiles, each is checked, or the one that --profile names. Secrets are read for that, and \
                commands that print some are run.
                """)

        @OptionGroup var connection: ConnectionOptions

        mutating func perform() async throws -> ExitCode {
            let chosen = try connection.load(readsSecrets: false)
            guard connection.profile == nil, !chosen.profiles.isEmpty else {
                try Report.line(try Self.check(connection))
                return .success
            }
            var lines: [String] = []
            for name in chosen.profiles.map(\.name) {
                var connection = connection
                connection.profile = name
                lines.append(try Self.check(connection))
            }
            try Report.lines(lines)
            return .success
        }

        /// Checks one account; returns that all is well.
        private static func check(_ connection: ConnectionOptions) throws(Problem) -> String {
            let configuration = try connection.load()
            _ = try configuration.apiAuthorization()
            try configuration.checkDesk()
            let file = configuration.configFile ?? "No file; the variables alone"
            let profile = connection.profile.map { ", profile \($0)" } ?? ""
            return "\(file)\(profile): every setting can be used, for \(configuration.server)."
        }
    }

    struct Show: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Show each setting that has a value, and where that comes from; never a secret.")

        @OptionGroup var options: ConfigOptions

        @Option(help: ArgumentHelp("The profile of the configuration.", valueName: "name"))
        var profile: String?

        mutating func perform() async throws -> ExitCode {
            let origins = try SettingOrigin.all(flag: options.config, profile: profile, .current)
            try Report.lines(
                Table.lines(
                    ["Setting", "Value", "From"], origins.map { [$0.name, $0.value, $0.origin] }))
            return .success
        }
    }
}
