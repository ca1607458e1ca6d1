internal import FoundationEssentials
internal import Licensing
public import TerminalUI

extension Setup {
    /// What the box of what has been answered is called.
    static let soFar = "So far"

    /// The screen as a picture: a function of the state and nothing else.
    public static func view(_ state: State) -> Frame {
        let title = "Berth · setup"
        guard state.size.isLargeEnough else {
            let leave = State.unseen.first { $0.action == .leave }?.shownKeys
            let text =
                Strings.tooSmall(App.smallestSize, state.size, state.isLeaving ? nil : leave)
                + (state.isLeaving ? " " + Strings.setupLosesTyped : "")
            return Frame(text, size: state.size, title: title)
        }
        var frame = Frame(size: state.size, title: title)
        let layout = state.layout
        frame.drawHeader(state)
        frame.drawStep(state, layout)
        if let rect = layout.soFar { frame.drawSoFar(state, in: rect) }
        var footer = Rect(left: 1, top: state.size.rows - 2, width: state.size.columns - 2, height: 2)
        if state.isLeaving {
            frame.write(Strings.setupLosesTyped, at: footer.at(0, 0), role: .warning)
            footer = Rect(left: 1, top: footer.top + 1, width: footer.width, height: 1)
        }
        frame.drawKeys(state.bindings, keeping: [.back, .closeHelp, .leave], in: footer)
        return frame
    }
}

extension Frame {
    fileprivate mutating func drawHeader(_ state: Setup.State) {
        write(" Berth ", at: Position(column: 0, row: 0), role: .title)
        write("Setup", at: Position(column: 8, row: 0))
        let progress = state.walk.progress
        let text = "step \(progress.step) of \(progress.count)"
        write(text, at: Position(column: state.size.columns - text.count - 1, row: 0))
    }

    fileprivate mutating func drawStep(_ state: Setup.State, _ layout: Setup.Layout) {
        let visible = state.visible(layout)
        panel(
            layout.box, title: state.isHelpShown ? "Keys" : state.step.label, note: visible.note(of: layout.text.count),
            isActive: true)
        for (row, line) in (layout.fixed + layout.text[visible]).enumerated() {
            draw(line, state, at: layout.room.at(0, row), width: layout.room.width)
        }
    }

    private mutating func draw(_ line: Setup.Line, _ state: Setup.State, at position: Position, width: Int) {
        func right(_ columns: Int) -> Position { Position(column: position.column + columns, row: position.row) }
        switch line {
        case .text(let text, let role): write(text, at: position, role: role, width: width)
        case .part(let line, let labelWidth):
            write(line.label, at: position, role: .label)
            write(line.text, at: right(labelWidth), role: line.role, width: width - labelWidth)
        case .field:
            write("▸", at: position, role: .focus)
            if state.walk.forgotten == state.walk.step, state.input.text.isEmpty {
                write(Strings.typeAnew, at: right(2), role: .dim, width: width - 2)
            }
            draw(
                state.input, at: right(2), width: width - 2, isFocused: state.walk.isAsking,
                isSecret: state.step.hides(state.input.text))
        case .choice(let place, let text, let isFirst):
            let isChosen = place == state.choice.index
            if isFirst {
                write(isChosen ? "▸" : " ", at: position, role: .focus)
                write(isChosen ? "(•) " : "( ) ", at: right(2), role: isChosen ? .selection : .plain)
                if isChosen { cursor = right(2) }
            }
            write(text, at: right(Setup.choiceIndent), role: isChosen ? .selection : .plain)
        }
    }

    fileprivate mutating func drawSoFar(_ state: Setup.State, in rect: Rect) {
        let room = Setup.room(in: panel(rect, title: Setup.soFar))
        draw(state.soFar(width: room.width), in: room, labelWidth: Setup.State.soFarLabel)
    }
}
