internal import Foundation
internal import Licensing
internal import TerminalUI

/// What `status` says to a monitoring system, by the convention that its plugins follow: one line, and a status of the process.
struct MonitoringReport {
    /// How things stand. These numbers are this mode's own, beside the one table of exit statuses.
    enum State: Int32 {
        case ok, warning, critical, unknown

        var word: String {
            switch self {
            case .ok: "OK"
            case .warning: "WARNING"
            case .critical: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        }
    }

    /// How long before its end a borrow is told of, in seconds.
    struct Limits {
        var warning: TimeInterval?
        var critical: TimeInterval?
    }

    let state: State
    private let sentences: [String]
    private let data: [String]

    /// How many borrows the line names.
    private static let named = 3

    /// - Parameter borrows: those that hold a seat, or may; what a check took among them.
    init(_ borrows: [Borrow], at moment: Moment, _ limits: Limits) {
        let held = borrows.compactMap { borrow in
            borrow.sureEnd(at: moment).map { (borrow, left: $0.timeIntervalSince(moment.server(for: borrow))) }
        }.sorted { $0.left < $1.left }
        let unknown = borrows.filter { $0.isInDoubt(at: moment) }
        let underway = borrows.filter { if case .pending = $0.status(at: moment) { true } else { false } }
        let seated = borrows.filter { if case .seated = $0.status(at: moment) { true } else { false } }
        let critical = held.filter { $0.left < limits.critical ?? 0 }
        let due = held.filter { $0.left < max(limits.warning ?? 0, limits.critical ?? 0) }
        state = !critical.isEmpty ? .critical : !due.isEmpty || !unknown.isEmpty ? .warning : .ok

        let showsDevices = borrows.areOfSeveralDevices
        func name(_ borrow: Borrow) -> String {
            showsDevices ? "\(borrow.title) on \(borrow.subject.hardwareID.short)" : borrow.title
        }
        let ends = due.map { "\(name($0.0)) ends in \(DurationText.short($0.left))" }
        let doubts = unknown.map { "\(name($0)) is of unknown outcome (\($0.settleCommand(at: moment)))" }
        var words = Self.some(ends) + Self.some(doubts)
        if held.isEmpty, unknown.isEmpty {
            // What a release or a first borrow comes to is not known before it has.
            let operations = underway.map { "\(name($0)): \($0.operation.kind.name) under way" }
            words = operations.isEmpty ? ["nothing is borrowed"] : Self.some(operations)
        }
        if let next = held.first, due.isEmpty {
            let count = held.count == 1 ? "1 borrow" : "\(held.count) borrows"
            words.append("\(count) held, the next end is in \(DurationText.short(next.left))")
        }
        let seats = seated.map {
            "\(name($0)) holds a seat that a check took (\(OwnCommand.line(about: $0, "release", $0.id.rawValue)))"
        }
        sentences = words + Self.some(seats)
        data =
            held.prefix(1).map { next in
                let range = { (limit: TimeInterval?) in limit.map { "\(Int($0)):" } ?? "" }
                return "seconds_left=\(Int(next.left))s;\(range(limits.warning));\(range(limits.critical));0"
            } + [
                "held=\(held.count);;;0", "unknown=\(unknown.count);0;;0", "seated=\(seated.count);;;0",
            ]
    }

    /// That it cannot be told how things stand.
    init(_ problem: Problem) {
        state = .unknown
        // A person sees this line alone, so that it says why, too.
        let told = ProblemCatalogue.explain(problem).whatHappened
        let why = problem.message.isEmpty || told.contains(problem.message) ? "" : " \(problem.message)"
        sentences = ["\(told)\(why) (\(problem.code.rawValue))"]
        data = []
    }

    /// The line. Of what came from outside nothing acts on a terminal or begins the numbers, which a bar does.
    var line: String {
        let text = TextWidth.sanitised(sentences.joined(separator: "; ")).replacing("|", with: "/")
        return "BERTH \(state.word) - \(text)" + (data.isEmpty ? "" : "|" + data.joined(separator: " "))
    }

    private static func some(_ sentences: [String]) -> [String] {
        let more = sentences.count - named
        return sentences.prefix(named) + (more > 0 ? ["and \(more) more"] : [])
    }
}
