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
        edge(of: rect, row: 0, from: "┌", to: "┐", role: role)
        lowerEdge(of: rect, isActive: isActive)
        for column in [rect.left, rect.right - 1] {
            fill(Rect(left: column, top: rect.top + 1, width: 1, height: rect.height - 2), with: "│", role: role)
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
        edge(of: rect, row: rect.height - 1, from: "└", to: "┘", role: Self.borderRole(isActive))
    }

    private mutating func edge(of rect: Rect, row: Int, from left: String, to right: String, role: Role) {
        fill(Rect(left: rect.left, top: rect.top + row, width: rect.width, height: 1), with: "─", role: role)
        write(left, at: rect.at(0, row), role: role)
        write(right, at: rect.at(rect.width - 1, row), role: role)
    }

    private static func borderRole(_ isActive: Bool) -> Role { isActive ? .activeBorder : .border }
}
