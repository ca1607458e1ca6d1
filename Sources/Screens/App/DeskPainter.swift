internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// Draws desk after desk, and of each only what looks another than on the one before.
///
/// It keeps the last picture, and what each piece of that was drawn from. However it came to draw a desk, the picture is the
/// one that a new painter would draw. The session stays the same, and settings are others only where they were read anew.
struct DeskPainter {
    /// The last picture, without what lies over the desk.
    private var picture = Frame(size: Size(columns: 0, rows: 0))
    private var layout: Layout?
    /// The number of the reading whose settings it was drawn by.
    private var reading = 0
    private var header = Layer<Header>()
    private var tabs = Layer<Tabs>()
    private var form = FormPainter()
    private var list = ListPainter()
    private var notice = Layer<[LabelledLine]>()
    private var footer = Layer<[Binding<App.Action>]>()

    /// The picture of a state.
    mutating func frame(of state: App.State) -> Frame {
        guard state.isLargeEnough else {
            self = DeskPainter()
            return .tooSmall(state)
        }
        let layout = Layout(state)
        if layout != self.layout || picture.size != state.size || reading != state.configuration.readings {
            self = DeskPainter()
            self.layout = layout
            reading = state.configuration.readings
            picture = Frame(size: state.size, title: "Berth · \(state.settings.profile)")
        }
        picture.cursor = nil
        draw(state, layout)
        if state.overlays.isEmpty { return picture }
        var frame = picture
        frame.cursor = nil
        var desk = state.desk
        for (place, overlay) in state.overlays.enumerated() {
            desk.isCovered = place < state.overlays.count - 1
            overlay.part.draw(on: &frame, desk)
        }
        return frame
    }

    private mutating func draw(_ state: App.State, _ layout: Layout) {
        let desk = state.desk
        let isTop = state.overlays.isEmpty
        header.draw(Header(state), in: picture.row(0), on: &picture) { $0.drawHeader(state, row: 0) }
        if let row = layout.tabs {
            tabs.draw(Tabs(state), in: picture.row(row), on: &picture) { $0.drawTabs(state, row: row) }
        }
        if let rect = layout.form {
            form.draw(state.form, on: &picture, in: rect, desk, isActive: isTop && state.focus == .form)
        }
        if let rect = layout.list {
            list.draw(
                state.list, on: &picture, in: rect, desk, state.releases, isActive: isTop && state.focus == .list)
        }
        if let rect = layout.problem {
            state.panel.draw(on: &picture, in: rect, desk, focus: state.focus, isTop: isTop)
        }
        if let rect = layout.notice {
            let lines = state.noticeLines
            notice.draw(lines, in: rect, on: &picture) {
                $0.draw(
                    lines, in: Rect(left: 1, top: rect.top, width: rect.width - 2, height: rect.height), labelWidth: 0)
            }
        }
        let usable = state.bindings().filter { $0.isInFooter && state.disabledReason($0.action, desk) == nil }
        let row = state.size.rows - 1
        footer.draw(usable, in: picture.row(row), on: &picture) {
            $0.drawKeys(usable, at: Position(column: 1, row: row), width: state.size.columns - 2)
        }
    }
}

extension DeskPainter {
    /// What the header is drawn from.
    private struct Header: Equatable {
        var minute: Int
        var clockOffset: TimeInterval?

        init(_ state: App.State) {
            minute = Int((state.now.timeIntervalSinceReferenceDate / 60).rounded(.down))
            clockOffset = state.client.clockOffset
        }
    }

    /// What the tabs are drawn from.
    private struct Tabs: Equatable {
        var focus: App.Focus
        var held: Int
        var troubles: Int

        init(_ state: App.State) {
            (focus, held, troubles) = (state.focus, state.client.book.heldCount, state.client.troubles.count)
        }
    }
}

extension Frame {
    /// A row over its whole width.
    fileprivate func row(_ row: Int) -> Rect { Rect(left: 0, top: row, width: size.columns, height: 1) }
}
