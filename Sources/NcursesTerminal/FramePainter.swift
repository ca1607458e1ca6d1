internal import TerminalUI

/// Turns frames into what the screen must show; rows that look as before are left alone.
struct FramePainter {
    private let screen: Screen
    private let usesASCII: Bool
    /// The frame on the screen; nil when the screen's content is not known.
    private(set) var painted: Frame?

    init(screen: Screen, usesASCII: Bool) {
        self.screen = screen
        self.usesASCII = usesASCII
    }

    /// The title, if it differs from the one that stands.
    func newTitle(of frame: Frame) -> String? {
        frame.title.isEmpty || frame.title == painted?.title ? nil : frame.title
    }

    /// Makes the next frame be painted as a whole.
    mutating func forget() { painted = nil }

    mutating func paint(_ frame: Frame) {
        let size = screen.size
        let known = painted?.size == frame.size ? painted : nil
        for row in 0..<size.rows {
            guard row < frame.size.rows else {
                screen.clear(row: row)
                continue
            }
            let cells = frame.rows[row]
            if known?.rows[row] == cells { continue }
            paint(cells.prefix(size.columns), row: row)
        }
        screen.setCursor(frame.cursor.flatMap { Rect(size).contains($0) ? $0 : nil })
        screen.flush()
        painted = frame
    }

    /// Paints one row as runs of ASCII in one role. Every other glyph is placed by itself, so that a terminal which counts
    /// its columns differently cannot shift the rest of the row.
    private func paint(_ cells: ArraySlice<Cell>, row: Int) {
        screen.clear(row: row)
        var run: [UInt8] = []
        var role = Role.plain
        var start = 0
        func endRun() {
            if !run.isEmpty { screen.put(ascii: run, row: row, column: start, role: role) }
            run.removeAll(keepingCapacity: true)
        }
        for index in cells.indices {
            let cell = cells[index]
            if cell.isContinuation { continue }
            let column = index - cells.startIndex
            let isWide = index + 1 < cells.endIndex && cells[index + 1].isContinuation
            if let byte = asciiByte(of: cell), !isWide {
                if cell.role != role || column != start + run.count {
                    endRun()
                    role = cell.role
                    start = column
                }
                if run.isEmpty { start = column }
                run.append(byte)
            } else {
                endRun()
                put(cell, columns: isWide ? 2 : 1, row: row, column: column)
            }
        }
        endRun()
    }

    private func asciiByte(of cell: Cell) -> UInt8? {
        cell.ascii ?? (usesASCII ? ASCIIGlyphs.standIn(for: cell.text) : nil)
    }

    private func put(_ cell: Cell, columns: Int, row: Int, column: Int) {
        if screen.isUTF8 {
            screen.put(glyph: cell.text, columns: columns, row: row, column: column, role: cell.role)
        } else {
            let unknown = Array("? ".utf8.prefix(columns))
            screen.put(ascii: unknown, row: row, column: column, role: cell.role)
        }
    }
}
