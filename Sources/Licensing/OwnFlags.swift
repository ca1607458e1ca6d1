/// The flags by which a command of this program finds the configuration, the ledger and the server that the one who tells it has
/// found.
///
/// Whoever tells a command to somebody completes it by these, so that it can be pasted.
public struct OwnFlags: Hashable, Sendable {
    /// The configuration file, as an absolute path; nil for the standard place.
    public var config: String?
    /// The profile of the configuration.
    public var profile: String?
    /// The ledger's file, as an absolute path, or the address of its database; nil where it is found without a flag.
    public var ledger: String?
    /// The server's address.
    public var server: String?
    /// The key that responses are verified with, as an absolute path.
    public var publicKey: String?
    /// Whether plain HTTP to another host is allowed.
    public var allowsInsecureHTTP: Bool
    /// How each setting is spelt that a flag or a variable says: what is told of it names that in place of the configuration.
    public var spellings: [String: String]

    /// Those that are named; none by itself.
    public init(
        config: String? = nil, profile: String? = nil, ledger: String? = nil, server: String? = nil,
        publicKey: String? = nil, allowsInsecureHTTP: Bool = false, spellings: [String: String] = [:]
    ) {
        self.config = config
        self.profile = profile
        self.ledger = ledger
        self.server = server
        self.publicKey = publicKey
        self.allowsInsecureHTTP = allowsInsecureHTTP
        self.spellings = spellings
    }

    /// A command by the words after the program's name, as one line for a shell.
    public func line(_ words: [String]) -> String {
        complete((["berth"] + words.map(\.shellQuoted)).joined(separator: " "))
    }

    /// The same about what is of another account, which the command finds by itself.
    public func lineElsewhere(_ words: [String]) -> String {
        var flags = withoutServer
        flags.profile = nil
        return flags.line(words)
    }

    /// The same about what was made on a server, which is named where the command would not go there by itself.
    ///
    /// - Parameters:
    ///   - words: those after the program's name.
    ///   - server: its server.
    ///   - profile: the profile that it was made with, where the configuration has that.
    ///   - known: the servers that the configuration has, those of its profiles among them.
    public func line(_ words: [String], on server: String, profile: String?, among known: [String]) -> String {
        func isIt(_ other: String) -> Bool { ServerIdentity.areSame(server, other) }
        if self.server.map(isIt) ?? known.contains(where: isIt) { return line(words) }
        guard !known.contains(where: isIt) else { return lineElsewhere(words) }
        var flags = withoutServer
        (flags.server, flags.profile) = (server, profile)
        return flags.line(words)
    }

    /// A line for a shell with those of the flags that its command takes and has not got; one that is no command of this program
    /// stays as it is.
    ///
    /// What is run by `sudo`, or with variables of its own, is a command of this program, too; so is what `ssh` runs, which is one
    /// word there.
    public func complete(_ line: String) -> String {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let place = words.firstIndex(of: "berth") else { return line }
        let before = words[..<place]
        let isRun = before.first.map { ["sudo", "ssh"].contains($0) || $0.contains("=") } ?? true
        guard isRun, let reach = Self.reach(of: words[(place + 1)...]) else { return line }
        let flags = flags(for: words[place...]).flags(upTo: reach).filter { !words.contains(Substring($0.name)) }
        guard !flags.isEmpty else { return line }
        let command = (words[place...].map(String.init) + flags.flatMap(\.words)).joined(separator: " ")
        return (before.map(String.init) + [before.first == "ssh" ? command.shellQuoted : command])
            .joined(separator: " ")
    }
}

extension OwnFlags {
    /// The verbs that are about a borrow made earlier, and go to its account.
    private static let finders: Set<Substring> = ["extend", "release", "settle"]

    /// Those that fit the words of a command: whose borrow it is tells the profile, unless a server was named outright.
    private func flags(for words: ArraySlice<Substring>) -> OwnFlags {
        var flags = self
        if server == nil, let verb = words.dropFirst().first, Self.finders.contains(verb) { flags.profile = nil }
        return words.contains("--profile") ? flags.withoutServer : flags
    }

    /// The same without what is about one server.
    private var withoutServer: OwnFlags {
        var flags = self
        (flags.server, flags.publicKey, flags.allowsInsecureHTTP) = (nil, nil, false)
        return flags
    }

    /// How much a command looks for, and so which of the flags it takes: each takes those of the ones before it, too.
    enum Reach: Int, Comparable {
        case configuration, profile, ledger, server

        static func < (one: Reach, other: Reach) -> Bool { one.rawValue < other.rawValue }
    }

    /// The verbs that take some of the flags; the empty one opens the desk.
    static let reaches: [String: Reach] = [
        "config init": .configuration, "config path": .configuration, "config show": .profile,
        "config check": .server, "status": .ledger, "history": .ledger, "receipt": .ledger, "watch": .ledger,
        "ledger init": .ledger, "ledger check": .ledger, "ledger backup": .ledger, "ledger prune": .ledger,
        "ledger vacuum": .ledger, "": .server, "desk": .server, "borrow": .server, "extend": .server,
        "release": .server, "settle": .server, "seats": .server, "activate": .server, "deactivate": .server,
        "licenses": .server, "features": .server, "doctor": .server,
    ]

    /// What the words after the program's name look for; nil for what takes none of the flags, or needs none.
    private static func reach(of words: ArraySlice<Substring>) -> Reach? {
        guard !words.contains(where: { ["--demo", "--help", "--version"].contains($0) }) else { return nil }
        let verbs = words.prefix { !$0.hasPrefix("-") }
        guard let verb = verbs.first else { return reaches[""] }
        guard ["config", "ledger"].contains(verb) else { return reaches[String(verb)] }
        // What is done with a ledger that is named reads no configuration.
        guard verb == "config" || !words.contains("--ledger") else { return nil }
        return reaches[verbs.prefix(2).joined(separator: " ")]
    }

    /// A flag, and the words that it is.
    private struct Flag {
        let name: String
        let words: [String]

        init?(_ name: String, _ value: String?) {
            guard let value else { return nil }
            (self.name, words) = (name, [name, value.shellQuoted])
        }

        init?(_ name: String, if isSet: Bool) {
            guard isSet else { return nil }
            (self.name, words) = (name, [name])
        }
    }

    /// Those that are set and that a command takes which looks for so much.
    private func flags(upTo reach: Reach) -> [Flag] {
        let flags: [(Reach, Flag?)] = [
            (.configuration, Flag("--config", config)), (.profile, Flag("--profile", profile)),
            (.ledger, Flag("--ledger", ledger)), (.server, Flag("--server", server)),
            (.server, Flag("--public-key", publicKey)),
            (.server, Flag("--allow-insecure-http", if: allowsInsecureHTTP)),
        ]
        return flags.compactMap { $0 <= reach ? $1 : nil }
    }
}

extension Explanation {
    /// The same with commands that can be pasted: each has the flags by which whoever tells it found what it is about; and with
    /// the flag or the variable that says a setting, where the configuration does not.
    public func completed(by flags: OwnFlags) -> Explanation {
        var explanation = told(in: SettingWords(flags.spellings))
        explanation.remedies = explanation.remedies.map { $0.completed(by: flags) }
        return explanation
    }
}

extension Remedy {
    /// The same with a command that can be pasted.
    public func completed(by flags: OwnFlags) -> Remedy {
        Remedy(words, typing: command.map(flags.complete), action)
    }
}
