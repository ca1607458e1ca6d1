internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import TerminalUI

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the borrows that the ledger knows, with the time left.",
        discussion: "Needs no network, no account and no secret: it reads the ledger.")

    @Option(help: ArgumentHelp("The configuration file.", valueName: "path"))
    var config: String?

    @Option(help: ArgumentHelp("The ledger's file.", valueName: "path"))
    var ledger: String?

    @Flag(help: "List those that have ended or were returned too.")
    var all = false

    @Flag(help: "Print the list as JSON.")
    var json = false

    mutating func run() async throws {
        try await exiting {
            let path = try path()
            let now = Date()
            let borrows = try await Ledger(path: path).borrows().filter { all || $0.isCurrent(at: now) }
            if json {
                Report.json(JSONShapes.Status(ledger: path, borrows: borrows.map { .init($0, now: now) }))
            } else {
                table(borrows, now: now).forEach(Report.line)
            }
            return .success
        }
    }

    private func path() throws(Problem) -> String {
        if let ledger { return ledger }
        let environment = ProcessInfo.processInfo.environment
        return try BerthConfiguration.load(
            configFile: config, environment: environment, home: Workplace.home(environment)
        ).ledgerPath
    }

    private func table(_ borrows: [Borrow], now: Date) -> [String] {
        guard !borrows.isEmpty else { return ["No active borrows."] }
        let header = ["PRODUCT", "LICENSE", "STATUS", "ENDS (UTC)", "LEFT", "ID"]
        let rows = borrows.map { borrow in
            let status = borrow.status(at: now)
            var left = "-"
            if case .active(let end) = status { left = Countdown(to: end, now: now).text }
            return [
                borrow.subject.product, borrow.subject.license.label, status.word,
                borrow.grant.map { UTC.format($0.end) } ?? "-", left, borrow.id.rawValue,
            ]
        }
        let widths = header.indices.map { column in
            ([header] + rows).map { TextWidth.columns($0[column]) }.max() ?? 0
        }
        return ([header] + rows).map { row in
            // The last column is not padded: nothing is to be trimmed by those who read it.
            row.indices.map { $0 == row.count - 1 ? row[$0] : TextWidth.fit(row[$0], to: widths[$0]) }
                .joined(separator: "  ")
        }
    }
}

extension Borrow {
    /// Whether it holds a seat or may.
    fileprivate func isCurrent(at now: Date) -> Bool {
        switch status(at: now) {
        case .active, .pending, .unknown: true
        case .ended, .returned, .refused: false
        }
    }
}
