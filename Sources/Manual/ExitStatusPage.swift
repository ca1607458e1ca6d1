internal import Licensing

/// `berth-exit-codes(7)`: the one table of exit statuses, and each problem that leads to one.
struct ExitStatusPage {
    let page: ManualPage

    init(_ edition: Manual.Edition) {
        let name = ManualPage.Reference.exitStatuses
        var text = Mdoc(name, about: "the exit statuses of berth, and the problems that lead to them", edition)
        text.line("Sh", "DESCRIPTION")
        text.prose(
            """
            Every command of berth(1) ends with a status from one table. It follows from what came of the request at the \
            server first: where something may have happened there, it is \(ExitCode.outcomeUnknown.rawValue), whatever the \
            problem. Only where nothing happened it is that of the problem.

            With `--json` the problem's code and the status are printed, too, as `code` and `exit_code`. The numbers of \
            `berth status --warn` and `--crit` are those of monitoring systems: 0 to 3.
            """)
        text.line("Sh", "EXIT STATUS")
        text.statuses()
        text.prose(ExitCode.ofRows)
        text.line("Sh", "PROBLEMS")
        text.prose("Each as `berth explain` tells it in general; where it happens, it is told with the facts at hand.")
        for status in ExitCode.allCases { Self.add(status, to: &text) }
        text.seeAlso([.program, .configuration, .explain])
        page = ManualPage(name: name.name, section: name.section, source: text.source)
    }

    /// Adds the problems that end with a status.
    private static func add(_ status: ExitCode, to text: inout Mdoc) {
        let codes = ProblemCatalogue.codes.filter { ProblemCatalogue.explain($0).exitCode == status }
        guard !codes.isEmpty else { return }
        text.line("Ss", "Status \(status.rawValue): \(status.meaning)")
        text.list(codes) { text, code in
            let problem = ProblemCatalogue.explain(code)
            text.line(.macro("It"), .macro("Er"), .text(code.rawValue))
            text.prose(problem.whatHappened)
            if !problem.likelyCauses.isEmpty {
                text.prose("Likely: \(problem.likelyCauses.joined(separator: "; or ")).")
            }
            text.prose("What to do: \(problem.remedies.map(\.text).joined(separator: "; ")).")
            text.prose("Who can: \(problem.solvers.map(\.rawValue).joined(separator: ", ")).")
            text.prose("A retry helps: \(problem.retry.rawValue).")
        }
    }
}

extension ManualPage.Reference {
    fileprivate static let explain = Self(name: "berth-explain", section: 1)
}

extension Mdoc {
    /// Adds the table of exit statuses.
    mutating func statuses() {
        list(ExitCode.allCases) { text, status in
            text.line("It", "\(status.rawValue)")
            text.prose(status.meaning.prefix(1).uppercased() + status.meaning.dropFirst() + ".")
        }
    }
}
