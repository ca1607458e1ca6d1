internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

/// Many at once: the rows of a file in place of one thing that flags name.
struct BulkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file of rows, CSV with a header or JSON Lines, - for standard input.", valueName: "file"),
        completion: .file(), transform: PathArgument.read)
    var from: String?

    @Option(
        help: ArgumentHelp("With --from: how many are under way at once, 4 unless said otherwise.", valueName: "number")
    )
    var jobs: Int?

    @Flag(
        help: """
            With --from: do the rows that can be used although others cannot, and go on where the server is not reached or \
            takes no more.
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

    /// Tells the faults, those that the ledger knows of among them, and does the rows unless there are any; says how the command
    /// ends.
    ///
    /// - Parameters:
    ///   - content: what tells this file from others.
    ///   - accounts: those that the rows go by.
    func run(
        _ rows: BulkRows, content: Data, _ accounts: [BulkAccount], _ sending: SendingOptions, repeats: Bool = false,
        shortens: Bool = false, again: Bool = false
    ) async throws -> ExitCode {
        let total = rows.rows.count + rows.faults.count
        try OpenFiles.check(jobs: jobs ?? 4)
        let way = Bulk.Way(
            jobs: jobs ?? 4, goesOn: keepGoing, repeats: repeats, shortens: shortens, again: again)
        var bulk = Bulk(
            rows.rows, content: content, accounts, way, within: sending.timeout, BulkReport(sending, total: total))
        try await bulk.start()
        let faults = (rows.faults + (try await bulk.check())).sorted { $0.line < $1.line }
        try TimeLimit.check("all rows had been checked")
        for fault in faults { bulk.report.tell(fault.line, fault.name, .failed(fault.failure)) }
        guard faults.isEmpty || keepGoing else {
            let hint =
                "\(faults.count) of \(total) rows cannot be used, so nothing was sent (--keep-going sends the others)"
            return bulk.report.end(notBegun: total - faults.count, hints: [hint])
        }
        if sending.dryRun { bulk.report.head(DryRun.title) }
        return await bulk.run()
    }
}
