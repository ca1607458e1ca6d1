import Foundation
import NcursesTerminal
import TerminalUI
import Testing

extension DeviceTests {
    @Suite("Painting") struct Painting {
        @Test("the first event is the size")
        func firstSize() async throws {
            try await Session.run(columns: 100, rows: 30) { session in
                #expect(await session.next() == .resized(Size(columns: 100, rows: 30)))
            }
        }

        @Test("a frame's text reaches the terminal")
        func text() async throws {
            try await Session.run { session in
                let painted = await session.show(Frame("Borrow é 世界 │"), until: "│")
                #expect(painted.contains("Borrow é 世界 │"))
            }
        }

        @Test("an equal frame writes nothing")
        func equalFrame() async throws {
            try await Session.run { session in
                await session.show(Frame("one"), until: "one")
                let single = await session.show(Frame("two"), until: "two").utf8.count
                await session.show(Frame("one"), until: "one")
                let before = session.terminal.output.count
                for _ in 0..<10 { session.device.show(Frame("one")) }
                await session.show(Frame("two"), until: "two")
                #expect(session.terminal.output.count - before == single)
            }
        }

        @Test("one changed cell costs a few bytes")
        func oneCell() async throws {
            try await Session.run { session in
                await session.show(Frame("12:00:00"), until: "12:00:00")
                let tick = await session.show(Frame("12:00:07"), until: "7")
                #expect(tick.utf8.count < 30)
            }
        }

        @Test("typing into a field costs the character and little more")
        func typing() async throws {
            try await Session.run { session in
                func field(_ text: String) -> Frame {
                    var frame = Frame("Key  " + text)
                    frame.cursor = Position(column: 7 + text.count, row: 1)
                    return frame
                }
                await session.show(field("a"), until: "a")
                await session.show(field("ab"), until: "b")
                let typed = await session.show(field("abc"), until: "c")
                #expect(typed == "c")
            }
        }

        @Test("only the newest of many frames need be painted, and is")
        func newestFrame() async throws {
            try await Session.run { session in
                for number in 0..<500 { session.device.show(Frame("frame \(number)")) }
                await session.show(Frame("the last"), until: "the last")
            }
        }

        @Test("a repaint sends everything again")
        func repaint() async throws {
            try await Session.run { session in
                await session.show(Frame("all of it"), until: "all of it")
                let before = session.terminal.output.count
                session.device.repaint()
                await session.terminal.output(from: before) { $0.contains("all of it") }
            }
        }

        @Test("lines and symbols become ASCII on request, letters stay")
        func ascii() async throws {
            try await Session.run(usesASCII: true) { session in
                let painted = await session.show(Frame("┌─┐ ▸é long… a · b end"), until: "end")
                #expect(painted.contains("+-+ >é long~ a - b end"))
            }
        }

