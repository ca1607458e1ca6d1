internal import ClientCore
internal import Foundation
internal import Licensing
public import TerminalUI

extension App {
    /// The smallest screen that the desk is drawn on.
    public static let smallestSize = Size(columns: 40, rows: 12)

    /// The desk as a picture: a function of the state and nothing else.
    public static func view(_ state: State) -> Frame {
        var frame = Frame(size: state.size, title: "Berth · \(state.settings.profile)")
        guard state.size.columns >= smallestSize.columns, state.size.rows >= smallestSize.rows else {
            frame.write(Strings.tooSmall(smallestSize.columns, smallestSize.rows), at: Position(column: 0, row: 0))
            return frame
        }
        let layout = Layout(state)
        frame.drawHeader(state, row: 0)
        if let tabs = layout.tabs { frame.drawTabs(state, row: tabs) }
        if let form = layout.form { frame.drawForm(state, in: form) }
        if let borrows = layout.borrows { frame.drawBorrows(state, in: borrows) }
        if let problem = layout.problem { frame.drawProblem(state, in: problem) }
        if let notice = layout.notice { frame.drawNotice(state, row: notice) }
        frame.drawFooter(state, row: state.size.rows - 1)
        if !state.overlays.isEmpty { frame.cursor = nil }
        for overlay in state.overlays { frame.draw(overlay, state) }
        return frame
    }
}

/// Where the parts of the desk go.
struct Layout: Hashable {
    var form: Rect?
    var borrows: Rect?
    var problem: Rect?
    /// The row of the tabs, where one part shows at a time.
    var tabs: Int?
    /// The row of the notice, where there is one.
    var notice: Int?

    /// From this width on, the parts stand side by side.
    static let sideBySide = 80
    /// From this width on, the status pane has more columns.
    static let wide = 100

    init(_ state: App.State) {
        let size = state.size
        var bottom = size.rows - 1
        if state.line != nil {
            bottom -= 1
            notice = bottom
        }
        guard size.columns >= Self.sideBySide, size.rows >= 20 else {
            tabs = 1
            let body = Rect(left: 0, top: 2, width: size.columns, height: bottom - 2)
            switch state.focus {
            case .form: form = body
            case .problem where !state.client.troubles.isEmpty: problem = body
            case .borrows, .problem: borrows = body
            }
            return
        }
        var height = bottom - 1
        if !state.client.troubles.isEmpty {
            let wanted = ProblemText(state, width: size.columns - 4).rowCount + 2
            // Whoever is typing keeps the whole form; else the problem is shown whole.
            let form = state.focus == .form ? BorrowForm.comfortableRows(state) + 2 : 8
            let rows = min(wanted, max(6, height - form))
            problem = Rect(left: 0, top: bottom - rows, width: size.columns, height: rows)
            height -= rows
        }
        let formWidth = size.columns >= Self.wide ? 46 : 36
        form = Rect(left: 0, top: 1, width: formWidth, height: height)
        borrows = Rect(left: formWidth, top: 1, width: size.columns - formWidth, height: height)
    }
}

extension App.State {
    /// The line above the footer: what is being waited for, else what was done last.
    var line: App.Notice? {
        let waiting = client.underway.values.filter(\.isAwaitingResponse)
        if let running = waiting.min(by: { $0.startedAt < $1.startedAt }),
            now.timeIntervalSince(running.startedAt) >= 1
        {
            return App.Notice(text: Strings.sent(Int(now.timeIntervalSince(running.startedAt))), isGood: true)
        }
        if let held = client.underway.values.lazy.compactMap(\.heldOutcome).first {
            return App.Notice(text: Strings.notOnDisk(held.name(in: self)), isGood: false)
        }
        if let holder = client.lockHolder { return App.Notice(text: Strings.ledgerIsBusy(holder), isGood: false) }
        if isQuestionWaiting { return App.Notice(text: Strings.questionWaits, isGood: false) }
        if let notice { return notice }
        return client.watchProblem.map { _ in App.Notice(text: Strings.notWatched, isGood: false) }
    }
}

extension Frame {
    fileprivate mutating func drawHeader(_ state: App.State, row: Int) {
        var left = 1 + write(" Berth ", at: Position(column: 0, row: row), role: .title)
        if state.settings.isDemo {
            left += 1 + write(" DEMO ", at: Position(column: left, row: row), role: .banner)
        }
        let clock = state.local.clock(state.now) + " " + state.local.zoneName(at: state.now)
        let skew = state.clockText
        let host = "host " + (state.client.session.hardwareID?.short ?? "?")
        var right = size.columns - 1
        for part in [(text: clock, role: Role.plain), skew, (host, .dim)] {
            let start = right - TextWidth.columns(part.text)
            guard start > left + 1 else { break }
            write(part.text, at: Position(column: start, row: row), role: part.role)
            right = start - 2
        }
        let room = right - left
        if room > 5 {
            write(TextWidth.truncate(state.settings.profile, to: room), at: Position(column: left, row: row))
        }
    }

    fileprivate mutating func drawTabs(_ state: App.State, row: Int) {
        var column = 1
        for focus in App.Focus.allCases where focus != .problem || !state.client.troubles.isEmpty {
            let isShown = focus == state.focus || (focus == .borrows && state.place == .borrows)
            let text = " " + focus.title(state) + " "
            write(text, at: Position(column: column, row: row), role: isShown ? .selection : .dim)
            column += TextWidth.columns(text) + 1
        }
    }

    fileprivate mutating func drawNotice(_ state: App.State, row: Int) {
        guard let line = state.line else { return }
        let role: Role = line.isGood ? .good : .warning
        write(TextWidth.truncate(line.text, to: size.columns - 2), at: Position(column: 1, row: row), role: role)
    }

    fileprivate mutating func drawFooter(_ state: App.State, row: Int) {
        var column = 1
        for binding in App.bindings(in: state.place) where binding.isInFooter {
            let keys = binding.shownKeys
            let width = TextWidth.columns(keys) + 1 + TextWidth.columns(binding.label)
            guard column + width < size.columns else { break }
            let isEnabled = state.disabledReason(binding.action) == nil
            column += write(keys, at: Position(column: column, row: row), role: isEnabled ? .key : .dim) + 1
            column += write(binding.label, at: Position(column: column, row: row), role: isEnabled ? .plain : .dim) + 2
        }
    }
}

extension App.Focus {
    /// What its tab says.
    func title(_ state: App.State) -> String {
        switch self {
        case .form: "Borrow"
        case .borrows: "Borrows \(state.rows.count)"
        case .problem: "Problem"
        }
    }
}

extension App.State {
    /// How this host's clock compares with the server's, in a word or two.
    var clockText: (text: String, role: Role) {
        guard let offset = client.clockOffset else { return ("clock not checked", .dim) }
        guard abs(offset) >= 60 else { return ("clock ok", .dim) }
        let direction = offset > 0 ? "slow" : "fast"
        return ("clock \(DurationText.short(offset)) \(direction)", abs(offset) >= 600 ? .danger : .warning)
    }
}
