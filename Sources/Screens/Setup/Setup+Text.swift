internal import Foundation
internal import Licensing
internal import TerminalUI

extension Setup {
    /// One line of a step's box.
    enum Line: Hashable {
        case text(String, Role)
        /// A part of an explanation, its text beside a column of labels.
        case part(LabelledLine, labelWidth: Int)
        case field
        /// A line of one of the choices, which begins on its first.
        case choice(Int, String, isFirst: Bool)
    }

    /// What a step's box holds: the answer, and what is read beside it.
    struct Content {
        var answer: [Line] = []
        /// The text above the answer, where all of it can be seen at once; the rest stands below.
        var above: [[Line]] = []
        var below: [[Line]] = []

        /// All of it in its order, a blank line between its parts.
        var whole: [Line] { Setup.joined(above + [answer] + below) }
        /// All that is read.
        var text: [[Line]] { below + above }
    }

    static func joined(_ parts: [[Line]]) -> [Line] {
        Array(parts.filter { !$0.isEmpty }.joined(separator: [Line.text("", .plain)]))
    }
}

extension Setup.State {
    var step: SetupStep { SetupStep.of(walk.step) }

    /// What the box of the step holds.
    ///
    /// - Parameter isCramped: whether room is scarce, so that only the chosen one of several choices is written out.
    func content(_ width: Int, isCramped: Bool) -> Setup.Content {
        if isHelpShown { return Setup.Content(below: [helpLines(width)]) }
        switch walk.phase {
        case .written(let report): return Setup.Content(below: [writtenLines(report, width)])
        case .existing(let paths):
            return Setup.Content(
                answer: Self.paragraph(Strings.replacing(paths.count), .warning, width),
                below: [paths.flatMap { Self.paragraph($0, .plain, width) }])
        default: break
        }
        let help = paragraphs.flatMap { Self.paragraph($0, .plain, width) }
        let outcome = outcomeLines(width)
        let answer = answerLines(width, isCramped: isCramped)
        let summary = step.kind == .button ? summary(width) : []
        // On a small screen what is asked for, and what came of it, go before what a newcomer should know.
        return size.rows < 20
            ? Setup.Content(answer: answer, below: [outcome, summary, help])
            : Setup.Content(answer: answer, above: [help], below: [summary, outcome])
    }

    /// Where the answer is given.
    private func answerLines(_ width: Int, isCramped: Bool) -> [Setup.Line] {
        switch step.kind {
        case .text, .secret: return [.field]
        case .choice:
            return step.choices.enumerated().flatMap { place, choice in
                let room = max(1, width - Setup.choiceIndent)
                let isWhole = !isCramped || place == self.choice.index
                let lines =
                    isWhole ? TextWidth.wrap(choice.text, to: room) : [TextWidth.truncate(choice.text, to: room)]
                return lines.enumerated().map { Setup.Line.choice(place, $1, isFirst: $0 == 0) }
            }
        case .button: return []
        }
    }

    /// What a newcomer should know about the step.
    private var paragraphs: [String] {
        let facts = walk.draft.facts
        switch walk.step {
        case .place where facts.isConfigured:
            return [step.help, "\(facts.configFile) is there already; it is not replaced without your yes."]
        case .place: return ["Welcome. Berth is not set up for you yet; a few questions do that.", step.help]
        case .device: return [step.help, facts.deviceSource]
        case .product where walk.unchecked.contains(.sharedKey) || walk.unchecked.contains(.clientSecret):
            return [step.help, "The server has not accepted your credentials so far."]
        default: return [step.help]
        }
    }

    private func helpLines(_ width: Int) -> [Setup.Line] {
        stepBindings(isCut: false).flatMap { binding in
            LabelledLine.part(
                binding.keyNames, binding.help, labelWidth: Setup.keysWidth,
                width: width
            ).map { .part($0, labelWidth: Setup.keysWidth) }
        }
    }

    private func summary(_ width: Int) -> [Setup.Line] {
        let variables = walk.draft.answers.secrets == .variables
        return Self.paragraph(
            "Berth writes \(walk.draft.facts.configFile), for you alone to read (0600).", .plain, width)
            + Self.paragraph(
                variables ? "Secrets are written nowhere." : "Secrets go into files of their own beside it.", .plain,
                width)
    }

