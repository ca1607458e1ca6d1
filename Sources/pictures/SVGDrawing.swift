internal import Foundation
internal import TerminalUI

/// Draws a frame as an SVG document: a window with a title, and text on a grid of cells in it.
struct SVGDrawing {
    var palette: Palette
    var theme = TerminalTheme.dark

    /// The grid in pixels. At this size the advance of DejaVu Sans Mono and of Menlo is one cell, and their box-drawing
    /// characters meet from row to row.
    private static let fontSize = 15.0
    private static let cell = (width: 9.03, height: 17.0)
    /// How far the line that letters stand on lies below the top of a row.
    private static let baseline = 13.5
    private static let padding = 12.0
    private static let titleHeight = 34.0

    /// The document's text, which begins with the XML declaration and ends with a line end.
    func document(of frame: Frame) -> String {
        let width = Double(frame.size.columns) * Self.cell.width + 2 * Self.padding
        let height = Double(frame.size.rows) * Self.cell.height + Self.titleHeight + Self.padding
        var root = SVGElement(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(number(width)) \(number(height))"),
                ("width", number(width)), ("height", number(height)), ("role", "img"),
            ])
        root.children.append(SVGElement("title", text: frame.title))
        root.children += window(frame.title, width: width, height: height)
        var screen = SVGElement(
            "g",
            [
                ("font-family", "DejaVu Sans Mono, Menlo, Consolas, monospace"),
                ("font-size", number(Self.fontSize)), ("fill", theme.foreground),
            ])
        for row in 0..<frame.size.rows {
            for run in frame.runs(row: row) { screen.children += elements(of: run, row: row) }
        }
        if let cursor = frame.cursor { screen.children.append(block(cursor, columns: 0.2, fill: theme.foreground)) }
        root.children.append(screen)
        return root.document
    }

    private func window(_ title: String, width: Double, height: Double) -> [SVGElement] {
        let frame = SVGElement(
            "rect",
            [
                ("x", "0.5"), ("y", "0.5"), ("width", number(width - 1)), ("height", number(height - 1)),
                ("rx", "9"), ("fill", theme.background), ("stroke", theme.outline),
            ])
        let buttons = (0..<3).map { index in
            SVGElement(
                "circle",
                [("cx", number(20 + 18 * Double(index))), ("cy", "17"), ("r", "5.5"), ("fill", theme.outline)])
        }
        let caption = SVGElement(
            "text",
            [
                ("x", number(width / 2)), ("y", "21.5"), ("text-anchor", "middle"), ("font-family", "sans-serif"),
                ("font-size", "13"), ("fill", theme.dim),
            ], text: title)
        return [frame] + buttons + [caption]
    }

    /// The text of one run, after what lies behind it where that is not the window itself.
    private func elements(of run: (column: Int, text: String, role: Role), row: Int) -> [SVGElement] {
        var elements: [SVGElement] = []
        let style = palette[run.role]
        let look = theme.look(of: style)
        if let background = look.background {
            let columns = Double(TextWidth.columns(run.text))
            elements.append(block(Position(column: run.column, row: row), columns: columns, fill: background))
        }
        let before = run.text.prefix { $0 == " " }.count
        let text = run.text.trimmingCharacters(in: CharacterSet(charactersIn: " "))
        guard !text.isEmpty else { return elements }
        let corner = corner(Position(column: run.column + before, row: row))
        var attributes = [
            ("x", number(corner.x)), ("y", number(corner.y + Self.baseline)),
            ("textLength", number(Double(TextWidth.columns(text)) * Self.cell.width)),
        ]
        if look.foreground != theme.foreground { attributes.append(("fill", look.foreground)) }
        if style.isBold { attributes.append(("font-weight", "bold")) }
        if style.isUnderlined { attributes.append(("text-decoration", "underline")) }
        // Blanks that do not break: those that do would be drawn as one where several follow each other.
        let fixed = text.replacingOccurrences(of: " ", with: "\u{A0}")
        return elements + [SVGElement("text", attributes, text: fixed)]
    }

    /// A filled rectangle that begins at a cell and is one row high.
    private func block(_ position: Position, columns: Double, fill: String) -> SVGElement {
        let corner = corner(position)
        return SVGElement(
            "rect",
            [
                ("x", number(corner.x)), ("y", number(corner.y)), ("width", number(columns * Self.cell.width)),
                ("height", number(Self.cell.height)), ("fill", fill),
            ])
    }

    private func corner(_ position: Position) -> (x: Double, y: Double) {
        (
            Self.padding + Double(position.column) * Self.cell.width,
            Self.titleHeight + Double(position.row) * Self.cell.height
        )
    }

    /// A number with two decimal places at most, the same on every host.
    private func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let exact = Double(hundredths) / 100
        return hundredths % 100 == 0 ? String(hundredths / 100) : String(exact)
    }
}
