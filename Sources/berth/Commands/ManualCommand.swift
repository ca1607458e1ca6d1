internal import ArgumentParser
internal import Files
internal import Foundation
internal import Licensing
internal import Manual

/// Writes the manual, for whoever makes a package; a person reads it by `man berth`.
///
/// The program writes it itself, so that a binary and its pages never differ, and a package needs no second program.
struct ManualCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Write the manual's pages, each to its place below a folder such as /usr/share/man.",
        discussion: """
            They are made of the command line's own help, the settings and the table of exit statuses. Their date is that of \
            SOURCE_DATE_EPOCH, where it is set; else today.

            Examples:
              berth manual ~/.local/share/man && man berth
            """,
        shouldDisplay: false)

    @Argument(
        help: "The folder; it is created where it is missing.", completion: .directory, transform: PathArgument.read)
    var folder: String

    var ownFlags: OwnFlags { OwnFlags() }

    mutating func perform() async throws -> ExitCode {
        let manual = try Manual(describing: Berth._dumpHelp(), version: BerthVersion.number, date: try Self.date())
        let folder = URL(fileURLWithPath: folder, isDirectory: true)
        for page in manual.pages { try Self.write(page.source, to: folder.appending(path: page.path)) }
        return .success
    }

    private static func write(_ text: String, to file: URL) throws(Problem) {
        do throws(SystemError) {
            try Folders.make(file.deletingLastPathComponent().path, mode: 0o777)
        } catch {
            throw .unwritable(file.path, error.words)
        }
        try ReplacedFile.write(Data(text.utf8), to: file.path, mode: 0o644, "a page of a manual") {
            $0.hasPrefix(".Dd ")
        }
    }

    /// The date that reproducible builds ask for, or now.
    private static func date() throws(Problem) -> Date {
        guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"] else { return Date() }
        guard let seconds = TimeInterval(text) else {
            throw .usage("SOURCE_DATE_EPOCH is a number of seconds, not \(text).", name: "SOURCE_DATE_EPOCH")
        }
        return Date(timeIntervalSince1970: seconds)
    }
}
