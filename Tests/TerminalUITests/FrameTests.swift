import TerminalUI
import Testing

@Suite("Frames")
struct FrameTests {
    private func frame(_ columns: Int, _ rows: Int = 1) -> Frame { Frame(size: Size(columns: columns, rows: rows)) }

    @Test("Text is written in its role, up to the frame's edge or the width that it is given")
    func writing() {
        var frame = frame(6, 2)
        #expect(frame.write("abc", at: Position(column: 1, row: 0), role: .key) == 3)
        #expect(frame.write("abcdefgh", at: Position(column: 2, row: 1), width: 3) == 3)
        #expect(frame.lines == [" abc", "  abc"])
        #expect(frame.runs(row: 0).map(\.role) == [.plain, .key, .plain])
        #expect(frame.write("abcdefgh", at: Position(column: 4, row: 1)) == 2)
    }

    @Test("A wide glyph takes two cells; one that would be cut at the right becomes a blank")
    func cutAtTheRight() {
        var frame = frame(5)
        #expect(frame.write("世界世", at: Position(column: 0, row: 0)) == 5)
        #expect(frame.lines == ["世界"])
        #expect(frame[Position(column: 1, row: 0)].isContinuation)
        var painted = self.frame(5)
        painted.fill(Rect(painted.size), with: "x")
        #expect(painted.write("世界世", at: Position(column: 0, row: 0), role: .danger, width: 3) == 3)
        #expect(painted.lines == ["世 xx"], "the half that is cut hides what was there")
        #expect(painted[Position(column: 2, row: 0)] == Cell(text: " ", role: .danger))
    }

    @Test("Left of the frame nothing is written, and of a glyph that is cut there, a blank")
    func cutAtTheLeft() {
        var frame = frame(4)
        frame.fill(Rect(frame.size), with: "x")
        frame.write("世ab", at: Position(column: -1, row: 0))
        #expect(frame.lines == [" abx"])
    }

    @Test("What overwrites half of a wide glyph blanks the other half")
    func overwriting() {
        var frame = frame(4)
        frame.write("世界", at: Position(column: 0, row: 0))
        frame.write("x", at: Position(column: 1, row: 0))
        #expect(frame.lines == [" x界"])
        frame.write("y", at: Position(column: 2, row: 0))
        #expect(frame.lines == [" xy"])
        #expect(frame.rows.joined().allSatisfy { !$0.isContinuation })
    }

    @Test("A run of text or a rectangle that cuts wide glyphs at both ends blanks what is left of them")
    func overwritingRuns() {
        var frame = frame(8)
        frame.write("世界世界", at: Position(column: 0, row: 0))
        frame.write("abcd", at: Position(column: 1, row: 0))
        #expect(frame.lines == [" abcd 界"])
        #expect(frame.rows.joined().filter(\.isContinuation).count == 1)
        frame.write("世界世界", at: Position(column: 0, row: 0))
        frame.fill(Rect(left: 3, top: 0, width: 2, height: 1), with: "x")
        #expect(frame.lines == ["世 xx 界"])
        frame.write("", at: Position(column: 1, row: 0))
        frame.fill(Rect(left: 1, top: 0, width: 0, height: 1), with: "x")
        #expect(frame.lines == ["世 xx 界"], "nothing cuts nothing")
    }

    @Test("Text is cut and measured alike, whether it is plain or not", arguments: 0...6)
    func plainText(columns: Int) {
        // The last letter's mark takes no column, but makes the text one that has to be looked up.
        let (plain, marked) = ("ab cde", "ab cde\u{301}")
        #expect(TextWidth.columns(plain) == TextWidth.columns(marked))
        let (cut, markedCut) = (TextWidth.truncate(plain, to: columns), TextWidth.truncate(marked, to: columns))
        #expect(cut == String(String.UnicodeScalarView(markedCut.unicodeScalars.filter { $0 != "\u{301}" })))
        var one = frame(5)
        var other = frame(5)
        let width = one.write(plain, at: Position(column: 1, row: 0), role: .key, width: columns)
        #expect(width == other.write(marked, at: Position(column: 1, row: 0), role: .key, width: columns))
        #expect(one == other)
    }

    @Test("Whatever could act on the terminal is a stand-in in the cells")
    func sanitising() {
        var frame = frame(8)
        frame.write("a\u{1B}[2J\u{202E}", at: Position(column: 0, row: 0))
        #expect(frame.lines == ["a\u{FFFD}[2J\u{FFFD}"])
    }

    @Test(
        "A cell gives back its text, of marks without number as many as it has room for",
        arguments: ["", "a", "é", "世", "🂡", "e\u{301}\u{323}"])
    func cells(text: String) {
        let cell = Cell(text: text, role: .key)
        #expect(cell.text == text && cell.role == .key)
        #expect(cell.isContinuation == text.isEmpty)
        #expect(cell.ascii == (text == "a" ? UInt8(ascii: "a") : nil))
        #expect(cell != Cell(text: text + "b", role: .key) && cell != Cell(text: text, role: .plain))
        let marked = Cell(text: text + String(repeating: "\u{20DD}", count: 9), role: .key).text.unicodeScalars
        #expect(marked.starts(with: text.unicodeScalars) && (13...16).contains(String(marked).utf8.count))
    }

    @Test("Nothing is written, filled or painted outside", arguments: [-3, -1, 4, 9])
    func outside(place: Int) {
        var frame = frame(4, 4)
        frame.write("text", at: Position(column: 0, row: place))
        frame.fill(Rect(left: place, top: place, width: 2, height: 2), with: "x")
        frame.paint(Rect(left: 0, top: place, width: 9, height: 1), role: .danger)
        frame.write("text", at: Position(column: place > 0 ? place : -9, row: 0))
        #expect(frame.rows.joined().count == 16)
        let isUntouched = frame.rows.joined().allSatisfy { $0 == .blank }
        #expect(isUntouched == (place != -1), "two rows from -1 on reach into the frame")
    }

    @Test("Fill and paint change a rectangle, and paint leaves the text")
    func rectangles() {
        var frame = frame(4, 3)
        frame.fill(Rect(left: 1, top: 1, width: 9, height: 9), with: ".", role: .dim)
        #expect(frame.lines == ["", " ...", " ..."])
        frame.paint(Rect(left: 0, top: 2, width: 2, height: 1), role: .selection)
        #expect(frame.lines == ["", " ...", " ..."])
        #expect(frame.runs(row: 2).map(\.role) == [.selection, .dim])
    }

    @Test("A frame of no size takes everything and holds nothing")
    func empty() {
        for size in [Size(columns: 0, rows: 0), Size(columns: 0, rows: 3), Size(columns: 3, rows: 0)] {
            var frame = Frame(size: size)
            frame.write("text", at: Position(column: 0, row: 0))
            frame.fill(Rect(left: -1, top: -1, width: 9, height: 9), with: "x")
            #expect(frame.rows.joined().isEmpty)
        }
    }
}
