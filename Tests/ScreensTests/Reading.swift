import Screens
import TerminalUI

extension Frame {
    /// The lines in the topmost panel whose title begins so, without what lies beside it.
    func inside(_ title: String) -> [String] { Array(panel(title).dropFirst().dropLast()) }

    /// The same with its upper and lower edge.
    func panel(_ title: String) -> [String] {
        let rows = lines.map(Array.init)
        let corners = [Array("┌ " + title), Array("┌▸" + title)]
        func begins(_ line: ArraySlice<Character>) -> Bool { corners.contains { line.starts(with: $0) } }
        guard let top = rows.lastIndex(where: { line in line.indices.contains { begins(line[$0...]) } }),
            let left = rows[top].indices.last(where: { begins(rows[top][$0...]) }),
            let right = rows[top][left...].firstIndex(of: "┐"),
            let bottom = rows[top...].firstIndex(where: { $0.count > left && $0[left] == "└" })
        else { return [] }
        return rows[top...bottom].map { String($0.prefix(right).dropFirst(left + 1)) }
    }
}

/// Reads a text from its first line to its last, as far as a key shows more of it.
struct Reading {
    /// Each line that was seen, once.
    private(set) var lines: [String] = []

    /// - Parameter press: presses the key.
    init(_ frame: () -> Frame, _ title: String, press: () -> Void) {
        var before: Frame?
        while before != frame() {
            before = frame()
            lines += frame().inside(title).filter { !lines.contains($0) }
            press()
        }
    }

    /// All of it without line breaks.
    var words: String { Self.words(lines.joined(separator: " ")) }

    static func words(_ text: String) -> String {
        text.split { " │─▸\n".contains($0) }.joined(separator: " ")
    }
}
