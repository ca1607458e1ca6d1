import TerminalUI
import Testing

@Suite("Choosing a row, and what shows of the others")
struct ListViewTests {
    private func list(_ index: Int = 0, count: Int = 20, page: Int = 5) -> ListView {
        var list = ListView(index)
        list.layOut(count: count, page: page)
        return list
    }

    /// The list after keys, laid out after each as an app does.
    private func moved(from index: Int, by keys: Key..., count: Int = 20, page: Int = 5) -> ListView {
        var list = list(index, count: count, page: page)
        for key in keys {
            let isTaken = list.handle(key, count: count)
            #expect(isTaken)
            list.layOut(count: count, page: page)
        }
        return list
    }

    @Test("Keys move by a row, by a page less one, and to the ends")
    func keys() {
        #expect(moved(from: 3, by: .down).index == 4)
        #expect(moved(from: 3, by: .control("n")).index == 4)
        #expect(moved(from: 3, by: .up).index == 2)
        #expect(moved(from: 3, by: .control("p")).index == 2)
        #expect(moved(from: 3, by: .pageDown).index == 7)
        #expect(moved(from: 7, by: .pageUp).index == 3)
        #expect(moved(from: 7, by: .home).index == 0)
        #expect(moved(from: 7, by: .end).index == 19)
        #expect(moved(from: 3, by: .mouse(.wheelDown, Position(column: 0, row: 0))).index == 4)
        #expect(moved(from: 3, by: .mouse(.wheelUp, Position(column: 0, row: 0))).index == 2)
        #expect(moved(from: 3, by: .pageDown, page: 0).index == 4, "a page of nothing is still a step")
    }

    @Test("A page is the one of the last layout")
    func page() {
        var list = list(0, page: 10)
        _ = list.handle(.pageDown, count: 20)
        #expect(list.index == 9)
        list.layOut(count: 20, page: 4)
        _ = list.handle(.pageDown, count: 20)
        #expect(list.index == 12)
    }

    @Test(
        "What lies over the foot of a list for a while moves no row, but for a choice that it would hide; then all is as before"
    )
    func covered() {
        for index in [0, 7, 8, 9] {
            var list = list(index, page: 10)
            list.layOut(count: 20, page: 10, covered: 2)
            let shown = list.visible(count: 20)
            #expect(shown.count == 8 && shown.contains(index), "\(index): \(shown)")
            #expect(index > 7 || shown.lowerBound == 0, "\(index): \(shown)")
            list.layOut(count: 20, page: 10)
            #expect(list.visible(count: 20) == 0..<10, "\(index)")
        }
        var end = list(19, page: 10)
        end.layOut(count: 20, page: 10, covered: 1)
        #expect(end.visible(count: 20) == 11..<20)
        var moved = list(7, page: 10)
        moved.layOut(count: 20, page: 10, covered: 2)
        _ = moved.handle(.pageDown, count: 20)
        #expect(moved.index == 14, "a page is what shows")
        #expect(moved.row(onLine: 8, count: 20) == nil)
        var all = list(3, page: 2)
        all.layOut(count: 20, page: 2, covered: 9)
        #expect(all.visible(count: 20).isEmpty)
    }

    @Test("No key leaves the list, however short it is")
    func ends() {
        #expect(moved(from: 0, by: .up, .pageUp).index == 0)
        #expect(moved(from: 19, by: .down, .pageDown).index == 19)
        for key in [Key.up, .down, .pageUp, .pageDown, .home, .end] {
            #expect(moved(from: 0, by: key, count: 0).index == 0)
            #expect(moved(from: 9, by: key, count: 1).index == 0, "the list has become shorter")
        }
    }

    @Test(
        "Other keys are left to others",
        arguments: [Key.enter, .character("j"), .left, .tab, .mouse(.left, Position(column: 0, row: 0))])
    func others(key: Key) {
        var list = list(3)
        let isTaken = list.handle(key, count: 9)
        #expect(!isTaken)
        #expect(list.index == 3)
    }

