internal import ClientLive
internal import Licensing

/// What several pages have.
extension Mdoc {
    /// Begins a page with its name.
    init(_ page: ManualPage.Reference, about subject: String, _ edition: Manual.Edition) {
        self.init(
            title: page.name, section: page.section, date: edition.date, system: "Berth \(edition.version)")
        line("Sh", "NAME")
        line("Nm", page.name)
        line("Nd", subject.prefix(1).lowercased() + subject.dropFirst().trimming("."))
    }

    /// Adds how a command is typed, but for what every command has.
    mutating func synopsis(_ words: [String], _ command: CommandDescription) {
        line([.macro("Nm"), .text("berth")])
        if !words.isEmpty { line([.macro("Cm")] + words.map { .text($0) }) }
        let arguments = command.shownArguments.filter { !$0.isUniversal }
        for argument in arguments.filter({ $0.kind != .positional }) + arguments.filter({ $0.kind == .positional }) {
            let flag = (argument.names ?? []).first { $0.kind == "long" } ?? argument.names?.first
            let repetition: [Word] = argument.isRepeating ? [.macro("Ar"), .text("...")] : []
            line(
                (argument.isOptional ? [.macro("Op")] : []) + (flag.map { Self.flag($0.spelt) } ?? [])
                    + (argument.value.map { [.macro("Ar"), .text($0)] } ?? []) + repetition)
        }
    }

    /// Adds what may stand after a command, each with what it means.
    mutating func arguments(_ arguments: [ArgumentDescription]) {
        list(arguments) { page, argument in
            let names = (argument.names ?? []).map { Self.flag($0.spelt) }
            let joined = names.dropFirst().reduce(names.first ?? []) { $0 + [.mark(",")] + $1 }
            page.line([.macro("It")] + joined + (argument.value.map { [.macro("Ar"), .text($0)] } ?? []))
            page.prose(argument.meaning)
        }
    }

    /// Adds what is read from the environment besides the settings.
    mutating func environment() {
        list(Self.variables) { page, variable in
            page.line(.macro("It"), .macro("Ev"), .text(variable.name))
            page.prose(variable.meaning)
        }
    }

    private static let variables: [(name: String, meaning: String)] = [
        ("BERTH_CONFIG", "The configuration file, where `--config` names none."),
        (
            "BERTH_SETTING",
            "Any setting of berth-config(5) but \(inFileAlone), by its name in upper case: `BERTH_SERVER` for `server`. It "
                + "goes before the file."
        ),
        ("CREDENTIALS_DIRECTORY", "Where systemd has put the credentials of a unit."),
        (
            "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
            "The proxies, in upper or lower case. This host is never reached through one."
        ),
        ("NO_COLOR", "If set, the desk is drawn without colours."),
        ("TERM", "The terminal; on a `dumb` one the desk asks line by line."),
        ("TZ", "The time zone, where `time_zone` sets none."),
        ("XDG_CONFIG_HOME, XDG_STATE_HOME", "Where configuration and ledger are, as in the files below."),
    ]

    /// The settings that no variable can hold.
    private static let inFileAlone = SettingDescription.all.filter { $0.variable == nil }.map { "`\($0.name)`" }
        .joined(separator: ", ")

    /// Adds the files that the program reads and writes.
    mutating func files() {
        let paths = ConfigurationPaths(environment: [:], home: "~", workingDirectory: "/")
        line("Sh", "FILES")
        list([
            (paths.configFile, "The configuration, see berth-config(5)."),
            (paths.ledger, "The ledger: the only record of what was borrowed."),
        ]) { page, file in
            page.line(.macro("It"), .macro("Pa"), .text(file.0))
            page.prose(file.1)
        }
    }

    /// Adds command lines as examples.
    mutating func examples(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        line("Sh", "EXAMPLES")
        literal(lines)
    }

    /// Adds what else to read, in the manual's own order.
    mutating func seeAlso(_ pages: some Sequence<ManualPage.Reference>) {
        line("Sh", "SEE ALSO")
        let sorted = Set(pages).sorted()
        for page in sorted {
            let mark: [Word] = page == sorted.last ? [] : [.mark(",")]
            line([.macro("Xr"), .text(page.name), .text("\(page.section)")] + mark)
        }
    }
}
