internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

/// Tells what comes of each row as it comes, how far it is, and what it came to in the end.
struct BulkReport {
    /// What came of a row.
    enum Ending {
        case done(Client.Outcome.Result)
        /// It was done already; why.
        case skipped(Borrow, String)
        case failed(CommandFailure)
        /// What would have been sent and written, where that is all that was asked for.
        case rehearsed(DryRun)

        /// Whether it is a success, of which a quiet command says nothing.
        var isQuiet: Bool {
            switch self {
            case .done, .skipped: true
            case .failed, .rehearsed: false
            }
        }
    }

    /// Why the output takes nothing any more. What came of rows stands on standard error then.
    private(set) var unwritten: Problem?
    /// The worst that came of a row.
    private var worst = ExitCode.success
    /// What is in doubt, and how it is settled: an output that breaks off may have taken that, and nobody have read it.
    private var doubts: [String] = []

    /// Whether rows were not sent, so that they are left as those are that were not begun.
    var hasUnsent: Bool { counts["not_sent"] != nil }

    private let asJSON: Bool
    private let isQuiet: Bool
    private var counts: [String: Int] = [:]
    private var bar: ProgressBar
    private var holder = ""
    /// The lines of the rows that wait, or have waited, until the request before them is surely over.
    private var waits: Set<Int> = []

    /// The words by which rows are counted, in the order of the summary.
    private static let words = [
        "borrowed", "extended", "shortened", "unchanged", "released", "dry_run", "skipped", "refused", "not_sent",
        "unknown",
        "not_written",
    ]

    /// - Parameter total: how many rows there are, those with faults among them.
    init(_ sending: SendingOptions, total: Int) {
        (asJSON, isQuiet) = (sending.json, sending.quiet && !sending.json)
        bar = ProgressBar(total: total, isQuiet: sending.quiet)
    }

    /// Says for people what the rows that follow are.
    mutating func head(_ text: String) { if !asJSON { print(text, [text]) } }

    /// Tells what came of a row.
    mutating func tell(_ line: Int, _ name: String, _ ending: Ending, now: Date = Date()) {
        let moment = Moment(host: now)
        let (shape, words, more) = told(ending, at: moment)
        counts[shape.outcome, default: 0] += 1
        if case .failed(let failure) = ending, failure.exitCode.isWorse(than: worst) { worst = failure.exitCode }
        defer { bar.advance() }
        if isQuiet, ending.isQuiet { return }
        let text = "line \(line): \(name.isEmpty ? "" : name + ": ")\(words)"
        print(JSONShapes.BulkLine(line: line, outcome: shape), [text] + more)
        if case .failed(let failure) = ending, failure.doubt(at: moment) != nil { doubts.append(text) }
    }

    /// Tells the sum of it, and says how the command ends: as the worst row, where one that was left because the command's time was
    /// over, or nobody reads what comes of it, was not carried out.
    ///
    /// - Parameters:
    ///   - notBegun: how many rows were left.
    ///   - hints: why.
    ///   - isTimedOut: whether they were left because the command's time was over: then the command did not come to its end.
    ///   - isUntold: whether they were left because nobody reads what comes of them.
    ///   - signal: the status of the signal that has ended it, if one has.
    mutating func end(
        notBegun: Int, hints: [String], isTimedOut: Bool = false, isUntold: Bool = false, signal: ExitCode? = nil
    ) -> ExitCode {
        Output.pass(nil)
        if isTimedOut || isUntold, notBegun > 0, ExitCode.notReached.isWorse(than: worst) { worst = .notReached }
        let code = signal ?? worst
        var sums = Self.words.compactMap { word in counts[word].map { (word, $0) } }
        if notBegun > 0 { sums.append(("not_begun", notBegun)) }
        let text = sums.map { "\($1) \(Self.text($0))" }.joined(separator: ", ")
        let summary = JSONShapes.BulkSummary(
            summary: Dictionary(sums) { $1 }, timedOut: isTimedOut ? true : nil, exitCode: code.rawValue)
        if waits.count > 1, !isQuiet {
            Report.note("\(waits.count) rows have waited for requests before them that brought no response")
        }
        hints.forEach(Report.note)
        if isQuiet, worst == .success, notBegun == 0, counts["dry_run"] == nil { return code }
        print(summary, [text.isEmpty ? "nothing to do" : text])
        guard let unwritten else { return code }
        // Only where all is done is that what the command came to.
        guard code != .success else { return CommandFailure(unwritten).report(asJSON: false, sends: true) }
        Report.unwritten(unwritten)
        return code
    }

