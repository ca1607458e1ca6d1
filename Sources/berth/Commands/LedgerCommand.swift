internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import SQLiteLedger

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Check, back up, copy, prune and vacuum the ledger, or make one in a database.",
        discussion: """
            The ledger is the only record of your borrows: the License API has no list of them. It is one SQLite file, \
            by default ~/.local/state/berth/ledger.sqlite. Nothing is ever removed from it but by these commands.

            A ledger is private to its user. To share one, make a directory that its group may write to \
            (mkdir DIR; chgrp GROUP DIR; chmod 3770 DIR) and give everybody --ledger DIR/ledger.sqlite: the file is \
            then created for the group (0660), provided that not everybody may write to the directory.

            Many hosts share one in a PostgreSQL database: --ledger postgresql://…, once init has made its tables. Checks of a \
            file, backups and vacuums are the database's own there: pg_dump, and berth history --verify.

            Examples:
              berth ledger check
              berth ledger backup ~/ledger-copy.sqlite
            """,
        subcommands: [Init.self, Check.self, Backup.self, Copy.self, Prune.self, Vacuum.self])

    struct Check: Verb {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Look for damage in the file, and verify the audit trail.",
            discussion: """
                Examples:
                  berth ledger check
                  berth ledger check --json
                """)

        @OptionGroup var options: LedgerOptions

        @Flag(help: "Print as JSON.")
        var json = false

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            let ledger = try SQLiteLedger(reading: options.address().file(for: "berth ledger check"))
            let report = try await Progress.of("checking the ledger") { try await ledger.check(progress: $0.reach) }
            if !json { try Report.line("The file is sound.") }
            try TrailOutput.report(report, asJSON: json)
            return .success
        }
    }

    struct Backup: Verb {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Copy the ledger to a new file, while others go on working.",
            discussion: """
                The copy is private (0600) and complete: keep it as safe as the ledger. To restore, end all desks, move \
                the ledger aside, and put the copy in its place.

                Examples:
                  berth ledger backup ~/ledger-copy.sqlite
                """)

        @OptionGroup var options: LedgerOptions

        @Argument(
            help: ArgumentHelp("The new file; one that exists is not overwritten.", valueName: "file"),
            completion: .file(), transform: PathArgument.read)
        var destination: String

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            let copy = ProcessEnvironment.current.paths.absolute(destination)
            let ledger = try SQLiteLedger(reading: options.address().file(for: "berth ledger backup"))
            try await Progress.of("copying") { try await ledger.backup(to: copy, progress: $0.reach) }
            try Report.done("Copied \(try options.path()) to \(copy).")
            return .success
        }
    }

    struct Prune: Verb {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: "Remove the oldest part of the history.",
            discussion: """
                Removes what is older, with its receipts, as far as the first line of a borrow that holds a seat or may. \
                What is kept can still be verified: a line takes note of the cut. Export or back up first what you must \
                keep. `berth ledger vacuum` then gives the room back.

                Examples:
                  berth ledger prune --older-than 365d --dry-run
                  berth ledger prune --older-than 365d
                """)

        @OptionGroup var options: LedgerOptions

        @Option(help: ArgumentHelp("How old: 365d, 52w.", valueName: "length"))
        var olderThan: String

        @Flag(help: "Say what would be removed, and remove nothing.")
        var dryRun = false

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            let now = Date()
            let age = try length()
            let performer = Performer.current(claims: ProcessEnvironment.current.claims)
            let (ledger, isRehearsal) = (try options.open(), dryRun)
            let report = try await Progress.of("looking for what is older") { _ in
                try await ledger.prune(
                    before: now.addingTimeInterval(-age), by: performer, at: now, isRehearsal: isRehearsal)
            }
            let done =
                "\(dryRun ? "Would remove" : "Removed") \(report.lines) lines, \(report.receipts) receipts and "
                + "\(report.borrows) borrows."
            let kept = report.keptFor.map { "Older lines are kept for borrow \($0), which holds a seat or may." }
            try Report.done(done) { try Report.lines([done] + (kept.map { [$0] } ?? [])) }
            return .success
        }

        private func length() throws(Problem) -> TimeInterval {
            // So that nobody who means months removes what is minutes old.
            guard let length = EndInput.length(olderThan), length.truncatingRemainder(dividingBy: 86_400) == 0 else {
                throw .usage("A length is a number of days or weeks: 365d, 52w.", name: "--older-than")
            }
            return length
        }
    }

    struct Vacuum: Verb {
        static let configuration = CommandConfiguration(
            commandName: "vacuum",
            abstract: "Give the room of what was pruned back to the disk.",
            discussion: """
                Needs, for a moment, as much free space as the ledger's file takes.

                Examples:
                  berth ledger vacuum
                """)

        @OptionGroup var options: LedgerOptions

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            let ledger = try SQLiteLedger(existing: options.address().file(for: "berth ledger vacuum"))
            let size = try await Progress.of("rewriting the file") { _ in try await ledger.vacuum() }
            try Report.done("\(size.before / 1024) KiB before, \(size.after / 1024) KiB now.")
            return .success
        }
    }
}
