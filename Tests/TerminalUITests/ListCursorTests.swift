import TerminalUI
import Testing

@Suite("Choosing a row")
struct ListCursorTests {
    private func moved(from index: Int, by keys: Key..., count: Int = 20, page: Int = 5) -> Int {
        var cursor = ListCursor(index)
        for key in keys {
            let isTaken = cursor.handle(key, count: count, page: page)
            #expect(isTaken)
        }
        return cursor.index
    }

    @Test("Keys move by a row, by a page less one, and to the ends")
    func keys() {
        #expect(moved(from: 3, by: .down) == 4)
        #expect(moved(from: 3, by: .control("n")) == 4)
        #expect(moved(from: 3, by: .up) == 2)
        #expect(moved(from: 3, by: .control("p")) == 2)
        #expect(moved(from: 3, by: .pageDown) == 7)
        #expect(moved(from: 7, by: .pageUp) == 3)
        #expect(moved(from: 7, by: .home) == 0)
        #expect(moved(from: 7, by: .end) == 19)
        #expect(moved(from: 3, by: .pageDown, page: 0) == 4, "a page of nothing is still a step")
    }

    @Test("No key leaves the list, however short it is")
    func ends() {
        #expect(moved(from: 0, by: .up, .pageUp) == 0)
        #expect(moved(from: 19, by: .down, .pageDown) == 19)
        for key in [Key.up, .down, .pageUp, .pageDown, .home, .end] {
            #expect(moved(from: 0, by: key, count: 0) == 0)
            #expect(moved(from: 9, by: key, count: 1) == 0, "the list has become shorter")
        }
    }

    @Test("Other keys are left to others", arguments: [Key.enter, .character("j"), .left, .tab, .escape])
    func others(key: Key) {
        var cursor = ListCursor(3)
        let isTaken = cursor.handle(key, count: 9, page: 5)
        #expect(!isTaken)
        #expect(cursor.index == 3)
    }

    @Test("The rows that show hold the choice, fill the page, and lie in the list", arguments: 0...12, 0...14)
    func visible(count: Int, page: Int) {
        for index in 0..<max(1, count) {
            let rows = ListCursor(index).visible(count: count, page: page)
            #expect(rows.count == min(count, page))
            #expect(rows.lowerBound >= 0 && rows.upperBound <= count)
            if !rows.isEmpty { #expect(rows.contains(index)) }
        }
    }

    @Test("A text is scrolled from the row that was come to, and no further than its end")
    func scrolled() {
        #expect(ListCursor(2).scrolled(count: 10, page: 4) == 2..<6)
        #expect(ListCursor(9).scrolled(count: 10, page: 4) == 6..<10)
        #expect(ListCursor(0).scrolled(count: 3, page: 4) == 0..<3)
        #expect(ListCursor(0).scrolled(count: 3, page: -1) == 0..<0)
    }
}
