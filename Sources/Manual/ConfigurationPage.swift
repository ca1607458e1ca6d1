internal import ClientLive

/// `berth-config(5)`: every setting.
struct ConfigurationPage {
    let page: ManualPage

    init(_ edition: Manual.Edition) {
        let name = ManualPage.Reference.configuration
        var text = Mdoc(name, about: "the configuration of berth", edition)
        text.line("Sh", "DESCRIPTION")
        text.prose(Self.places)
        text.line("Sh", "SETTINGS")
        text.list(SettingDescription.all, Self.add)
        text.line("Sh", "PROFILES")
        text.prose(Self.profiles)
        text.literal(SettingDescription.exampleOfProfiles)
        text.line("Sh", "SECRETS")
        text.prose(Self.secrets)
        text.line("Sh", "ENVIRONMENT")
        text.environment()
        text.files()
        text.line("Sh", "EXAMPLES")
        text.prose("A file with the secrets where they are safe:")
        text.literal(SettingDescription.example)
        text.seeAlso([.program, .exitStatuses, .configurationVerb])
        page = ManualPage(name: name.name, section: name.section, source: text.source)
    }

    private static func add(to text: inout Mdoc, _ setting: SettingDescription) {
        text.line(.macro("It"), .macro("Cm"), .text(setting.name))
        let meaning = setting.meaning.prefix(1).uppercased() + setting.meaning.dropFirst() + "."
        text.prose(meaning)
        if let standard = setting.standard { text.prose("Default: \(standard).") }
        text.prose(setting.variable.map { "Variable: `\($0)`." } ?? "It stands in the file alone.")
        if let credential = setting.credential { text.prose("Credential of a systemd unit: `\(credential)`.") }
        if !setting.belongsInFile { text.prose("Not in the file.") }
    }

    private static let places = """
        A setting comes from the first of these that has it: a flag of the command; an environment variable; for secrets, a \
        credential of the systemd unit; the configuration file; the default. The file is the one that `--config` names, else \
        `BERTH_CONFIG`, else the standard one. `berth config path` tells which is used, `berth config show` where each value \
        comes from, and `berth config check` what is wrong with it.

        The file is YAML, one setting a line. An unknown setting is refused, with the one that was probably meant. A setting \
        without a value is not set. A relative path in the file begins at the file's own folder; in variables and on the \
        command line, at the working directory.

        A file that others may write to is not obeyed, nor is a public key or a certificate authority in one. A file that \
        holds a secret has to be readable by its owner alone.
        """

    private static let profiles = """
        One file holds several accounts, each below `profiles` by a name, with any of the settings above. What stands at the top \
        level holds for all of them, and a profile's own value goes before it. `--profile` chooses one, else `BERTH_PROFILE`, else \
        `profile` at the top level; where none is chosen, the top level is an account of its own. Variables stand over every \
        profile.

        What opens the server is of one kind, keys or OAuth credentials: the kind that the strongest source has. `berth config init \
        --profile` adds a profile, and `berth config check` looks at all of them.
        """

    private static let secrets = """
        Each secret can also be in a file, by the setting with `_file` at its end, or come from a command, by the one with \
        `_command`. Within one source only one of the three may be set. Of a file's content, or of what a command prints, one \
        newline at the end does not count.

        A command is run without a shell, when its secret is needed: a line is parted into words by its blanks, with quotes \
        and backslashes understood and nothing else; a list is taken as it is. It gets nothing to read, has 30 seconds, and \
        may print 16 KiB.

        No argument takes a secret, since everybody on the host sees those.
        """
}

extension ManualPage.Reference {
    fileprivate static let configurationVerb = Self(name: "berth-config", section: 1)
}
