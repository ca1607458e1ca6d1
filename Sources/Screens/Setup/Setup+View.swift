internal import Foundation
internal import Licensing
public import TerminalUI

extension Setup {
    /// The screen as a picture: a function of the state and nothing else.
    public static func view(_ state: State) -> Frame {
        var frame = Frame(size: state.size, title: "Berth · setup")
        guard state.size.columns >= App.smallestSize.columns, state.size.rows >= App.smallestSize.rows else {
            let text = Strings.tooSmall(App.smallestSize, state.size, nil)
            for (row, line) in TextWidth.wrap(text, to: max(1, state.size.columns)).prefix(state.size.rows).enumerated()
            {
                frame.write(line, at: Position(column: 0, row: row))
            }
            return frame
        }
        frame.drawHeader(state)
        frame.drawStep(state)
        if let rect = state.soFarBox { frame.drawSoFar(state, in: rect) }
        if state.isLeaving {
            frame.write(Strings.setupLosesTyped, at: Position(column: 1, row: state.size.rows - 2), role: .warning)
        }
        let row = Position(column: 1, row: state.size.rows - 1)
        frame.drawKeys(state.bindings, keeping: [.back, .leave], at: row, width: state.size.columns - 2)
        return frame
    }

    /// One line of a step's box.
    enum Line: Hashable {
        case text(String, Role)
        /// A part of an explanation.
        case part(LabelledLine)
        case field
        case choice(Int)
    }
}

extension Setup.State {
    private var step: SetupStep { SetupStep.of(walk.step) }

    /// The box of the step: all of a small screen; else as high as it needs, so that what has been answered shows below.
    var stepBox: Rect {
        let body = Rect(left: 0, top: 1, width: size.columns, height: size.rows - 3)
        guard body.height >= 16 else { return body }
        let wanted = max(9, lines(width: body.width - 4).count + 2)
        return Rect(left: 0, top: 1, width: body.width, height: min(wanted, body.height - 5))
    }

    /// The box of what has been answered; nil where there is no room for it.
    var soFarBox: Rect? {
        let top = stepBox.bottom
        let rect = Rect(left: 0, top: top, width: size.columns, height: size.rows - 2 - top)
        return rect.height >= 4 && walk.progress.step > 1 ? rect : nil
    }

    /// The room in the step's box.
    var room: Rect {
        let inside = stepBox.inset()
        return Rect(left: inside.left + 1, top: inside.top, width: max(1, inside.width - 2), height: inside.height)
    }

    mutating func layOut() {
        guard size.columns >= App.smallestSize.columns, size.rows >= App.smallestSize.rows else { return }
        choice.layOut(count: step.choices.count, page: max(1, step.choices.count))
        scroll.layOut(count: lines(width: room.width).count, page: room.height)
    }

    /// What the box of the step holds.
    func lines(width: Int) -> [Setup.Line] {
        if isHelpShown { return helpLines(width) }
        switch walk.phase {
        case .written(let report): return writtenLines(report, width)
        case .existing(let paths): return Self.paragraph(Strings.wouldReplace(paths), .warning, width)
        default: break
        }
        let help = paragraphs.flatMap { Self.paragraph($0, .plain, width) }
        let outcome = outcomeLines(width)
        // On a small screen what is asked for, and what came of it, go before what a newcomer should know.
        let parts = size.rows < 20 ? [answerLines(width), outcome, help] : [help, answerLines(width), outcome]
        return Array(parts.filter { !$0.isEmpty }.joined(separator: [Setup.Line.text("", .plain)]))
    }

    /// Where the answer is given.
    private func answerLines(_ width: Int) -> [Setup.Line] {
        switch step.kind {
        case .text, .secret: [.field]
        case .choice: step.choices.indices.map { .choice($0) }
        case .button: summary(width)
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
            return [step.help, "The server has not taken your keys so far."]
        default: return [step.help]
        }
    }

