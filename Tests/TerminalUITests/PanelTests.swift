import TerminalUI
import Testing

@Suite("Panels")
struct PanelTests {
    private func panel(
        _ columns: Int, _ rows: Int, title: String = "Title", note: String = "", isActive: Bool = false
    ) -> (frame: Frame, inside: Rect) {
        var frame = Frame(size: Size(columns: columns, rows: rows))
        frame.fill(Rect(frame.size), with: "x")
        let inside = frame.panel(Rect(frame.size), title: title, note: note, isActive: isActive)
        return (frame, inside)
    }

    @Test("A box has its title at the left, its note at the right, and an empty inside")
    func box() {
        let (frame, inside) = panel(20, 3, note: "1 of 2")
        #expect(frame.lines == ["┌ Title ── 1 of 2 ─┐", "│                  │", "└──────────────────┘"])
        #expect(inside == Rect(left: 1, top: 1, width: 18, height: 1))
    }

    @Test("A title that is too long is cut, and a note without room left out")
    func narrow() {
        #expect(panel(12, 2, title: "A long title").frame.lines[0] == "┌ A lon… ──┐")
        #expect(panel(16, 2, note: "1 of 2").frame.lines[0] == "┌ Title ───────┐")
        #expect(panel(20, 2, note: "1 of 2 · all").frame.lines[0] == "┌ Title ── 1 of 2 ─┐", "as much of it as fits")
    }

    @Test("A box in the other half is told by the role of its border and title")
    func active() {
        let quiet = panel(12, 2).frame.runs(row: 0).map(\.role)
        let active = panel(12, 2, isActive: true).frame.runs(row: 0).map(\.role)
        #expect(quiet == [.border, .title, .border])
        #expect(active == [.activeBorder, .focus, .activeBorder])
        #expect(panel(12, 2, isActive: true).frame.lines[0] == "┌▸Title ───┐", "and by a mark, without any colour")
    }

    @Test("A box of any size stays in its frame; one that is too small is not drawn", arguments: 0...6, 0...4)
    func small(columns: Int, rows: Int) {
        let (frame, inside) = panel(columns, rows, note: "n")
        #expect(frame.rows.joined().count == columns * rows)
        #expect(inside.width >= 0 && inside.height >= 0)
        let isDrawn = frame.lines.joined().contains("┌")
        #expect(isDrawn == (columns >= 2 && rows >= 2))
    }

    @Test("A box in the middle is shrunk to the frame")
    func centred() {
        let screen = Rect(Size(columns: 20, rows: 10))
        #expect(screen.centred(width: 10, height: 4) == Rect(left: 5, top: 3, width: 10, height: 4))
        #expect(screen.centred(width: 30, height: 40) == screen)
    }
}
