internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import SQLiteLedger
internal import TerminalUI

struct StatusCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the borrows that the ledger knows, with the time left; of those in doubt, why and since when.",
        discussion: """
            Asks no License API and needs no account and no secret: it reads the ledger, and writes nothing to it.

            With --warn or --crit it is a plugin of a monitoring system: one line, and 0, 1, 2 or 3 for OK, WARNING, CRITICAL \
            and UNKNOWN. An unknown outcome is a warning; a ledger that cannot be read is UNKNOWN. With --format prometheus it \
            prints metrics, for the textfile collector too.

            Examples:
              berth status --warn 24h --crit 4h
              berth status --format prometheus \\
                --output /var/lib/prometheus/node-exporter/berth.prom
            """)

    @OptionGroup var options: LedgerOptions

    @Flag(help: "List those that have ended or were released too.")
    var all = false

    // What follows is the length, whatever it begins with: one that is none is UNKNOWN to a monitoring system.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Warn of a borrow with less than this left: 24h, 2d, 90m.", valueName: "length"))
    var warn: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Call one with less than this left critical.", valueName: "length"))
    var crit: String?

    @Option(help: "How to print.")
    var format: Format?

    @Option(
        help: ArgumentHelp(
            "With --format prometheus: the file to write, as a whole and in the place of an older one.",
            valueName: "path"), completion: .file(), transform: PathArgument.read)
    var output: String?

    @Flag(name: .customLong("json"), help: "Print the list as JSON.")
    var wantsJSON = false

    var json: Bool { wantsJSON || format == .json }
    var ownFlags: OwnFlags { options.ownFlags }

    /// In what form the list is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, prometheus
    }

    private var isMonitoring: Bool { warn != nil || crit != nil }

    func validate() throws {
        guard output == nil || format == .prometheus else {
            throw ValidationError("--output goes with --format prometheus.")
        }
        guard !wantsJSON || format == nil || format == .json else {
            throw ValidationError("Either --json or --format.")
        }
        guard !all || format != .prometheus else {
            throw ValidationError("--all does not go with --format prometheus.")
        }
        guard !isMonitoring || !(wantsJSON || all || format != nil) else {
            throw ValidationError(
                "--warn and --crit print one line of their own: leave --json, --format and --all away.")
        }
    }

    mutating func perform() async throws -> ExitCode {
        let moment = Moment(host: Date())
        if isMonitoring { throw await monitor(at: moment) }
        if json {
            do {
                try await printJSON(at: moment)
                return .success
            } catch {
                return try tellCopy(at: moment, instead: error)
            }
        }
        let reading: LedgerReading
        do {
            reading = try await read(all ? .all : .current(at: moment, others: 0))
        } catch {
            return try tellCopy(at: moment, instead: error)
        }
        if format == .prometheus {
            let held = reading.borrows.filter { $0.isToRelease(at: moment) }
            try write(MetricsPage(LedgerReading(borrows: held, line: reading.line), at: moment))
        } else {
            try Report.lines(list(reading.borrows.filter { all || $0.isToRelease(at: moment) }, at: moment))
        }
        return .success
    }

    private func list(_ borrows: [Borrow], at moment: Moment) -> [String] {
        table(borrows, at: moment) + borrows.flatMap { remarks(on: $0, at: moment) }
    }

    /// Prints what was held when the database could be reached last, with the time of that. The status stays that of the problem. What
    /// a monitoring system reads is never made of a copy: it would hide that the ledger is away.
    private func tellCopy(at moment: Moment, instead problem: Problem) throws -> ExitCode {
        guard format != .prometheus, problem.isOfAbsence, let kept = try options.address().copy else { throw problem }
        let borrows = kept.borrows.filter { $0.isToRelease(at: moment) }
        let failure = CommandFailure(problem)
        return try Report.found(failure.exitCode) {
            if json {
                var text = StatusText(ledger: kept.ledger, asOf: kept.at)
                try Output.write(text.next(StatusText.rows(borrows, at: moment)) + text.end())
            } else {
                try Report.lines(
                    ["As of \(UTC.format(kept.at)), by the copy on this host:", ""] + list(borrows, at: moment))
            }
            Report.problem(problem)
        } instead: {
            Report.problem(problem)
        }
    }

    /// What the ledger holds; nothing where the standard place has none yet.
    private func read(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        let reading = try await options.readIfAny { (ledger) async throws(Problem) in
            try await ledger.borrows(selection)
        }
        return reading ?? LedgerReading(borrows: [], line: 0)
    }

    /// Prints the list while it is being read. What is read of a small ledger is read whole before anything is printed.
    private func printJSON(at moment: Moment) async throws(Problem) {
        var text = StatusText(ledger: try options.path())
        // Rows are made on other tasks, which do not know the flags.
        let given = OwnCommand.given
        _ = try await options.readIfAny { (ledger) async throws(Problem) in
            try await ledger.stream(heldAt: all ? nil : moment) { borrows in
                OwnCommand.$given.withValue(given) { StatusText.rows(borrows, at: moment) }
            } _: { (rows) throws(Problem) in
                try Output.write(text.next(rows))
            }
        }
        try Output.write(text.end())
    }

    /// Prints a monitoring system's line, and says how the process ends: by that system's numbers, whatever happens.
    private func monitor(at moment: Moment) async -> ArgumentParser.ExitCode {
        do {
            let report = await report(at: moment)
            try Output.write(Data((report.line + "\n").utf8))
            return ArgumentParser.ExitCode(report.state.rawValue)
        } catch {
            Report.problem(error)
            return ArgumentParser.ExitCode(MonitoringReport.State.unknown.rawValue)
        }
    }

    private func report(at moment: Moment) async -> MonitoringReport {
        do {
            let limits = try limits()
            let borrows = try await read(.current(at: moment, others: 0)).borrows.filter { $0.isToRelease(at: moment) }
            return MonitoringReport(borrows, at: moment, limits)
        } catch {
            return MonitoringReport(error)
        }
    }

    private func limits() throws(Problem) -> MonitoringReport.Limits {
        let limits = MonitoringReport.Limits(
            warning: try warn.map { text throws(Problem) in try EndInput.length(text, for: "--warn") },
            critical: try crit.map { text throws(Problem) in try EndInput.length(text, for: "--crit") })
        if let warning = limits.warning, let critical = limits.critical, critical > warning {
            throw .usage("--crit is longer than --warn: what is critical would be no warning before.", name: "--crit")
        }
        return limits
    }

    private func write(_ page: MetricsPage) throws(Problem) {
        guard let output, output != "-" else { return try Output.write(Data(page.text.utf8)) }
        try ReplacedFile.write(
            Data(page.text.utf8), to: ProcessEnvironment.current.paths.absolute(output), mode: 0o644,
            "metrics of Berth"
        ) { MetricsPage.begins($0) }
    }

    private func table(_ borrows: [Borrow], at moment: Moment) -> [String] {
        guard !borrows.isEmpty else { return ["No active borrows."] }
        let showsDevices = borrows.areOfSeveralDevices
        let showsProfiles = borrows.map(\.account.profile).needTelling(inUse: options.profileInUse)
        let header =
            ["PRODUCT", "LICENSE"] + (showsDevices ? ["DEVICE"] : []) + (showsProfiles ? ["PROFILE"] : [])
            + ["STATUS", "ENDS (UTC)", "LEFT", "ID"]
        let rows = zip(borrows, borrows.marks).map { borrow, mark in
            [borrow.subject.title, [borrow.subject.license.label, mark].compactMap(\.self).joined(separator: " ")]
                + (showsDevices ? [borrow.subject.hardwareID.short] : [])
                + (showsProfiles ? [borrow.account.profile ?? "-"] : []) + [
                    borrow.status(at: moment).word,
                    borrow.grant.map { UTC.format($0.end) } ?? "-",
                    borrow.sureEnd(at: moment).map { Countdown(to: $0, now: moment.server(for: borrow)).text } ?? "-",
                    borrow.id.rawValue,
                ]
        }
        return Table.lines(header, rows)
    }

    /// What the table has no room for: what is under way until when, and why something is in doubt.
    private func remarks(on borrow: Borrow, at moment: Moment) -> [String] {
        switch borrow.status(at: moment) {
        case .pending(let until):
            let operation = borrow.operation
            return [
                "",
                "\(borrow.id) is pending: a \(operation.kind.name) of \(operation.startedBy.user), until "
                    + "\(UTC.format(until)) at the latest.",
            ]
        case .unknown(let doubt):
            let reason = ProblemCatalogue.explain(doubt).whatHappened
            let command = borrow.settleCommand(at: moment)
            let text =
                "\(borrow.id) is in doubt since \(UTC.format(doubt.time)) (\(doubt.code.rawValue)): \(reason) "
                + "Settle it with: \(command)"
            return [""] + TextWidth.wrap(text, to: 100, keeping: [command], cutsWords: false)
        case .seated(let since):
            let command = OwnCommand.line(about: borrow, "release", borrow.id.rawValue)
            let text =
                "\(borrow.id) is not borrowed, and holds a seat that a check took at \(UTC.format(since)), until a release or the "
                + "license’s time-out. Give it back with: \(command)"
            return [""] + TextWidth.wrap(text, to: 100, keeping: [command], cutsWords: false)
        case .active, .ended, .released, .refused, .activated, .deactivated: return []
        }
    }
}