    private func helpLines(_ width: Int) -> [Setup.Line] {
        bindings.flatMap { binding in
            LabelledLine.part(
                binding.keys.map(\.label).joined(separator: " "), binding.help, labelWidth: 12, width: width
            ).map { .part($0) }
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
            + Self.paragraph("Change it in an editor, or by berth config init.", .plain, width)
    }

    /// What came of the last answer, or what is known of the one that stands there.
    private func outcomeLines(_ width: Int) -> [Setup.Line] {
        if input.isCut { return Self.paragraph("! " + Strings.cut(input.limit), .danger, width) }
        switch walk.phase {
        case .refused(let sentence): return Self.paragraph("! " + sentence, .danger, width)
        case .checking:
            return [.text(Strings.setupWaits(secondsWaited ?? 0), .good)]
        case .writing: return [.text("Writing…", .good)]
        case .failed(let problem): return Self.explanation(problem, width)
        case .asking, .existing, .written, .ended: break
        }
        return walk.findings[walk.step].map {
            Self.paragraph($0.mark + $0.sentence, $0.isWarning ? .warning : .good, width)
        } ?? []
    }

    /// Why a check failed, in the catalogue's words.
    private static func explanation(_ problem: Problem, _ width: Int) -> [Setup.Line] {
        let explanation = ProblemCatalogue.explain(problem)
        let labelWidth = 8
        func part(_ label: String, _ text: String) -> [Setup.Line] {
            text.isEmpty ? [] : LabelledLine.part(label, text, labelWidth: labelWidth, width: width).map { .part($0) }
        }
        return paragraph("! " + explanation.whatHappened, .danger, width)
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

extension Frame {
    fileprivate mutating func drawHeader(_ state: Setup.State) {
        write(" Berth ", at: Position(column: 0, row: 0), role: .title)
        write("Setup", at: Position(column: 8, row: 0))
        let progress = state.walk.progress
        let text = "step \(progress.step) of \(progress.count)"
        write(text, at: Position(column: state.size.columns - text.count - 1, row: 0))
    }

    fileprivate mutating func drawStep(_ state: Setup.State) {
        let step = SetupStep.of(state.walk.step)
        let room = state.room
        let lines = state.lines(width: room.width)
        let visible = state.scroll.visible(count: lines.count)
        panel(
            state.stepBox, title: state.isHelpShown ? "Keys" : step.label, note: visible.note(of: lines.count),
            isActive: true)
        for (row, index) in visible.enumerated() {
            switch lines[index] {
            case .text(let text, let role): write(text, at: room.at(0, row), role: role, width: room.width)
            case .part(let line):
                write(line.label, at: room.at(0, row), role: .label)
                let left = state.isHelpShown ? 12 : 8
                write(line.text, at: room.at(left, row), role: line.role, width: room.width - left)
            case .field:
                write("▸", at: room.at(0, row), role: .focus)
                draw(
                    state.input, at: room.at(2, row), width: room.width - 2, isFocused: state.walk.isAsking,
                    isSecret: step.kind == .secret)
            case .choice(let place):
                let isChosen = place == state.choice.index
                write(isChosen ? "▸" : " ", at: room.at(0, row), role: .focus)
                let text = "\(isChosen ? "(•)" : "( )") \(step.choices[place].text)"
                let shown = TextWidth.truncate(text, to: room.width - 2)
                write(shown, at: room.at(2, row), role: isChosen ? .selection : .plain)
                if isChosen { cursor = room.at(2, row) }
            }
        }
    }

    fileprivate mutating func drawSoFar(_ state: Setup.State, in rect: Rect) {
        let inside = panel(rect, title: "So far")
        let room = Rect(left: inside.left + 1, top: inside.top, width: max(1, inside.width - 2), height: inside.height)
        let lines = state.soFar(width: room.width)
        for (row, line) in lines.suffix(room.height).enumerated() {
            write(line.label, at: room.at(0, row), role: .label)
            write(
                line.text, at: room.at(Setup.State.soFarLabel, row), role: line.role,
                width: room.width - Setup.State.soFarLabel)
        }
    }
}

extension Setup.State {
    /// How wide the names of what has been answered are.
    static let soFarLabel = 16

    /// What has been answered before this step, and what its check has found.
    fileprivate func soFar(width: Int) -> [LabelledLine] {
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
