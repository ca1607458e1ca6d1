extension Frame {
    /// Draws a bordered box with a title at the left and a note at the right of its upper edge, and clears its inside.
    ///
    /// A box that is less than two cells wide or high is not drawn.
    ///
    /// - Returns: the rectangle inside the border.
    @discardableResult
    public mutating func panel(_ rect: Rect, title: String, note: String = "", isActive: Bool = false) -> Rect {
        guard rect.width >= 2, rect.height >= 2 else {
            return Rect(left: rect.left, top: rect.top, width: 0, height: 0)
        }
        let role = Self.borderRole(isActive)
        fill(rect.inset())
        write("┌" + String(repeating: "─", count: rect.width - 2) + "┐", at: rect.at(0, 0), role: role)
        lowerEdge(of: rect, isActive: isActive)
        for row in 1..<max(1, rect.height - 1) {
            write("│", at: rect.at(0, row), role: role)
            write("│", at: rect.at(rect.width - 1, row), role: role)
        }
        let room = rect.width - 4
        guard room > 0 else { return rect.inset() }
        let shownTitle = TextWidth.truncate(title, to: room - 2)
        if !shownTitle.isEmpty {
            // The mark says without any colour which panel has the keys.
            write((isActive ? "▸" : " ") + shownTitle + " ", at: rect.at(1, 0), role: isActive ? .focus : .title)
        }
        let shownNote = Self.note(note, in: room - TextWidth.columns(shownTitle) - 5)
        if !shownNote.isEmpty {
            write(" \(shownNote) ", at: rect.at(rect.width - TextWidth.columns(shownNote) - 4, 0), role: .dim)
        }
        return rect.inset()
    }

    /// As many parts of a note as there is room for, from its beginning.
    private static func note(_ note: String, in room: Int) -> String {
        var parts = note.split(separator: " · ")
        while TextWidth.columns(parts.joined(separator: " · ")) > room, !parts.isEmpty { parts.removeLast() }
        return parts.joined(separator: " · ")
    }

    /// Draws the lower edge of a box that is two cells wide and high or more.
    public mutating func lowerEdge(of rect: Rect, isActive: Bool) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let line = "└" + String(repeating: "─", count: rect.width - 2) + "┘"
        write(line, at: rect.at(0, rect.height - 1), role: Self.borderRole(isActive))
    }

    private static func borderRole(_ isActive: Bool) -> Role { isActive ? .activeBorder : .border }
}
