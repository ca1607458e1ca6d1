internal import ArgumentParser
internal import Foundation
internal import Licensing
internal import TerminalUI

struct DoctorCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at all that a borrow needs, and say what is wrong and what to do; nothing takes a seat.",
        discussion: """
            Each check is OK, WARNING, FAILED or UNKNOWN (it could not be looked at). The server is asked about itself, the \
            credentials and the products; commands that print secrets are run. Ends with status 0 where nothing has failed, \
            and else with that of the first that has.

            Examples:
              berth doctor
              berth doctor --profile staging
              berth doctor --json
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Print the findings as JSON.")
    var json = false

    var ownFlags: OwnFlags { connection.ownFlags }

    mutating func perform() async throws -> ExitCode {
        let findings = await Progress.of("looking") { _ in await DoctorCheck.examineAll(DoctorPatient(connection)) }
        let code = findings.lazy.map(\.finding).first { $0.verdict == .failed }?.exitCode ?? .success
        return try Report.found(code) {
            if json {
                try Report.json(JSONShapes.Doctor(findings, exitCode: code))
            } else {
                try Report.lines(findings.flatMap { lines($0.check.name, $0.finding) })
            }
        } instead: {
            for (check, finding) in findings where finding.verdict == .failed {
                lines(check.name, finding).forEach(Report.note)
            }
        }
    }

    private static let width = 100
    private static let nameWidth = DoctorCheck.all.map { TextWidth.columns($0.name) }.max() ?? 0

    /// A finding beside its verdict and name; below it what to do.
    private func lines(_ name: String, _ finding: DoctorFinding) -> [String] {
        let head =
            TextWidth.fit(finding.verdict.rawValue.uppercased(), to: 9) + TextWidth.fit(name, to: Self.nameWidth + 2)
        let room = Self.width - TextWidth.columns(head)
        // Commands are copied from here, so that none is broken.
        let commands = finding.remedies.compactMap(\.command)
        let text = TextWidth.wrap(finding.text, to: room, keeping: commands, cutsWords: false)
        let advice = finding.remedies.flatMap { remedy in
            TextWidth.wrap(remedy.text, to: room - 2, keeping: commands, cutsWords: false).enumerated().map {
                ($0 == 0 ? "- " : "  ") + $1
            }
        }
        let blank = String(repeating: " ", count: TextWidth.columns(head))
        return (text + advice).enumerated().map { ($0 == 0 ? head : blank) + $1 }
    }
}
