internal import Foundation
internal import Licensing
internal import TerminalUI

/// What the commands print: words for people, JSON for scripts, problems on standard error.
enum Report {
    /// Prints a value as JSON, members in a stable order.
    static func json(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return }
        print(String(decoding: data, as: UTF8.self))
    }

    /// Prints a line; what came from outside in it cannot act on the terminal.
    static func line(_ text: String) {
        print(TextWidth.sanitised(text))
    }

    /// Prints a problem in words on standard error.
    static func problem(_ problem: Problem) {
        let lines = words(problem).map { TextWidth.sanitised($0) }
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// A problem in words: what happened, likely cause, what to do, who can.
    static func words(_ problem: Problem) -> [String] {
        let status = problem.status.map { " · \($0)" } ?? ""
        return ["berth: " + ProblemCatalogue.explain(problem).whatHappened]
            + words(ProblemCatalogue.explain(problem))
            + ["  Code     \(problem.code.rawValue)\(status)"]
            + (problem.message.isEmpty ? [] : ["  Message  \(problem.message)"])
    }

    /// The parts of an explanation below its first sentence.
    static func words(_ explanation: Explanation) -> [String] {
        part("Likely", explanation.likelyCauses.joined(separator: "; or "))
            + part("You can", explanation.remedies.map(\.text).joined(separator: "; "))
            + part("Who", explanation.solvers.map(\.rawValue).joined(separator: ", "))
            + part("Retry", explanation.retry.rawValue)
    }

    private static func part(_ name: String, _ text: String) -> [String] {
        TextWidth.wrap(text, to: 69).enumerated().map { index, line in
            "  " + TextWidth.fit(index == 0 ? name : "", to: 9) + line
        }
    }
}
