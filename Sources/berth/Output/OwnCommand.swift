internal import ClientLive
internal import Foundation
internal import Licensing

/// A command of this program as it is told to somebody who pastes it: with the flags by which it finds the configuration and the
/// ledger that this run has found.
enum OwnCommand {
    /// The flags of the verb that runs which a command that it names needs as well.
    struct Flags: Sendable {
        var config: String?
        var profile: String?
        var ledger: String?
        var server: String?
        var publicKey: String?
        var allowsInsecureHTTP = false
    }

    @TaskLocal static var flags = Flags()

    /// The verbs that read a ledger, and those that ask a server as well.
    private static let readers: Set = ["status", "history", "receipt", "watch"]
    private static let askers: Set = [
        "borrow", "extend", "release", "settle", "seats", "activate", "deactivate", "licenses", "features",
    ]

    /// A command by the words after the program's name, as one line for a shell.
    static func line(_ words: String...) -> String {
        complete((["berth"] + words.map(\.shellQuoted)).joined(separator: " "))
    }

    /// A line that has no such flags so far, with them; one that takes none stays as it is.
    static func complete(_ line: String) -> String {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count > 1, words[0] == "berth" else { return line }
        let verb = String(words[1])
        guard readers.contains(verb) || askers.contains(verb) else { return line }
        return ([line] + flags.reading + (askers.contains(verb) ? flags.asking : [])).joined(separator: " ")
    }
}

extension OwnCommand.Flags {
    fileprivate var reading: [String] {
        Self.words([
            ("--config", config.map(paths.absolute)), ("--profile", profile), ("--ledger", ledgerPath),
        ])
    }

    fileprivate var asking: [String] {
        Self.words([("--server", server), ("--public-key", publicKey.map(paths.absolute))])
            + (allowsInsecureHTTP ? ["--allow-insecure-http"] : [])
    }

    private var paths: ConfigurationPaths { ProcessEnvironment.current.paths }

    /// The ledger's file, where a command without a flag might find another one: a variable is not set everywhere.
    private var ledgerPath: String? {
        if let ledger { return paths.absolute(ledger) }
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        let found = try? BerthConfiguration.load(
            configFile: config, overrides: overrides, environment: .current, asksServer: false, readsSecrets: false)
        return found.flatMap { $0.ledgerPath == paths.ledger ? nil : $0.ledgerPath }
    }

    private static func words(_ flags: [(name: String, value: String?)]) -> [String] {
        flags.flatMap { flag in flag.value.map { [flag.name, $0.shellQuoted] } ?? [] }
    }
}

extension Explanation {
    /// The same with commands that can be pasted.
    var withOwnCommands: Explanation {
        var explanation = self
        explanation.remedies = remedies.map { remedy in
            Remedy(remedy.words, typing: remedy.command.map(OwnCommand.complete), remedy.action)
        }
        return explanation
    }
}
