import NcursesTerminal
import TerminalUI
import Testing

extension DeviceTests {
    @Suite("Scrolling") struct Scrolling {
        /// Names of several lengths, so that hardly a cell of a row is the one of its neighbour.
        private static let products = ["CAD-PRO", "MESH", "RENDER", "SolidWorks-Premium", "FAULT-SLOW", "Cadence"]

        /// A list in a pane from a column on, with a form beside it where there is room for one.
        private func desk(from column: Int, first: Int, chosen: Int) -> Frame {
            var frame = Frame(size: Size(columns: 80, rows: 24))
            frame.write("Berth  render-node-17  license.example.com", at: Position(column: 0, row: 0), role: .title)
            // Painted last, and of letters that differ at each place, so that whoever has seen the word has seen the frame.
            let mark = first == 0 ? "first" : "again"
            frame.write("r return  e extend  ? help  q quit  \(mark)", at: Position(column: 0, row: 23), role: .key)
            if column > 0 {
                let form = frame.panel(Rect(left: 0, top: 1, width: column, height: 22), title: "New")
                for (row, label) in ["Product", "Sign-in", "Key", "Borrow until", "Device"].enumerated() {
                    frame.write("\(label): value \(row)", at: form.at(0, row * 2))
                }
            }
            let list = frame.panel(Rect(left: column, top: 1, width: 80 - column, height: 22), title: "Borrowed")
            for line in 0..<list.height {
                let row = first + line
                let product = Self.products[row % Self.products.count]
                let end = "Fri \(row) Nov 1\(row % 9):00  in \((row * 7) % 30) d"
                let text = "\(product)-\(row)  node-\((row * 13) % 97)  \(end)"
                let role: Role = row == chosen ? .selection : .plain
                frame.write(TextWidth.fit(text, to: list.width), at: list.at(0, line), role: role)
            }
            return frame
        }

        /// The bytes that it takes to scroll by a row, the choice moving along at the foot.
        private func cost(from column: Int, term: String) async throws -> Int {
            var cost = 0
            try await Session.run(term: term) { session in
                await session.show(desk(from: column, first: 0, chosen: 19), until: "first")
                cost = await session.show(desk(from: column, first: 1, chosen: 20), until: "again").utf8.count
            }
            return cost
        }

        private static let terminals = ["xterm-256color", "tmux-256color", "linux", "vt100"]

        @Test("a list as wide as the screen is moved by the terminal, and two rows are sent", arguments: terminals)
        func wideList(term: String) async throws {
            #expect(try await cost(from: 0, term: term) < 300)
        }

        @Test("of a list beside a form no more is sent than differs from row to row", arguments: terminals)
        func listBesideForm(term: String) async throws {
            #expect(try await cost(from: 30, term: term) < 620)
        }
    }
}
