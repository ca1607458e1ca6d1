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
        guard state.isLargeEnough else {
            let quit = state.isAskedToQuit ? nil : state.settings.keymap.shown(.interrupt, in: always)
            let text = Strings.tooSmall(smallestSize, state.size, quit) + (state.isAskedToQuit ? Strings.quitSmall : "")
            for (row, line) in TextWidth.wrap(text, to: max(1, state.size.columns)).prefix(state.size.rows).enumerated()
            {
                frame.write(line, at: Position(column: 0, row: row))
            }
            return frame
        }
        let desk = state.desk
        let layout = Layout(state)
        let top = state.overlays.isEmpty
        frame.drawHeader(state, row: 0)
        if let tabs = layout.tabs { frame.drawTabs(state, row: tabs) }
        if let rect = layout.form { state.form.draw(on: &frame, in: rect, desk, isActive: top && state.focus == .form) }
        if let rect = layout.list {
            state.list.draw(on: &frame, in: rect, desk, state.releases, isActive: top && state.focus == .list)
        }
        if let rect = layout.problem {
            state.panel.draw(on: &frame, in: rect, desk, focus: state.focus, isTop: top)
        }
        if let notice = layout.notice { frame.drawNotice(state, in: notice) }
        frame.drawFooter(state, row: state.size.rows - 1)
        if !top { frame.cursor = nil }
        for overlay in state.overlays { overlay.part.draw(on: &frame, desk) }
        return frame
    }
}

extension App.State {
    /// Whether the desk can be drawn.
    var isLargeEnough: Bool {
        size.columns >= App.smallestSize.columns && size.rows >= App.smallestSize.rows
    }
}

extension Frame {
    fileprivate mutating func drawHeader(_ state: App.State, row: Int) {
        var left = 1 + write(" Berth ", at: Position(column: 0, row: row), role: .title)
        if state.settings.isDemo {
            left += 1 + write(" DEMO ", at: Position(column: left, row: row), role: .banner)
        }
        let local = state.settings.local
        // What tells eleven SSH windows apart comes first; a host's domain is the same in all.
        let host = state.client.session.performer.host.map { (text: String($0.prefix { $0 != "." }), role: Role.title) }
        let clock = (text: local.clock(state.now) + " " + local.zoneName(at: state.now), role: Role.plain)
        let profile = TextWidth.columns(state.settings.profile)
        // The server or profile is always there, however short: the rest gives way.
        var room = size.columns - left - min(profile, 12) - 1
        var shown: [(text: String, role: Role)] = []
        for part in [host, state.clockText, clock].compactMap(\.self) where TextWidth.columns(part.text) + 2 <= room {
            shown.append(part)
            room -= TextWidth.columns(part.text) + 2
        }
        var right = size.columns - 1
        for part in shown.reversed() {
            right -= TextWidth.columns(part.text)
            write(part.text, at: Position(column: right, row: row), role: part.role)
            right -= 2
        }
        write(
            TextWidth.truncate(state.settings.profile, to: max(0, right - left)), at: Position(column: left, row: row))
    }

    fileprivate mutating func drawTabs(_ state: App.State, row: Int) {
        var column = 1
        for focus in App.Focus.allCases where focus != .problem || !state.client.troubles.isEmpty {
            let text = " " + focus.title(state) + " "
            write(
                text, at: Position(column: column, row: row), role: focus == state.focus ? .selection : .dim)
            column += TextWidth.columns(text) + 1
        }
    }

    fileprivate mutating func drawNotice(_ state: App.State, in rect: Rect) {
        guard let line = state.line else { return }
        let role: Role = line.isGood ? .good : .warning
        for (row, text) in TextWidth.wrap(line.text, to: rect.width - 2).prefix(rect.height).enumerated() {
            write(text, at: rect.at(1, row), role: role)
        }
    }

    fileprivate mutating func drawFooter(_ state: App.State, row: Int) {
        let usable = state.bindings().filter { state.disabledReason($0.action) == nil }
        drawKeys(usable, at: Position(column: 1, row: row), width: size.columns - 2)
    }
}

extension App.Focus {
    /// What its tab says.
    fileprivate func title(_ state: App.State) -> String {
        let held = state.client.book.heldCount
        let troubles = state.client.troubles.count
        return switch self {
        case .form: "New"
        case .list: held == 0 ? "Borrowed" : "Borrowed \(held)"
        case .problem: troubles > 1 ? "Problems \(troubles)" : "Problem"
        }
    }
}

extension App.State {
    /// That this host's clock is wrong, and by how much; nil while it is right or not known.
    fileprivate var clockText: (text: String, role: Role)? {
        guard let offset = client.clockOffset, abs(offset) >= 60 else { return nil }
        let direction = offset > 0 ? "slow" : "fast"
        return ("clock \(DurationText.short(offset)) \(direction)", abs(offset) >= 600 ? .danger : .warning)
    }
}
