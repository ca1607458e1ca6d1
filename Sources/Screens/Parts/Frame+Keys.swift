internal import TerminalUI

extension Frame {
    /// What has to be seen wherever it can be done: how to get out, and how to learn more.
    private static let kept: Set<App.Action> = [.help, .quit, .close, .clear, .leaveForm]

    /// Draws keys and what they do on one row: the first ones that there is room for, and always those that lead out.
    mutating func drawKeys(_ bindings: [Binding<App.Action>], at position: Position, width: Int) {
        drawKeys(bindings, keeping: Self.kept, at: position, width: width)
    }

    /// Draws keys and what they do on one row: the first ones that there is room for, and always those to be kept.
    mutating func drawKeys<Action>(
        _ bindings: [Binding<Action>], keeping kept: Set<Action>, at position: Position, width: Int
    ) {
        let shown = bindings.filter(\.isInFooter)
        let last = shown.filter { kept.contains($0.action) }
        let lastWidth = last.reduce(0) { $0 + $1.footerWidth } - 2
        var column = position.column
        let end = position.column + width
        for binding in shown where !kept.contains(binding.action) {
            guard column + binding.footerWidth + lastWidth <= end else { break }
            column = draw(binding, at: Position(column: column, row: position.row))
        }
        column = max(column, end - lastWidth)
        for binding in last where column + binding.footerWidth - 2 <= end {
            column = draw(binding, at: Position(column: column, row: position.row))
        }
    }

    /// Draws keys and what they do at the foot of a rectangle: on one row where they all fit there, else on as many as it has.
    mutating func drawKeys<Action>(_ bindings: [Binding<Action>], keeping kept: Set<Action>, in rect: Rect) {
        var left = bindings.filter(\.isInFooter)
        for row in 0..<max(0, rect.height - 1) where left.reduce(-2, { $0 + $1.footerWidth }) > rect.width {
            var width = -2
            let first = left.filter { !kept.contains($0.action) }.prefix { binding in
                width += binding.footerWidth
                return width <= rect.width
            }
            drawKeys(Array(first), keeping: [], at: rect.at(0, row), width: rect.width)
            left.removeAll(where: first.contains)
        }
        drawKeys(left, keeping: kept, at: rect.at(0, rect.height - 1), width: rect.width)
    }

    private mutating func draw<Action>(_ binding: Binding<Action>, at position: Position) -> Int {
        var column = position.column
        column += write(binding.shownKeys, at: position, role: .key) + 1
        return column + write(binding.label, at: Position(column: column, row: position.row)) + 2
    }
}

extension Binding {
    /// The columns that it takes in a footer, with the gap after it.
    fileprivate var footerWidth: Int { TextWidth.columns(shownKeys) + TextWidth.columns(label) + 3 }
}
