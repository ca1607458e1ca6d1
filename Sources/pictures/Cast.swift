internal import Foundation
internal import TerminalUI

/// Writes frames as a recording of a terminal that `asciinema play` shows, in version 2 of its format (asciicast).
struct Cast {
    var palette: Palette

    /// How long a frame stands, in seconds: after a typed letter, and after what is to be read.
    private static let (typed, read) = (0.09, 1.8)

    /// The recording's text: a line of JSON about it, then one for each frame.
    func document(of frames: [Frame]) -> String {
        guard let first = frames.first else { return "" }
        var lines = [
            """
            {"version": 2, "width": \(first.size.columns), "height": \(first.size.rows), "title": \(quoted(first.title))}
            """
        ]
        var time = 0.0
        var before: Frame?
        for frame in frames {
            let rows = (0..<frame.size.rows).filter { row in
                before.map { $0.runs(row: row).elementsEqual(frame.runs(row: row), by: ==) } != true
            }
            if let before { time += isTyped(frame, after: before, rows.count) ? Self.typed : Self.read }
            lines.append("[\(String(format: "%.2f", time)), \"o\", \(quoted(output(of: frame, rows: rows)))]")
            before = frame
        }
        lines.append("[\(String(format: "%.2f", time + Self.read)), \"o\", \"\"]")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Whether somebody typed on from one frame to the next: little has changed, or the cursor stands one column on, whatever
    /// else a letter has changed.
    private func isTyped(_ frame: Frame, after before: Frame, _ changedRows: Int) -> Bool {
        if let cursor = frame.cursor, let last = before.cursor, cursor.column == last.column + 1 { return true }
        return changedRows <= 3
    }

    /// What a terminal is told so that these rows of a frame, and its cursor, stand on it.
    private func output(of frame: Frame, rows: [Int]) -> String {
        var text = "\u{1B}[?25l"
        for row in rows {
            text += "\u{1B}[\(row + 1);1H"
            for run in frame.runs(row: row) { text += sequence(for: palette[run.role]) + run.text }
            text += "\u{1B}[0m"
        }
        if let cursor = frame.cursor { text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h" }
        return text
    }

    /// Selects a look, and that alone (ECMA-48, SGR).
    private func sequence(for style: Palette.Style) -> String {
        var codes = ["0"]
        if style.isBold { codes.append("1") }
        if style.isDim { codes.append("2") }
        if style.isUnderlined { codes.append("4") }
        if style.isReverse { codes.append("7") }
        if style.foreground != .standard { codes.append(String(30 + style.foreground.rawValue)) }
        if style.background != .standard { codes.append(String(40 + style.background.rawValue)) }
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }

    /// A text as JSON.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case ..<" ": quoted += String(format: "\\u%04x", scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