    private static func text(_ word: String) -> String {
        word == "dry_run" ? "would be sent" : word.replacing("_", with: " ")
    }

    /// Tells that a row waits until the request before it is surely over: the first one by its line, the others by their number in
    /// the end.
    mutating func waits(_ line: Int, _ name: String, until end: Date) {
        guard waits.insert(line).inserted, waits.count == 1, !isQuiet else { return }
        Report.note(
            "line \(line): \(name): \(Headless.waitWords(until: end)); others that wait so are counted in the end")
    }

    /// Prints a note on standard error, once each.
    mutating func note(_ text: String) {
        guard text != holder else { return }
        holder = text
        Report.note(text)
    }

    /// Prints something as JSON or in words; the words on standard error where the output takes nothing.
    private mutating func print(_ value: some Encodable, _ lines: [String]) {
        if unwritten == nil {
            do {
                return if asJSON { try Report.jsonLine(value) } else { try Report.lines(lines) }
            } catch {
                unwritten = error as? Problem ?? Problem(.outputUnwritable, message: "\(error)", time: Date())
                doubts.forEach(Report.note)
            }
        }
        lines.forEach(Report.note)
    }

    /// A row's end as JSON and in words, with further lines.
    private func told(_ ending: Ending, at moment: Moment) -> (JSONShapes.Outcome, String, [String]) {
        switch ending {
        case .done(let result):
            let shape = JSONShapes.Outcome(result, at: moment)
            return (shape, result.words ?? shape.outcome, [])
        case .skipped(let borrow, let why):
            let shape = JSONShapes.Outcome(
                outcome: "skipped", effect: ServerEffect.none.rawValue, borrow: .init(borrow, at: moment))
            return (shape, "skipped, \(why) (\(borrow.id))", [])
        case .rehearsed(let dryRun):
            return (JSONShapes.Outcome(dryRun), "would be sent", dryRun.rowLines)
        case .failed(let failure):
            let shape = JSONShapes.Outcome(failure, sends: true, at: moment)
            let problem = failure.problem
            var words = "\(shape.outcome.replacing("_", with: " ")): \(ProblemCatalogue.explain(problem).whatHappened)"
            words += " (\(problem.code.rawValue))"
            if let borrow = failure.doubt(at: moment) {
                words += " Settle it: \(borrow.settleCommand(at: moment))"
            }
            return (shape, words, [])
        }
    }
}

extension Client.Outcome.Result {
    /// What was done, in a few words.
    fileprivate var words: String? {
        switch self {
        case .borrowed(let borrow, let previous):
            guard let end = borrow.grant?.end else { return nil }
            let change =
                previous.map { "\(endChange?.rawValue ?? "extended"), \(UTC.format($0)) → " } ?? "borrowed until "
            return "\(change)\(UTC.format(end)) (\(borrow.id))"
        case .released(let borrow): return "released (\(borrow.id))"
        default: return nil
        }
    }
}

extension JSONShapes {
    /// A line of `--from … --json`: what came of a row.
    struct BulkLine: Encodable {
        /// The line of the file that the row begins on.
        var line: Int
        var outcome: Outcome

        private enum CodingKeys: String, CodingKey { case line }

        func encode(to encoder: any Encoder) throws {
            try outcome.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(line, forKey: .line)
        }
    }

    /// The last line of `--from … --json`.
    struct BulkSummary: Encodable {
        var version = 1
        /// How many rows came to what.
        var summary: [String: Int]
        /// Whether the time was over that `--timeout` gave.
        var timedOut: Bool?
        /// The status of the process.
        var exitCode: Int32

        enum CodingKeys: String, CodingKey {
            case version, summary
            case timedOut = "timed_out"
            case exitCode = "exit_code"
        }
    }
}
