internal import ArgumentParser
internal import Foundation
internal import Licensing
internal import TerminalUI

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain an exception: what happened, likely cause, what to do, who can fix it.",
        discussion: "Needs no network. Without a code it lists all that it knows.")

    @Argument(help: "The code, for example floating_not_available.")
    var code: String?

    @Flag(help: "Print the explanation as JSON.")
    var json = false

    mutating func run() async throws {
        try await exiting {
            guard let code else {
                list()
                return .success
            }
            let known = ProblemCode(rawValue: code)
            guard ProblemCatalogue.codes.contains(known) else {
                let near = ProblemCatalogue.nearMatches(to: code).map(\.rawValue)
                let hint =
                    near.isEmpty
                    ? "`berth explain` lists all codes." : "Did you mean \(near.joined(separator: " or "))?"
                throw Problem.usage("No code \(code) is known. \(hint)", name: "code")
            }
            let explanation = ProblemCatalogue.explain(known)
            if json {
                Report.json(JSONShapes.ProblemShape(code: known, explanation))
            } else {
                TextWidth.wrap(explanation.whatHappened, to: 78).forEach(Report.line)
                Report.words(explanation).forEach(Report.line)
                Report.line("  Exit     \(explanation.exitCode.rawValue)")
            }
            return .success
        }
    }

    private func list() {
        let all = ProblemCatalogue.codes.map { JSONShapes.ProblemShape(code: $0, ProblemCatalogue.explain($0)) }
        if json {
            Report.json(all)
        } else {
            let width = all.map(\.code.count).max() ?? 0
            for entry in all { Report.line(TextWidth.fit(entry.code, to: width) + "  " + entry.whatHappened) }
        }
    }
}