    @Test("The rows stand still as long as the choice is in sight, and then move by no more than they must")
    func leastScrolling() {
        #expect(moved(from: 0, by: .down, .down, .down, .down).first == 0)
        #expect(moved(from: 0, by: .down, .down, .down, .down, .down).first == 1)
        #expect(moved(from: 0, by: .end, .up, .up, .up, .up).first == 15)
        #expect(moved(from: 0, by: .end, .up, .up, .up, .up, .up).first == 14)
        #expect(moved(from: 0, by: .pageDown, .pageDown).first == 4)
    }

    @Test("A list that gets shorter, or room that grows, leaves no row empty that could show one")
    func refilling() {
        var list = list(19)
        #expect(list.visible(count: 20) == 15..<20)
        #expect(list.visible(count: 12) == 7..<12, "drawn before it is laid out anew")
        list.layOut(count: 12, page: 5)
        #expect((list.index, list.first) == (11, 7))
        list.layOut(count: 12, page: 9)
        #expect((list.index, list.first) == (11, 3))
        list.layOut(count: 12, page: 2)
        #expect((list.index, list.first) == (11, 10))
    }

    @Test("The rows that show hold the choice, fill the page, and lie in the list", arguments: 0...12, 0...14)
    func visible(count: Int, page: Int) {
        for (index, before) in (0..<max(1, count)).flatMap({ index in (0..<9).map { (index, $0) } }) {
            var list = list(before, count: 9, page: 3)
            list.index = index
            list.layOut(count: count, page: page)
            let rows = list.visible(count: count)
            #expect(rows.count == min(count, page))
            #expect(rows.lowerBound == list.first && rows.upperBound <= count)
            if !rows.isEmpty { #expect(rows.contains(index)) }
        }
    }

    @Test("A list that was never laid out shows nothing, and no count below zero does harm")
    func unknownRoom() {
        #expect(ListView(3).visible(count: 9).isEmpty)
        #expect(list(3, count: -1, page: -1).visible(count: -1).isEmpty)
    }

    @Test("A click meets the row on its line, and none where there is none")
    func clicks() {
        let list = moved(from: 0, by: .end)
        #expect(list.row(onLine: 0, count: 20) == 15)
        #expect(list.row(onLine: 4, count: 20) == 19)
        #expect(list.row(onLine: 5, count: 20) == nil)
        #expect(list.row(onLine: -1, count: 20) == nil)
        #expect(self.list(0, count: 2).row(onLine: 2, count: 2) == nil)
    }
}

@Suite("Scrolling a text")
struct TextScrollTests {
    private func scrolled(by keys: Key..., count: Int = 10, page: Int = 4) -> Range<Int> {
        var scroll = TextScroll()
        scroll.layOut(count: count, page: page)
        for key in keys {
            let isTaken = scroll.handle(key, count: count)
            #expect(isTaken)
        }
        return scroll.visible(count: count)
    }

    @Test("Keys scroll by a line, by a page less one, and to the ends")
    func keys() {
        #expect(scrolled() == 0..<4)
        #expect(scrolled(by: .down, .down) == 2..<6)
        #expect(scrolled(by: .pageDown) == 3..<7)
        #expect(scrolled(by: .pageDown, .up) == 2..<6)
        #expect(scrolled(by: .end) == 6..<10)
        #expect(scrolled(by: .end, .pageUp) == 3..<7)
        #expect(scrolled(by: .end, .home) == 0..<4)
    }

    @Test("No key goes beyond the ends, and one step back from there is seen at once")
    func ends() {
        #expect(scrolled(by: .up) == 0..<4)
        #expect(scrolled(by: .end, .down, .down, .up) == 5..<9)
        #expect(scrolled(by: .down, count: 3) == 0..<3)
        #expect(scrolled(by: .end, page: 0) == 10..<10)
    }

    @Test("Other keys are left to others", arguments: [Key.enter, .escape, .character(" ")])
    func others(key: Key) {
        var scroll = TextScroll()
        let isTaken = scroll.handle(key, count: 10)
        #expect(!isTaken)
    }

    @Test("Room that grows brings lines back from above")
    func refilling() {
        var scroll = TextScroll()
        scroll.layOut(count: 10, page: 4)
        _ = scroll.handle(.end, count: 10)
        scroll.layOut(count: 10, page: 7)
        #expect(scroll.first == 3 && scroll.page == 7)
        #expect(scroll.visible(count: 5) == 0..<5)
    }
}
