extension Frame {
    /// Draws a field on one row, scrolled so that its cursor shows; a secret shows a dot for each character.
    ///
    /// With the focus, a mark at either end tells that there is more text beyond it.
    /// Without it a text that is too long is cut at its end, or in its middle where that is kept, as of names that differ there.
    public mutating func draw(
        _ input: TextInput, at position: Position, width: Int, isFocused: Bool, isSecret: Bool = false,
        keepsEnd: Bool = false, role: Role = .plain
    ) {
        let shown = isSecret ? String(repeating: "•", count: input.text.count) : input.text
        guard isFocused else {
            let cut = keepsEnd ? TextWidth.cutInside(shown, to: width) : TextWidth.truncate(shown, to: width)
            write(cut, at: position, role: role, width: width)
            return
        }
        let window = FieldWindow(of: shown, cursor: input.cursor, width: width)
        let visible = window.start == 0 ? shown : TextWidth.dropColumns(shown, window.start)
        write(visible, at: position, role: role, width: width)
        if window.hasMoreBefore { write("‹", at: position, role: .dim) }
        if window.hasMoreAfter {
            write("›", at: Position(column: position.column + width - 1, row: position.row), role: .dim)
        }
        cursor = Position(column: position.column + window.cursor, row: position.row)
    }
}

/// The part of a line that a field shows: no further on than its cursor asks for.
private struct FieldWindow {
    /// The first column of the text that shows.
    let start: Int
    /// The cursor's column in the field.
    let cursor: Int
    let hasMoreBefore: Bool
    let hasMoreAfter: Bool

    init(of text: String, cursor: Int, width: Int) {
        let total = TextWidth.columns(text)
        let before = TextWidth.columns(String(text.prefix(cursor)))
        // What stands under the cursor shows as a whole; behind the text that is a blank.
        let end = before + (text.dropFirst(cursor).first.map { min(2, TextWidth.columns(String($0))) } ?? 1)
        // Fewer columns than these are better spent on the text.
        let hasMarks = width >= 4
        var start = end - width
        if hasMarks, start + width < total { start += 1 }
        start = max(0, min(start, before))
        self.start = start
        self.cursor = before - start
        hasMoreBefore = hasMarks && start > 0
        hasMoreAfter = hasMarks && start + width < total
    }
}
