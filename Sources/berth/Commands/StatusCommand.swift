internal import ArgumentParser
internal import Foundation
internal import Ledger
internal import Licensing
internal import SQLiteLedger
internal import TerminalUI

struct StatusCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "List the borrows that the ledger knows, with the time left; of those in doubt, why and since when.",
        discussion: "Needs no network, no account and no secret: it reads the ledger, and writes nothing.")

    @OptionGroup var options: LedgerOptions

    @Flag(help: "List those that have ended or were released too.")
    var all = false

    @Flag(help: "Print the list as JSON.")
    var json = false

    mutating func perform() async throws -> ExitCode {
        let moment = Moment(host: Date())
        let selection = all ? LedgerSelection.all : .current(at: moment, others: 0)
        let reading = try await options.readIfAny { (ledger) async throws(Problem) in
            try await ledger.borrows(selection)
        }
        let borrows = (reading?.borrows ?? []).filter { all || $0.mayHoldSeat(at: moment) }
        if json {
            let shapes = borrows.map { JSONShapes.BorrowShape($0, at: moment) }
            try Report.json(JSONShapes.Status(ledger: try options.path(), borrows: shapes))
        } else {
            try Report.lines(table(borrows, at: moment) + borrows.flatMap { remarks(on: $0, at: moment) })
        }
        return .success
    }

    private func table(_ borrows: [Borrow], at moment: Moment) -> [String] {
        guard !borrows.isEmpty else { return ["No active borrows."] }
        let header = ["PRODUCT", "LICENSE", "STATUS", "ENDS (UTC)", "LEFT", "ID"]
        let rows = borrows.map { borrow in
            [
                borrow.subject.title, borrow.subject.license.label, borrow.status(at: moment).word,
                borrow.grant.map { UTC.format($0.end) } ?? "-",
                borrow.sureEnd(at: moment).map { Countdown(to: $0, now: moment.server(for: borrow)).text } ?? "-",
                borrow.id.rawValue,
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

    /// What the table has no room for: what is under way until when, and why something is in doubt.
    private func remarks(on borrow: Borrow, at moment: Moment) -> [String] {
        switch borrow.status(at: moment) {
        case .pending(let until):
            let operation = borrow.operation
            return [
                "",
                "\(borrow.id) is pending: a \(operation.kind.word) of \(operation.startedBy.user), until "
                    + "\(UTC.format(until)) at the latest.",
            ]
        case .unknown(let doubt):
            let reason = ProblemCatalogue.explain(doubt).whatHappened
            let command = "berth settle \(borrow.id)"
            let text =
                "\(borrow.id) is in doubt since \(UTC.format(doubt.time)) (\(doubt.code.rawValue)): \(reason) "
                + "Settle it with: \(command)"
            return [""] + TextWidth.wrap(text, to: 100, keeping: [command], cutsWords: false)
        case .active, .ended, .released, .refused, .activated: return []
        }
    }
}
