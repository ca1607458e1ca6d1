internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

/// The newest problem in lines of a width: the same for every exception.
struct ProblemText: Hashable {
    /// One line: a word at the left, where a part begins, and the text beside it.
    struct Line: Hashable {
        var label: String
        var text: String
        var role: Role = .plain
    }

    var title = ""
    var note = ""
    var lines: [Line] = []

    private static let labelWidth = 9

    init(_ state: App.State, width: Int) {
        guard let problem = state.client.problems.first else { return }
        let explanation = ProblemCatalogue.explain(problem)
        title = "Problem"
        if state.client.problems.count > 1 { title += " 1 of \(state.client.problems.count)" }
        note = [problem.code.rawValue, problem.status.map(String.init), state.local.clockWithSeconds(problem.time)]
            .compactMap(\.self).joined(separator: " · ")
        lines += TextWidth.wrap(explanation.whatHappened, to: width).map { Line(label: "", text: $0, role: .danger) }
        let room = width - Self.labelWidth
        add("Likely", explanation.likelyCauses.joined(separator: "; or "), room)
        add("You can", explanation.remedies.map { $0.textWithKey(in: state) }.joined(separator: ", "), room)
        add("Who", explanation.solvers.map(\.rawValue).joined(separator: " · "), room)
        add("Retry", explanation.retry.words + " · d shows the raw answer", room)
    }

    private mutating func add(_ label: String, _ text: String, _ room: Int) {
        for (index, line) in TextWidth.wrap(text, to: room).enumerated() {
            lines.append(Line(label: index == 0 ? label : "", text: line))
        }
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
        case .returnBorrow: .goToBorrows
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
        for (row, line) in text.lines.prefix(inside.height).enumerated() {
            let isCut = row == inside.height - 1 && text.lines.count > inside.height
            guard !isCut else {
                write("… d shows the rest", at: inside.at(1, row), role: .dim)
                break
            }
            let isFirst = line.role == .danger
            if !line.label.isEmpty { write(line.label, at: inside.at(1, row), role: .label) }
            write(line.text, at: inside.at(isFirst ? 1 : 10, row), role: line.role)
        }
        if state.place == .problem { cursor = inside.at(0, 0) }
    }
}
