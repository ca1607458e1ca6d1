internal import ArgumentParser
internal import Licensing

/// A verb or a flag that there is none of, with what was probably meant.
///
/// The parser takes a mistyped verb for an argument, and misses what a mistyped flag was to bring before it tells that it does not
/// know the flag. Whoever mistypes either is told of that, and of the command where it stands.
struct Mistyped {
    /// What was typed.
    private(set) var word: String
    /// The command that it stands below.
    let command: any ParsableCommand.Type
    /// What there is in its place.
    private let known: [String]
    private let kind: String

    /// Looks for it in arguments that the parser has refused; nil where something else is wrong with them.
    init?(_ arguments: [String]) {
        var command: any ParsableCommand.Type = Berth.self
        var mayBeValue = false
        for word in arguments.prefix(while: { $0 != "--" }) {
            let verbs = command.configuration.subcommands
            guard !verbs.isEmpty, word != "help" else { break }
            if let verb = verbs.first(where: { $0._commandName == word }) {
                command = verb
            } else if word.hasPrefix("-") {
                // What follows a flag may be its value.
                mayBeValue = true
            } else if !mayBeValue {
                (self.word, self.command, kind) = (word, command, "command")
                known = verbs.map { $0._commandName }
                return
            }
        }
        command = command.configuration.defaultSubcommand ?? command
        let flags = Self.flags(of: command)
        let typed = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }.map {
            String($0.prefix { $0 != "=" })
        }
        guard let flag = typed.first(where: { !flags.contains($0) }) else { return nil }
        (word, self.command, known, kind) = (flag, command, flags, "option")
    }

    /// Looks for it behind `help`, which the parser takes to mean the command before it.
    init?(help arguments: [String]) {
        guard arguments.first == "help" else { return nil }
        var command: any ParsableCommand.Type = Berth.self
        for word in arguments.dropFirst() where !word.hasPrefix("-") {
            let verbs = command.configuration.subcommands
            guard !verbs.isEmpty else { return nil }
            guard let verb = verbs.first(where: { $0._commandName == word }) else {
                (self.word, self.command, kind) = (word, command, "command")
                known = verbs.map { $0._commandName }
                return
            }
            command = verb
        }
        return nil
    }

    /// The same, with what is told of the word that was typed.
    func telling(_ told: (String) -> String) -> Mistyped {
        var mistake = self
        mistake.word = told(word)
        return mistake
    }

    /// What is wrong, what was probably meant, and how the command is used.
    var words: [String] {
        if let refusal { return ["Error: " + refusal] }
        let usage = Berth.usageString(for: command)
        return ["Error: \(sentence)\(hint.map { " " + $0 } ?? "")"]
            + "Usage: \(usage)".split(separator: "\n").map(String.init) + ["  See '\(help)' for more information."]
    }

    /// Why what was typed is not taken, where it is more than mistyped.
    var refusal: String? {
        guard let meant, let places = Self.secrets[meant] else { return nil }
        // Of the flags those that the command has.
        let known = places.filter { !$0.hasPrefix("--") || self.known.contains($0) }
            .map { $0.hasPrefix("--") ? $0 + " FILE" : $0 }
        let source = known.isEmpty ? "" : " The secret comes from \(known.alternatives)."
        return "\(word) does not exist: what stands on a command line is seen by everybody on this host." + source
    }

    /// What is wrong.
    var sentence: String { "Unknown \(kind) '\(word)'." }

    /// What was probably meant; nil where nothing is near.
    var hint: String? { meant.map { "Did you mean '\($0)'?" } }

    private var meant: String? {
        if Self.secrets[word] != nil { return word }
        // Two letters are the beginning of too much.
        let mayBeSecret = kind == "option" && word.count > "--to".count
        let near = NearMatch.of(word, among: known + (mayBeSecret ? Self.secrets.keys.sorted() : []))
        let places = Set(Self.secrets.values.joined())
        // The beginning of another flag of the command is that, whatever secret begins so, too.
        guard let near, Self.secrets[near] != nil,
            let own = NearMatch.of(word, among: known.filter { !places.contains($0) }), own.hasPrefix(word)
        else { return near }
        return own
    }

    /// The command that explains the one where it stands.
    var help: String {
        let usage = Berth.usageString(for: command)
        let name = usage.split(separator: " ").prefix { !$0.hasPrefix("[") && !$0.hasPrefix("<") && !$0.hasPrefix("-") }
        return "\(name.joined(separator: " ")) --help"
    }

    /// Flags that people expect to take a secret, and where it comes from instead: what stands on a command line is seen by
    /// everybody on this host.
    private static let secrets: [String: [String]] = {
        let key = ["--license-key-file", "BERTH_LICENSE_KEY", "license_key_command"]
        let client = ["BERTH_OAUTH_CLIENT_SECRET", "oauth_client_secret_file", "oauth_client_secret_command"]
        return [
            "--license-key": key, "--key": key,
            "--password": ["--password-file", "BERTH_PASSWORD", "password_command"],
            "--api-key": ["BERTH_API_KEY", "api_key_file", "api_key_command"],
            "--shared-key": ["BERTH_SHARED_KEY", "shared_key_file", "shared_key_command"],
            "--client-secret": client, "--oauth-client-secret": client,
            "--code": ["--code-file"], "--token": ["--token-file"], "--id-token": ["--token-file"],
        ]
    }()

    /// The long flags of a command, from its help.
    private static func flags(of command: any ParsableCommand.Type) -> [String] {
        Berth.helpMessage(for: command, includeHidden: true).matches(of: /--[a-z][a-z-]*/).map { String($0.output) }
            + ["--generate-completion-script"]
    }
}

extension CommandFailure {
    /// Arguments that cannot be understood.
    ///
    /// - Parameter message: what the parser says of them, where no word is known to be mistyped.
    init(_ mistake: Mistyped?, message: String) {
        let sentence = mistake.map { $0.refusal ?? $0.sentence } ?? message
        self.init(.usage(sentence.hasSuffix(".") ? sentence : sentence + ".", name: mistake?.word ?? "arguments"))
        guard let mistake, mistake.refusal == nil else { return }
        advice = (mistake.hint.map { [$0] } ?? []) + ["see \(mistake.help)"]
    }
}
