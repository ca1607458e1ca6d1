internal import TerminalUI

/// Draws form after form, and of each only the rows that look another than before.
struct FormPainter {
    private var seen: Seen?
    private var edge = Layer<Edge>()
    private var lines: [Layer<BorrowForm.Line>] = []
    private var cursor: Position?

    /// Draws a form into its rectangle.
    mutating func draw(_ form: BorrowForm, on frame: inout Frame, in rect: Rect, _ desk: Desk, isActive: Bool) {
        let seen = Seen(form: form, isActive: isActive, isWaiting: desk.isWaiting)
        if seen != self.seen {
            self.seen = seen
            let before = frame.cursor
            frame.cursor = nil
            drawAnew(form, on: &frame, in: rect, desk, isActive: isActive)
            cursor = frame.cursor
            frame.cursor = before
        }
        if let cursor { frame.cursor = cursor }
    }

    private mutating func drawAnew(
        _ form: BorrowForm, on frame: inout Frame, in rect: Rect, _ desk: Desk, isActive: Bool
    ) {
        let visible = form.scroll.visible(count: form.rows.count)
        let inside = rect.inset()
        let edge = Edge(note: visible.note(of: form.rows.count), isActive: isActive)
        let isAnew = self.edge.draw(edge, in: rect, on: &frame) {
            $0.panel(rect, title: "New", note: edge.note, isActive: isActive)
        }
        // Whatever stood in its rectangle is gone.
        if isAnew { lines = Array(repeating: Layer(), count: inside.height) }
        for line in lines.indices {
            let row = Rect(left: inside.left, top: inside.top + line, width: inside.width, height: 1)
            let place = visible.lowerBound + line
            let inputs =
                visible.contains(place)
                ? form.line(form.rows[place], desk, width: inside.width, isActive: isActive) : .blank
            lines[line].draw(inputs, in: row, on: &frame) { $0.draw(inputs, in: row) }
        }
    }
}

extension FormPainter {
    /// All that a form is drawn from.
    private struct Seen: Equatable {
        var form: BorrowForm
        var isActive: Bool
        var isWaiting: Bool
    }

    /// What its edge is drawn from.
    private struct Edge: Equatable {
        var note: String
        var isActive: Bool
    }
}
