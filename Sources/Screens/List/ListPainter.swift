internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// Draws list after list, and of each only the rows that look another than before.
struct ListPainter {
    private var seen: Seen?
    private var columns: Columns?
    private var edge = Layer<Edge>()
    private var name = Layer<String?>()
    private var lines: [Layer<Line>] = []
    private var cursor: Position?

    /// Draws a list into its rectangle.
    mutating func draw(
        _ list: BorrowList, on frame: inout Frame, in rect: Rect, _ desk: Desk, _ releases: Releases, isActive: Bool
    ) {
        let seen = Seen(list, desk, releases, isActive: isActive)
        if seen != self.seen {
            let before = frame.cursor
            frame.cursor = nil
            drawAnew(list, on: &frame, in: rect, desk, releases, isActive: isActive)
            cursor = frame.cursor
            frame.cursor = before
        }
        // Also where it is equal: with the very list that was seen last the next one is compared at once.
        self.seen = seen
        if let cursor { frame.cursor = cursor }
    }

    private mutating func drawAnew(
        _ list: BorrowList, on frame: inout Frame, in rect: Rect, _ desk: Desk, _ releases: Releases, isActive: Bool
    ) {
        let rows = list.rows(desk)
        let visible = list.view.visible(count: rows.count)
        let inside = rect.inset()
        let columns = columns(of: list, rows, visible, inside, desk)
        let title = list.title(desk, releases, isShort: rect.width < BorrowList.roomy)
        let edge = Edge(
            title: title, note: list.note(desk, rows.count, visible, room: rect.width - TextWidth.columns(title) - 9),
            isActive: isActive,
            find: list.find, columns: columns.shown, empty: rows.isEmpty ? list.emptiness(desk) : "")
        let isAnew = self.edge.draw(edge, in: rect, on: &frame) {
            $0.panel(rect, title: edge.title, note: edge.note, isActive: isActive)
            if list.find != .off { list.drawFind(on: &$0, inside, isActive: isActive) }
            columns.shown?.drawTitles(on: &$0, at: inside.at(2, 0))
            for (row, line) in TextWidth.wrap(edge.empty, to: inside.width - 3).prefix(inside.height).enumerated() {
                $0.write(line, at: inside.at(2, row), role: .dim)
            }
        }
        if isAnew {
            // Whatever stood in its rectangle is gone.
            (name, lines) = (Layer(), [])
        }
        guard let shown = columns.shown else { return }
        while lines.count < columns.rows.count { lines.append(Layer()) }
        var cut: String?
        for (line, borrow) in columns.rows.enumerated() {
            let inputs = Line(borrow, list, desk, releases, isActive: isActive)
            let row = Rect(left: inside.left, top: inside.top + line + 1, width: inside.width, height: 1)
            lines[line].draw(inputs, in: row, on: &frame) {
                $0.draw(inputs, beside: shown, in: row)
                shown.draw(line, inputs.left, on: &$0, at: row.at(2, 0))
            }
            if inputs.isChosen { cut = list.edge(of: shown.cut(line, borrow, desk), width: rect.width) }
        }
        let low = Rect(left: rect.left, top: rect.top + rect.height - 1, width: rect.width, height: 1)
        name.draw(cut, in: low, on: &frame) {
            $0.lowerEdge(of: rect, isActive: isActive)
            if let cut { $0.write(cut, at: low.at(2, 0), role: .dim) }
        }
    }

    /// The columns of the rows that show: those that are at hand where they are of the same rows.
    private mutating func columns(
        of list: BorrowList, _ rows: BorrowList.Rows, _ visible: Range<Int>, _ inside: Rect, _ desk: Desk
    ) -> Columns {
        let source = Columns.Source(
            picked: rows.picked, listed: rows.book.listed, visible: visible, width: inside.width,
            minute: desk.minute, clockOffset: desk.client.clockOffset)
        if let columns, columns.source == source {
            self.columns?.source = source
            return columns
        }
        let borrows = visible.map { rows[$0] }
        let columns = Columns(
            source: source, rows: borrows,
            shown: borrows.isEmpty ? nil : BorrowColumns(borrows, desk, width: inside.width - 2))
        self.columns = columns
        return columns
    }
}

extension ListPainter {
    /// All that a list is drawn from. That a row has changed by itself shows in the list's ``BorrowList/due``.
    private struct Seen: Equatable {
        var list: BorrowList
        var minute: Int
        var listed: Book.Listed
        var releases: Releases
        var underway: [OperationID: Client.Underway]
        var ledger: Client.LedgerStatus
        var clockOffset: TimeInterval?
        var isActive: Bool

        init(_ list: BorrowList, _ desk: Desk, _ releases: Releases, isActive: Bool) {
            let client = desk.client
            (self.list, minute, self.releases, self.isActive) = (list, desk.minute, releases, isActive)
            (listed, underway, ledger, clockOffset) = (
                client.book.listed, client.underway, client.ledger, client.clockOffset
            )
        }
    }

    /// The rows that show, and their columns.
    private struct Columns {
        /// Which rows they are, and how wide the list is.
        struct Source: Equatable {
            var picked: [OperationID]?
            var listed: Book.Listed
            var visible: Range<Int>
            var width: Int
            /// Ends are written by what day it is.
            var minute: Int
            var clockOffset: TimeInterval?
        }

        var source: Source
        var rows: [Borrow]
        /// nil where there is no row.
        var shown: BorrowColumns?
    }

    /// What all but the rows is drawn from.
    private struct Edge: Equatable {
        var title: String
        var note: String
        var isActive: Bool
        var find: BorrowList.Find
        var columns: BorrowColumns?
        var empty: String
    }

    /// What a row is drawn from, beside its columns.
    fileprivate struct Line: Equatable {
        var left: BorrowColumns.Left
        var isChosen: Bool
        var isMarked: Bool
        var isElsewhere: Bool
        var isOfAnotherAccount: Bool
        var isActive: Bool
        var isTyping: Bool

        init(_ borrow: Borrow, _ list: BorrowList, _ desk: Desk, _ releases: Releases, isActive: Bool) {
            left = BorrowColumns.Left(borrow, desk, releases)
            isChosen = borrow.id == list.choice
            isMarked = list.marked.contains(borrow.id)
            isElsewhere = desk.isElsewhere(borrow)
            isOfAnotherAccount = desk.isOfAnotherAccount(borrow)
            (self.isActive, isTyping) = (isActive, list.isTyping)
        }
    }
}

extension Frame {
    /// Draws the marks before a row, of what no column says among them.
    fileprivate mutating func draw(_ line: ListPainter.Line, beside columns: BorrowColumns, in row: Rect) {
        let role: Role = line.isChosen && line.isActive ? .selection : line.isChosen ? .dim : .focus
        if line.isChosen {
            // No more than this: a move of the choice is to cost few bytes.
            write("▸ ", at: row.at(0, 0), role: role)
            if line.isActive, !line.isTyping { cursor = row.at(0, 0) }
        } else if !columns.showDevices, line.isElsewhere {
            write("@", at: row.at(0, 0), role: .warning)
        }
        if line.isMarked {
            write("*", at: row.at(1, 0), role: role)
        } else if !columns.showProfiles, line.isOfAnotherAccount {
            write("~", at: row.at(1, 0), role: .warning)
        }
    }
}
