internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

/// Many at once: the rows of a file in place of one thing that flags name.
struct BulkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file of rows, CSV with a header or JSON Lines, - for standard input.", valueName: "file"),
        completion: .file())
    var from: String?

    @Option(
        help: ArgumentHelp("With --from: how many are under way at once, 4 unless said otherwise.", valueName: "number")
    )
    var jobs: Int?

    @Flag(
        help: """
            With --from: do the rows that can be used although others cannot, and go on where the server is not reached.
            """)
    var keepGoing = false

    func validate() throws {
        guard (1...64).contains(jobs ?? 4) else { throw ValidationError("--jobs is from 1 to 64.") }
        guard from != nil || (jobs == nil && !keepGoing) else {
            throw ValidationError("--jobs and --keep-going go with --from.")
        }
    }

    /// The file, with rows of these columns.
    func file(_ path: String, columns: [String]) throws(Problem) -> RowFile {
        try RowFile(path == "-" ? path : ProcessEnvironment.current.paths.absolute(path), columns: columns)
    }

    /// Tells the faults, and does the rows unless there are any; says how the command ends.
    ///
    /// - Parameters:
    ///   - content: what tells this file from others.
    ///   - accounts: those that the rows go by.
    func run(
        _ rows: BulkRows, content: Data, _ accounts: [BulkAccount], _ sending: SendingOptions, repeats: Bool = false,
        shortens: Bool = false, again: Bool = false
    ) async throws -> ExitCode {
        let (good, bad) = (rows.rows.count, rows.faults.count)
        try TimeLimit.check("all rows had been checked")
        var report = BulkReport(sending, total: good + bad)
        for fault in rows.faults { try report.tell(fault.line, "", .failed(CommandFailure(fault.problem))) }
        guard bad == 0 || keepGoing else {
            let hint =
                "\(bad) of \(good + bad) rows cannot be used, so nothing was sent (--keep-going sends the others)"
            try report.end(notBegun: good, hint: hint)
            return report.worst
        }
        let way = Bulk.Way(
            jobs: jobs ?? 4, goesOn: keepGoing, repeats: repeats, shortens: shortens, again: again)
        if sending.dryRun, !sending.json { try Report.line(DryRun.title) }
        var bulk = Bulk(rows.rows, content: content, accounts, way, report)
        return try await bulk.run()
    }
}
