internal import ArgumentParser
internal import Foundation
internal import Licensing
internal import TerminalUI

struct ExplainCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain an exception: what happened, likely cause, what to do, who can fix it.",
        discussion: """
            Needs no network. Without a code it lists all that it knows; of an exit status it tells the meaning, and lists the \
            codes that end with it.

            Examples:
              berth explain
              berth explain floating_not_available
              berth explain 21
              berth explain blacklisted --json
            """)

    @Argument(
        help: "The code, for example floating_not_available, or an exit status.",
        completion: .list(ProblemCatalogue.codes.map(\.rawValue)))
    var code: String?

    @Flag(help: "Print the explanation as JSON.")
    var json = false

    var ownFlags: OwnFlags { OwnFlags() }

    mutating func perform() async throws -> ExitCode {
        guard let code else {
            try list()
            return .success
        }
        if let status = Int32(code).flatMap(ExitCode.init(rawValue:)) {
            if !json { try Report.line("\(code): \(status.meaning)") }
            try list { $0 == status }
            return .success
        }
        let known = ProblemCode(rawValue: code)
        guard ProblemCatalogue.codes.contains(known) else {
            let near = ProblemCatalogue.nearMatches(to: code).map(\.rawValue)
            let hint =
                near.isEmpty
                ? "`berth explain` lists all codes." : "Did you mean \(near.joined(separator: " or "))?"
            throw Problem.usage("No code \(KeyShape.hidden(code).inQuotes) is known. \(hint)", name: "code")
        }
        let explanation = ProblemCatalogue.explain(known)
        if json {
            try Report.json(JSONShapes.ProblemShape(code: known, explanation))
        } else {
            try Report.lines(TextWidth.wrap(explanation.whatHappened, to: 78, cutsWords: false))
            try Report.lines(Report.words(explanation))
            try Report.line("  Exit     \(explanation.exitCode.rawValue)")
        }
        return .success
    }

    /// - Parameter isMeant: the exit statuses whose codes are listed.
    private func list(_ isMeant: (ExitCode) -> Bool = { _ in true }) throws {
        let all = ProblemCatalogue.codes.map { ($0, ProblemCatalogue.explain($0)) }
            .filter { isMeant($0.1.exitCode) }
            .map { JSONShapes.ProblemShape(code: $0, $1) }
        if json {
            try Report.json(all)
        } else {
            let width = all.map(\.code.count).max() ?? 0
            try Report.lines(all.map { TextWidth.fit($0.code, to: width) + "  " + $0.whatHappened })
        }
    }
}