        @Test("another look is drawn with at once, the same frame anew, however often it changes")
        func otherLook() async throws {
            // Of a few colours there are a few pairs, which must not run out.
            try await Session.run(term: "xterm") { session in
                await session.show(Frame("┌─┐ end"), until: "end")
                for round in 0..<40 {
                    let isASCII = round.isMultiple(of: 2)
                    let style = Palette.Style(isASCII ? .red : .green, on: .blue)
                    let palette = Palette(Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, style) }))
                    let before = session.terminal.output.count
                    session.device.change(to: Look(palette: palette, usesASCII: isASCII))
                    let painted = await session.terminal.output(from: before) { $0.contains("end") }
                    #expect(painted.contains(isASCII ? "+-+" : "┌"), "\(painted)")
                    #expect(painted.contains(isASCII ? /\x{1B}\[(\d+;)*31[;m]/ : /\x{1B}\[(\d+;)*32[;m]/), "\(painted)")
                }
            }
        }

        @Test("without UTF-8 nothing but ASCII is sent")
        func noUTF8() async throws {
            try await Session.run(locale: "C") { session in
                let painted = await session.show(Frame("│é世 end"), until: "end")
                // The wide character keeps its two columns.
                #expect(painted.contains("|??  end"))
                #expect(session.terminal.output.allSatisfy { $0 < 0x80 })
            }
        }

        @Test("text cannot give the terminal orders")
        func hostileText() async throws {
            try await Session.run { session in
                var frame = Frame("\u{1B}]52;c;eHg=\u{7}\u{9B}2J\u{202E} end")
                frame.title = "a\u{1B}\\\u{7}b"
                let painted = await session.show(frame, until: "end")
                #expect(!painted.contains("\u{1B}]52"))
                #expect(!painted.contains("\u{202E}"))
                #expect(painted.contains("\u{1B}]2;a\u{FFFD}\\\u{FFFD}b\u{7}"))
            }
        }

        @Test("the title is set where terminals know one")
        func title() async throws {
            var frame = Frame("text")
            frame.title = "Berth"
            try await Session.run { session in
                #expect(await session.show(frame, until: "text").contains("\u{1B}]2;Berth\u{7}"))
            }
            try await Session.run(term: "linux") { session in
                #expect(!(await session.show(frame, until: "text").contains("Berth")))
            }
        }

        @Test("the title that was there is kept and given back", arguments: ["xterm", "linux"])
        func keptTitle(term: String) async throws {
            try await Session.run(term: term) { session in
                var frame = Frame("text")
                frame.title = "Berth"
                await session.show(frame, until: "text")
                await session.device.close()
                let text = await session.terminal.output { $0.contains("\u{1B}[?2004l") }
                guard term == "xterm" else {
                    #expect(!text.contains("22;0t") && !text.contains("23;0t"))
                    return
                }
                let kept = try #require(text.range(of: "\u{1B}[22;0t"))
                let set = try #require(text.range(of: "\u{1B}]2;Berth\u{7}"))
                let given = try #require(text.range(of: "\u{1B}[23;0t"))
                #expect(kept.upperBound <= set.lowerBound && set.upperBound <= given.lowerBound)
            }
        }

        @Test("a call for the person is a bell, with a text where the terminal may show one")
        func notifying() async throws {
            try await Session.run { session in
                session.device.notify("2 borrows\u{1B}\\ end")
                await session.terminal.output { $0.contains("\u{1B}]9; 2 borrows\u{FFFD}\\ end\u{7}\u{7}") }
            }
            try await Session.run(environment: ["TMUX": "/tmp/tmux"]) { session in
                session.device.notify("text")
                await session.terminal.output { $0.contains("\u{1B}Ptmux;\u{1B}\u{1B}]9;text\u{7}\u{1B}\\\u{7}") }
            }
            try await Session.run(term: "linux") { session in
                session.device.notify("text")
                #expect(!(await session.terminal.output { $0.contains("\u{7}") }.contains("text")))
            }
        }

        @Test("copying asks the terminal, and the one around tmux")
        func copy() async throws {
            try await Session.run { session in
                session.device.copy("text")
                await session.terminal.output { $0.contains("\u{1B}]52;c;dGV4dA==\u{7}") }
            }
            try await Session.run(environment: ["TMUX": "/tmp/tmux"]) { session in
                session.device.copy("text")
                await session.terminal.output {
                    $0.contains("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;dGV4dA==\u{7}\u{1B}\\")
                }
            }
        }

        @Test("a frame of another shape is painted anew, although its cells are the same ones")
        func otherShape() async throws {
            try await Session.run { session in
                var wide = Frame("abcd", at: Position(column: 0, row: 0), size: Size(columns: 4, rows: 2))
                wide.write("efgh", at: Position(column: 0, row: 1))
                await session.show(wide, until: "efgh")
                var narrow = Frame("ab", at: Position(column: 0, row: 0), size: Size(columns: 2, rows: 4))
                for (row, text) in ["cd", "ef", "gh"].enumerated() {
                    narrow.write(text, at: Position(column: 0, row: row + 1))
                }
                #expect(narrow.rows.joined().elementsEqual(wide.rows.joined()))
                await session.show(narrow, until: "gh")
            }
        }

        @Test("frames larger and smaller than the screen are cut, not wrapped")
        func otherSizes() async throws {
            try await Session.run(columns: 20, rows: 5) { session in
                var large = Frame(size: Size(columns: 200, rows: 60))
                large.fill(Rect(large.size), with: "x")
                large.cursor = Position(column: 150, row: 50)
                let painted = await session.show(large, until: String(repeating: "x", count: 20))
                await session.show(Frame("small", size: Size(columns: 10, rows: 2)), until: "small")
                #expect(painted.filter { $0 == "x" }.count <= 100)
            }
        }

        @Test("a cursor that is not on the screen is not shown")
        func cursorOutside() async throws {
            try await Session.run(columns: 20, rows: 5) { session in
                var frame = Frame("here", size: Size(columns: 40, rows: 10))
                frame.cursor = Position(column: 3, row: 1)
                await session.show(frame, until: "here")
                frame.write("gone", at: Position(column: 2, row: 2))
                frame.cursor = Position(column: 30, row: 1)
                let gone = await session.show(frame, until: "gone")
                frame.write("back", at: Position(column: 2, row: 3))
                frame.cursor = Position(column: 3, row: 1)
                let back = await session.show(frame, until: "back")
                #expect((gone + back).contains("\u{1B}[?25l"))
            }
        }

        @Test("one cell of a terminal is enough")
        func tinyTerminal() async throws {
            try await Session.run(columns: 1, rows: 1) { session in
                #expect(await session.next() == .resized(Size(columns: 1, rows: 1)))
                var frame = Frame("x", at: Position(column: 0, row: 0), size: Size(columns: 1, rows: 1))
                frame.cursor = Position(column: 0, row: 0)
                await session.show(frame, until: "x")
            }
        }
    }
}
