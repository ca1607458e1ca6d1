internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowList {
    /// Whether a search is being typed.
    var isTyping: Bool { if case .typing = find { true } else { false } }

    /// What its upper edge says: how many borrows hold a seat, or how far the returns are.
    func title(_ desk: Desk, _ releases: Releases) -> String {
        if let progress = releases.progress { return progress }
        if case .reading(let progress) = desk.client.ledger { return Strings.readingLedger("Borrowed", progress) }
        let held = desk.client.book.heldCount
        return (held == 0 ? "Borrowed" : "Borrowed \(held)") + (marked.isEmpty ? "" : ", \(marked.count) marked")
    }

    /// What its upper edge says at the right: which rows show, and in which order.
    func note(_ count: Int, _ visible: Range<Int>) -> String {
        [
            find.text.isEmpty ? "" : "\(count) found", order == .end ? "" : "by \(order)", visible.note(of: count),
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    func drawFind(on frame: inout Frame, _ inside: Rect, isActive: Bool) {
        let row = inside.height - 1
        frame.write("/", at: inside.at(0, row), role: .key)
        let input: TextInput =
            switch find {
            case .typing(let input), .kept(let input): input
            case .off: TextInput()
            }
        frame.draw(input, at: inside.at(2, row), width: inside.width - 2, isFocused: isActive && isTyping)
    }

    /// What the chosen row does not say whole, written out for the lower edge; nil where there is nothing or no room.
    func edge(of cut: [String], width: Int) -> String? {
        guard width > 12, !cut.isEmpty else { return nil }
        return " \(TextWidth.cutInside(cut.joined(separator: " · "), to: width - 6)) "
    }

    /// What it says where it has no rows.
    func emptiness(_ desk: Desk) -> String {
        switch desk.client.ledger {
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
