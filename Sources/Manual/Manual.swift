public import FoundationEssentials
internal import Licensing

/// The manual of the program, made of what it knows of itself: its command line, its settings, its exit statuses and the problems
/// that it explains.
public struct Manual {
    let program: CommandDescription
    let edition: Edition

    /// What stands at head and foot of each page.
    struct Edition {
        var version: String
        var date: String
    }

    /// Reads the command line from ArgumentParser's description of it.
    ///
    /// - Parameters:
    ///   - description: the JSON that `--experimental-dump-help` prints.
    ///   - version: the program's.
    ///   - date: of the pages; nothing else in them depends on when they are made.
    /// - Throws: a `DecodingError` where the description is in another form.
    public init(describing description: String, version: String, date: Date) throws {
        program = try JSONDecoder().decode(CommandLineDescription.self, from: Data(description.utf8)).command
        edition = Edition(version: version, date: Self.words(date))
    }

    /// All pages.
    public var pages: [ManualPage] {
        [ProgramPage(program, edition).page] + program.verbs.map { VerbPage($0, of: program, edition).page }
            + [ConfigurationPage(edition).page, ExitStatusPage(edition).page]
    }

    /// The day as mdoc(7) wants it, `November 29, 2026`, in UTC.
    private static func words(_ date: Date) -> String {
        let fields = UTC.format(date).prefix(10).split(separator: "-")
        let month = fields.dropFirst().first.flatMap { Int($0) } ?? 1
        let day = fields.last.flatMap { Int($0) } ?? 1
        return "\(months[month - 1]) \(day), \(fields.first ?? "")"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// One page of the manual.
public struct ManualPage: Sendable {
    /// What it is asked for by: `berth-borrow`.
    public let name: String
    /// The section of the manual: 1 for commands, 5 for files, 7 for the rest.
    public let section: Int
    /// Its source, in mdoc(7).
    public let source: String

    /// Where it stands below a folder of manuals: `man1/berth-borrow.1`.
    public var path: String { "man\(section)/\(name).\(section)" }

    var reference: Reference { Reference(name: name, section: section) }

    /// How other pages name it.
    struct Reference: Hashable, Comparable {
        var name: String
        var section: Int

        static let program = Reference(name: "berth", section: 1)
        static let configuration = Reference(name: "berth-config", section: 5)
        static let exitStatuses = Reference(name: "berth-exit-codes", section: 7)

        static func verb(_ verb: CommandDescription) -> Reference {
            Reference(name: "berth-" + verb.commandName, section: 1)
        }

        static func < (a: Reference, b: Reference) -> Bool { (a.section, a.name) < (b.section, b.name) }
    }
}
