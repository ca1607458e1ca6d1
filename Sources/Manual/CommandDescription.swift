/// The command line as ArgumentParser describes it (`--experimental-dump-help`), as far as a page tells of it.
struct CommandLineDescription: Decodable {
    var command: CommandDescription
}

/// A command: what its `--help` is made of.
struct CommandDescription: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var defaultSubcommand: String?
    var subcommands: [CommandDescription]?
    var arguments: [ArgumentDescription]?

    /// The commands below it that a person is to see; `help` tells what the pages tell.
    var verbs: [CommandDescription] {
        (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
    }

    /// What may stand after it, in the order of its help.
    var shownArguments: [ArgumentDescription] { (arguments ?? []).filter(\.shouldDisplay) }

    var flags: [ArgumentDescription] { shownArguments.filter { $0.kind != .positional } }

    /// Whether it can be told a configuration file.
    var readsConfiguration: Bool { flags.contains { $0.longName == "config" } }

    /// What it does at more length, without its examples; nil where nothing is said.
    var explanation: String? {
        let parts = discussion?.components(parting: Self.examplesHead)
        return parts?.before.isEmpty == false ? parts?.before : nil
    }

    /// Command lines that show how it is used.
    var examples: [String] {
        let lines = discussion?.components(parting: Self.examplesHead).after.split(separator: "\n") ?? []
        return lines.map { $0.trimming(" ") }.filter { !$0.isEmpty }
    }

    private static let examplesHead = "Examples:"
}

/// A flag, an option with a value, or a value that stands alone.
struct ArgumentDescription: Decodable {
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    struct Name: Decodable {
        var kind: String
        var name: String

        var spelt: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: Kind
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?

    var longName: String? { names?.first { $0.kind == "long" }?.name }

    /// What stands for its value; nil of a flag.
    var value: String? { kind == .flag ? nil : valueName ?? "value" }

    /// Whether every command has it, so that a synopsis need not say so.
    var isUniversal: Bool { ["help", "version"].contains(longName) }

    /// What it means, with its values and its default.
    var meaning: String {
        [
            abstract, allValues.map { "One of \($0.joined(separator: ", "))." }, defaultValue.map { "Default: \($0)." },
        ].compactMap(\.self).joined(separator: " ")
    }
}