    private func writtenLines(_ report: SetupReport, _ width: Int) -> [Setup.Line] {
        Self.paragraph("Written, for you alone to read:", .good, width)
            + report.files.flatMap { Self.paragraph("  " + $0, .plain, width) }
            + (report.variables.isEmpty
                ? [] : Self.paragraph(Strings.setVariables(report.variables), .warning, width))
            + report.warnings.flatMap { Self.paragraph($0, .warning, width) }
            + Self.paragraph("Change it later in an editor, or by \(walk.draft.facts.command).", .plain, width)
    }

    /// What came of the last answer, or what is known of the one that stands there.
    private func outcomeLines(_ width: Int) -> [Setup.Line] {
        if input.isCut { return Self.paragraph("! " + Strings.cut(input.limit), .danger, width) }
        switch walk.phase {
        case .refused(let sentence): return Self.paragraph("! " + sentence, .danger, width)
        case .checking:
            return Self.paragraph(Strings.setupWaits(secondsWaited ?? 0), .good, width)
        case .writing: return [.text("Writing…", .good)]
        case .failed(let problem):
            let isForgotten = walk.forgotten == walk.step
            return explanation(problem, width)
                + (isForgotten ? Self.paragraph(Strings.secretForgotten, .warning, width) : [])
        case .asking, .existing, .written, .ended: break
        }
        let found = walk.findings[walk.step].map {
            Self.paragraph($0.mark + $0.sentence, $0.isWarning ? .warning : .good, width)
        }
        let isHeld = step.kind == .secret && input.isUntouchedDefault
        return (found ?? []) + (isHeld ? Self.paragraph(Strings.typingReplaces, .plain, width) : [])
    }

    /// Why a check failed, in words of what was entered.
    private func explanation(_ problem: Problem, _ width: Int) -> [Setup.Line] {
        let explanation = walk.explain(problem)
        let labelWidth = 8
        func part(_ label: String, _ text: String) -> [Setup.Line] {
            text.isEmpty
                ? []
                : LabelledLine.part(label, text, labelWidth: labelWidth, width: width).map {
                    .part($0, labelWidth: labelWidth)
                }
        }
        return Self.paragraph("! " + explanation.whatHappened, .danger, width)
            + part("Server", problem.saidByServer ?? "")
            + part("You can", explanation.remedies.map(\.text).joined(separator: "; "))
            + part("Likely", explanation.likelyCauses.joined(separator: "; or "))
            + part("Who", explanation.solvers.map(\.rawValue).joined(separator: ", "))
            + part("Code", problem.code.rawValue + (problem.status.map { " · \($0)" } ?? ""))
    }

    private static func paragraph(_ text: String, _ role: Role, _ width: Int) -> [Setup.Line] {
        TextWidth.wrap(text, to: width).map { .text($0, role) }
    }
}

extension SetupFinding {
    /// What stands before its sentence.
    var mark: String { isWarning ? "! " : "✓ " }
}

extension Setup.State {
    /// How wide the names of what has been answered are.
    static let soFarLabel = 15

    /// What has been answered before this step, and what its check has found.
    func soFar(width: Int) -> [LabelledLine] {
        walk.draft.steps.prefix { $0 != walk.step }.flatMap { id in
            let step = SetupStep.of(id)
            let label = id == .place ? "Licenses from" : step.label
            let finding = walk.findings[id]
            let isBad = finding?.isWarning == true || walk.unchecked.contains(id)
            let said = walk.unchecked.contains(id) ? "! not checked" : finding.map { $0.mark + $0.sentence }
            let text = [shown(step), said].compactMap(\.self).joined(separator: "  ")
            let role: Role = isBad ? .warning : .plain
            return LabelledLine.part(label, text, labelWidth: Self.soFarLabel, width: width).map { line in
                LabelledLine(label: line.label, text: line.text, role: role)
            }
        }
    }

    /// An answer as it may be seen.
    private func shown(_ step: SetupStep) -> String {
        let text = walk.draft.answer(step.id)
        switch step.kind {
        case .secret: return "••••"
        case .choice: return step.choices.first { $0.word == text }?.text ?? text
        case .text, .button: break
        }
        guard text.isEmpty else { return text }
        switch step.id {
        case .device: return "this host"
        case .publicKey: return "the vendor's"
        default: return "none"
        }
    }
}
