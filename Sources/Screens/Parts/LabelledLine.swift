internal import TerminalUI

/// One line of an explanation: a word at the left where a part begins, and the text beside it.
struct LabelledLine: Hashable {
    /// Empty on a line that goes on with the part above.
    var label = ""
    var text: String
    var role: Role = .plain

    /// A part of several lines: the text wrapped into the room that the label's column leaves. None for no text.
    ///
    /// - Parameters:
    ///   - commands: what is not to be broken as long as a line has room for it.
    static func part(
        _ label: String, _ text: String, labelWidth: Int, width: Int, keeping commands: [String] = []
    ) -> [LabelledLine] {
        guard !text.isEmpty else { return [] }
        let lines = TextWidth.wrap(text, to: max(1, width - labelWidth), keeping: commands)
        return lines.enumerated().map { index, line in LabelledLine(label: index == 0 ? label : "", text: line) }
    }
}

extension Frame {
    /// Draws lines from the top of a rectangle, their texts beside a column of labels.
    mutating func draw(_ lines: some Sequence<LabelledLine>, in rect: Rect, labelWidth: Int) {
        for (row, line) in lines.enumerated() where row < rect.height {
            write(line.label, at: rect.at(0, row), role: .label)
            write(line.text, at: rect.at(labelWidth, row), role: line.role, width: rect.width - labelWidth)
        }
    }
}
