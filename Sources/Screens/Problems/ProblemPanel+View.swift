internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

/// The problem that is shown, in lines of a width: the same for every exception.
struct ProblemText: Hashable {
    var title = ""
    var note = ""
    /// What happened, over the whole width.
    var headline: [String] = []
    /// Causes, remedies, who can help.
    var parts: [LabelledLine] = []
    /// All of its rows.
    var rowCount: Int { headline.count + parts.count }

    static let labelWidth = 9

    init(_ state: App.State, width: Int) {
        guard let trouble = state.shownTrouble else { return }
        let problem = trouble.problem
        let explanation = ProblemCatalogue.explain(problem)
        title = "Problem"
        let count = state.client.troubles.count
        if count > 1, let index = state.client.troubles.firstIndex(where: { $0.id == trouble.id }) {
            title += " \(index + 1) of \(count), n next"
        }
        note = [problem.code.rawValue, problem.status.map(String.init), state.local.clockWithSeconds(problem.time)]
            .compactMap(\.self).joined(separator: " · ")
        headline = TextWidth.wrap(explanation.whatHappened, to: width)
        let remedies = explanation.remedies.map { $0.textWithKey(in: state) }
        parts =
            part("Likely", explanation.likelyCauses.joined(separator: "; or "), width)
            + part("You can", remedies.joined(separator: "; "), width)
            + part("Who", explanation.solvers.map(\.rawValue).joined(separator: " · "), width)
            + part("Retry", explanation.retry.words + " · d shows the details", width)
    }

    private func part(_ label: String, _ text: String, _ width: Int) -> [LabelledLine] {
        LabelledLine.part(label, text, labelWidth: Self.labelWidth, width: width)
    }
}

extension Remedy {
    /// The remedy with the key that does it, where one does.
    fileprivate func textWithKey(in state: App.State) -> String {
        guard let action = action?.atTheDesk, state.disabledReason(action) == nil,
            let key = App.bindings(in: .problem).first(where: { $0.action == action })?.keys.first
        else { return text }
        return "\(text) (\(key.label))"
    }
}

extension Remedy.Action {
    /// What does it at the desk.
    var atTheDesk: App.Action {
        switch self {
        case .retry: .retry
        case .editProduct: .editProduct
        case .editSignIn: .editSignIn
        case .editLicense: .editLicense
        case .editDevice: .editDevice
        case .editEnd: .editEnd
        case .useMaximum: .useMaximum
        case .activateDevice: .activateDevice
        case .checkLicense: .check
        case .releaseBorrow: .goToBorrows
        }
    }
}

extension Retry {
    /// Whether a retry helps, in words.
    fileprivate var words: String {
        switch self {
        case .now: "helps at once"
        case .later: "helps later"
        case .afterChange: "helps after a change"
        case .no: "does not help"
        }
    }
}

extension Frame {
    mutating func drawProblem(_ state: App.State, in rect: Rect) {
        let text = ProblemText(state, width: rect.width - 4)
        let inside = panel(rect, title: text.title, note: text.note, isActive: state.place == .problem)
        for (row, line) in text.headline.prefix(inside.height).enumerated() {
            write(line, at: inside.at(1, row), role: .danger)
        }
        let below = Rect(
            left: inside.left + 1, top: inside.top + text.headline.count, width: inside.width - 2,
            height: inside.height - text.headline.count)
        draw(text.parts, in: below, labelWidth: ProblemText.labelWidth)
        if text.rowCount > inside.height, inside.height > 0 {
            let last = Rect(left: inside.left, top: inside.bottom - 1, width: inside.width, height: 1)
            fill(last)
            write("… d shows the rest", at: last.at(1, 0), role: .dim)
        }
        if state.place == .problem { cursor = inside.at(0, 0) }
    }
}
