internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// The problem that is shown, in lines of a width: the same for every exception.
struct ProblemText: Hashable {
    var title = ""
    var note = ""
    /// What happened, over the whole width.
    var headline: [LabelledLine] = []
    /// What to do, causes, who can help.
    var parts: [LabelledLine] = []
    /// All of its lines.
    var lines: [LabelledLine] { headline + parts }

    static let labelWidth = 9

    /// - Parameter isActive: whether the problem has the keys; where it has not, none of them stands in it.
    init(_ panel: ProblemPanel, _ desk: Desk, width: Int, isActive: Bool) {
        guard let trouble = panel.shown(desk) else { return }
        let problem = trouble.problem
        let explanation = desk.explain(trouble)
        let troubles = desk.client.troubles
        title = "Problem"
        if troubles.count > 1, let index = troubles.firstIndex(where: { $0.id == trouble.id }) {
            title += " \(index + 1) of \(troubles.count)"
        }
        note = [problem.code.rawValue, problem.status.map(String.init), desk.local.clockWithSeconds(problem.time)]
            .compactMap(\.self).joined(separator: " · ")
        headline = TextWidth.wrap(explanation.whatHappened, to: width).map { LabelledLine(text: $0, role: .danger) }
        let keys = desk.settings.keymap.applied(to: ProblemPanel.own)
        let shown = isActive ? keys : []
        var remedies = desk.remedies(explanation, of: trouble, freesSeat: panel.borrowToReturn != nil).map { remedy in
            remedy.fitting(width - Self.labelWidth).text(panel, desk, shown)
        }
        if desk.maySettle(trouble) { remedies.append(Desk.settling.text(doing: .note, shown)) }
        // What to do stands before why: on a small screen it is what must be seen.
        parts =
            part("You can", remedies.joined(separator: "; "), width, keeping: explanation.commands)
            + part("Likely", explanation.likelyCauses.joined(separator: "; or "), width)
            + part("Who", explanation.solvers.map(\.rawValue).joined(separator: " · "), width)
            + part("Retry", explanation.retry.words, width)
    }

    private func part(
        _ label: String, _ text: String, _ width: Int, keeping commands: [String] = []
    ) -> [LabelledLine] {
        LabelledLine.part(label, text, labelWidth: Self.labelWidth, width: width, keeping: commands)
    }
}

extension Remedy {
    /// The remedy without a command that is wider than a line: half a command is of no use.
    fileprivate func fitting(_ width: Int) -> Remedy {
        guard let command, TextWidth.columns(command) > width else { return self }
        return Remedy("\(words): its command stands in the details", action)
    }

    /// The remedy with the key that does it, where one does.
    fileprivate func text(_ panel: ProblemPanel, _ desk: Desk, _ keys: [Binding<App.Action>]) -> String {
        guard let action = action?.atTheDesk, panel.disabledReason(action, desk) == nil else { return text }
        return self.text(doing: action, keys)
    }

    fileprivate func text(doing action: App.Action, _ keys: [Binding<App.Action>]) -> String {
        keys.first { $0.action == action }.map { "\(text) (\($0.shownKeys))" } ?? text
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
        case .editFeature: .editFeature
        case .editDevice: .editDevice
        case .editEnd: .editEnd
        case .useMaximum: .useMaximum
        case .activateDevice: .activateDevice
        case .checkLicense: .check
        case .releaseBorrow: .list
        }
    }
}

extension Retry {
    /// Whether a retry helps, in words.
    fileprivate var words: String {
        switch self {
        case .now: "helps at once"
        case .later: "helps later"
        case .afterChange: "not before something is changed"
        case .no: "does not help"
        }
    }
}

extension ProblemPanel {
    /// How many rows it takes, its border included.
    func wantedRows(_ desk: Desk, width: Int, isActive: Bool) -> Int {
        ProblemText(self, desk, width: width - 4, isActive: isActive).lines.count + 2
    }

    /// - Parameters:
    ///   - focus: the part of the desk that has the keys.
    ///   - isTop: whether nothing lies over the desk.
    func draw(on frame: inout Frame, in rect: Rect, _ desk: Desk, focus: App.Focus, isTop: Bool) {
        let isActive = focus == .problem
        let text = ProblemText(self, desk, width: rect.width - 4, isActive: isActive)
        let inside = frame.panel(rect, title: text.title, note: text.note, isActive: isActive && isTop)
        let visible = scroll.visible(count: text.lines.count)
        for (row, index) in visible.enumerated() {
            let line = Rect(left: inside.left + 1, top: inside.top + row, width: inside.width - 2, height: 1)
            let labelWidth = index < text.headline.count ? 0 : ProblemText.labelWidth
            frame.draw([text.lines[index]], in: line, labelWidth: labelWidth)
        }
        let place = visible.note(of: text.lines.count)
        if !place.isEmpty {
            let left = rect.width - TextWidth.columns(place) - 4
            frame.write(" \(place) ", at: rect.at(left, rect.height - 1), role: .dim)
        }
        if isActive, isTop { frame.cursor = inside.at(0, 0) }
        if !isActive { drawWay(on: &frame, rect, desk, from: focus) }
    }

    /// Says on the lower edge how the keys get here.
    private func drawWay(on frame: inout Frame, _ rect: Rect, _ desk: Desk, from focus: App.Focus) {
        let first = focus == .form ? desk.key(.leaveForm, in: BorrowForm.common) : ""
        guard let first, let key = desk.key(.problem, in: App.panes) else { return }
        let keys = [first, key].filter { !$0.isEmpty }.joined(separator: " ")
        let left = 2 + frame.write(" " + keys, at: rect.at(2, rect.height - 1), role: .key)
        frame.write(" goes to this problem ", at: rect.at(left, rect.height - 1), role: .dim)
    }
}
