internal import ClientCore
internal import FoundationEssentials
internal import Licensing
public import TerminalUI

extension App {
    /// The smallest screen that the desk is drawn on.
    public static let smallestSize = Size(columns: 40, rows: 12)

    /// The desk as a picture: a function of the state and nothing else.
    public static func view(_ state: State) -> Frame {
        var painter = DeskPainter()
        return painter.frame(of: state)
    }
}

extension App.State {
    /// Whether the desk can be drawn.
    var isLargeEnough: Bool { size.isLargeEnough }
}

extension Size {
    /// Whether there is room for the desk, and for the first start.
    var isLargeEnough: Bool { columns >= App.smallestSize.columns && rows >= App.smallestSize.rows }
}

extension Frame {
    /// What a screen says on which the desk has no room.
    static func tooSmall(_ state: App.State) -> Frame {
        let quit = state.isAskedToQuit ? nil : state.settings.keymap.shown(.interrupt, in: App.always)
        let text =
            (state.isAskedToQuit ? Strings.quitSmall : "") + Strings.tooSmall(App.smallestSize, state.size, quit)
        return Frame(text, size: state.size, title: "Berth · \(state.settings.profile)")
    }

    /// A text from the first row on, as far as there are rows.
    init(_ text: String, size: Size, title: String) {
        self.init(size: size, title: title)
        for (row, line) in TextWidth.wrap(text, to: max(1, size.columns)).prefix(size.rows).enumerated() {
            write(line, at: Position(column: 0, row: row))
        }
    }

    mutating func drawHeader(_ state: App.State, row: Int) {
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

    mutating func drawTabs(_ state: App.State, row: Int) {
        var column = 1
        for focus in App.Focus.allCases where focus != .problem || !state.client.troubles.isEmpty {
            let text = " " + focus.title(state) + " "
            write(
                text, at: Position(column: column, row: row), role: focus == state.focus ? .selection : .dim)
            column += TextWidth.columns(text) + 1
        }
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
