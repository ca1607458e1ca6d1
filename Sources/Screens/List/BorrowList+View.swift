internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowList {
    /// Whether a search is being typed.
    var isTyping: Bool { if case .typing = find { true } else { false } }

    /// From this width on, in columns, its upper edge has room for all that it says.
    static let roomy = 48

    /// What its upper edge says: how many borrows hold a seat, or how far the returns are; in short where room is scarce.
    func title(_ desk: Desk, _ releases: Releases, isShort: Bool) -> String {
        if let progress = releases.progress { return progress }
        if case .reading(let progress, _) = desk.client.ledger { return Strings.readingLedger("Borrowed", progress) }
        let held = desk.client.book.heldCount
        guard marked.isEmpty else { return (isShort ? "\(held)" : "Borrowed \(held)") + ", \(marked.count) marked" }
        return held == 0 ? "Borrowed" : "Borrowed \(held)"
    }

    /// What its upper edge says at the right: which rows show, and in which order; as much of that as there is room for.
    func note(_ desk: Desk, _ count: Int, _ visible: Range<Int>, room: Int) -> String {
        var parts = [
            counted(count), order == .end ? "" : "by \(order)", visible.note(of: count),
            desk.asOf ?? "",
        ].filter { !$0.isEmpty }
        func text() -> String { parts.joined(separator: " · ") }
        while parts.count > 1, TextWidth.columns(text()) > room { parts.removeFirst() }
        return text()
    }

    /// How many rows show where they are not all.
    private func counted(_ count: Int) -> String {
        switch find {
        case .off: ""
        case .typing(let input), .kept(let input): input.text.isEmpty ? "" : "\(count) found"
        case .part: "\(count) held"
        }
    }

    func drawFind(on frame: inout Frame, _ inside: Rect, isActive: Bool) {
        let row = inside.height - 1
        let input: TextInput
        switch find {
        case .typing(let text), .kept(let text): input = text
        case .part(let part):
            frame.write(TextWidth.cutInside(part.words, to: inside.width), at: inside.at(0, row), role: .dim)
            return
        case .off: return
        }
        frame.write("/", at: inside.at(0, row), role: .key)
        frame.draw(
            input, at: inside.at(2, row), width: inside.width - 2, isFocused: isActive && isTyping,
            isSecret: KeyShape.isByAnyMeasureIn(input.text))
    }

    /// What the chosen row does not say whole, written out for the lower edge; nil where there is nothing or no room.
    func edge(of cut: [String], width: Int) -> String? {
        guard width > 12, !cut.isEmpty else { return nil }
        let (room, joint) = (width - 6, " · ")
        // Each ends in what tells it from others, as a license in the end of its number: the longest is cut first, and inside, but to no
        // less than its share.
        var parts = cut
        let share = (room - TextWidth.columns(joint) * (cut.count - 1)) / cut.count
        for _ in parts {
            let excess = TextWidth.columns(parts.joined(separator: joint)) - room
            guard excess > 0, let longest = parts.indices.max(by: { parts[$0].count < parts[$1].count }) else { break }
            let width = max(share, TextWidth.columns(parts[longest]) - excess)
            parts[longest] = TextWidth.cutInside(parts[longest], to: width)
        }
        return " \(TextWidth.cutInside(parts.joined(separator: joint), to: room)) "
    }

    /// What it says where it has no rows.
    func emptiness(_ desk: Desk) -> String {
        if case .part(let part) = find {
            return Strings.nothingHeld(part.words, desk.key(.clear, in: [Self.allRows]))
        }
        return switch desk.client.ledger {
        case .reading where !find.text.isEmpty: Strings.nothingFoundYet(find.text)
        case _ where !find.text.isEmpty:
            Strings.nothingFound(find.text, of: desk.client.book.listed.count, desk.key(.clear, in: Self.finding))
        case .loading, .reading: Strings.loadingLedger
        case .ready: Strings.noBorrows
        case .failed:
            Strings.unreadLedger(desk.key(.problem, in: App.panes), desk.key(.retry, in: ProblemPanel.own))
        }
    }
}
