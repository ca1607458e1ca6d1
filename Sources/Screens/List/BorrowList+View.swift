internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension BorrowList {
    func draw(
        on frame: inout Frame, in rect: Rect, _ desk: Desk, _ releases: Releases, isActive: Bool
    ) {
        let rows = rows(desk)
        let visible = view.visible(count: rows.count)
        let inside = frame.panel(
            rect, title: title(desk, releases), note: note(rows.count, visible), isActive: isActive)
        if find != .off { drawFind(on: &frame, inside, isActive: isActive) }
        guard !rows.isEmpty else { return drawEmpty(on: &frame, inside, desk) }
        let shown = visible.map { rows[$0] }
        let columns = BorrowColumns(shown, desk, width: inside.width - 2)
        columns.drawTitles(on: &frame, at: inside.at(2, 0))
        for (line, borrow) in shown.enumerated() {
            let isChosen = borrow.id == choice
            let position = inside.at(0, line + 1)
            if isChosen {
                frame.write("▸", at: position, role: isActive ? .focus : .dim)
                if isActive, !isTyping { frame.cursor = position }
            }
            if !columns.showDevices, desk.isElsewhere(borrow), !isChosen {
                frame.write("@", at: position, role: .warning)
            }
            if marked.contains(borrow.id) { frame.write("*", at: inside.at(1, line + 1), role: .focus) }
            columns.draw(
                line, borrow, on: &frame, at: inside.at(2, line + 1), desk, releases, isChosen: isChosen && isActive)
            if isChosen, columns.cut(borrow, desk) { drawName(of: borrow, on: &frame, rect, desk) }
        }
    }

    private var isTyping: Bool { if case .typing = find { true } else { false } }

    private func title(_ desk: Desk, _ releases: Releases) -> String {
        if let progress = releases.progress { return progress }
        let held = desk.client.book.heldCount
        return (held == 0 ? "Borrowed" : "Borrowed \(held)") + (marked.isEmpty ? "" : ", \(marked.count) marked")
    }

    private func note(_ count: Int, _ visible: Range<Int>) -> String {
        [
            find.text.isEmpty ? "" : "\(count) found", order == .end ? "" : "by \(order)", visible.note(of: count),
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func drawFind(on frame: inout Frame, _ inside: Rect, isActive: Bool) {
        let row = inside.height - 1
        frame.write("/", at: inside.at(0, row), role: .key)
        let input: TextInput =
            switch find {
            case .typing(let input), .kept(let input): input
            case .off: TextInput()
            }
        frame.draw(input, at: inside.at(2, row), width: inside.width - 2, isFocused: isActive && isTyping)
    }

    /// Writes the chosen borrow out on the lower edge, where its row had to be cut.
    private func drawName(of borrow: Borrow, on frame: inout Frame, _ rect: Rect, _ desk: Desk) {
        guard rect.width > 12 else { return }
        let device = desk.isElsewhere(borrow) ? " on \(borrow.subject.hardwareID.rawValue)" : ""
        let name = "\(borrow.subject.title) \(borrow.subject.license.label)\(device)"
        frame.write(" \(TextWidth.cutInside(name, to: rect.width - 6)) ", at: rect.at(2, rect.height - 1), role: .dim)
    }

    private func drawEmpty(on frame: inout Frame, _ inside: Rect, _ desk: Desk) {
        let text =
            switch desk.client.ledger {
            case _ where !find.text.isEmpty: Strings.nothingFound(find.text)
            case .loading: Strings.loadingLedger
            case .ready: Strings.noBorrows
            case .failed:
                Strings.unreadLedger(
                    desk.key(.problem, in: App.panes), desk.key(.retry, in: ProblemPanel.own))
            }
        for (row, line) in TextWidth.wrap(text, to: inside.width - 3).prefix(inside.height).enumerated() {
            frame.write(line, at: inside.at(2, row), role: .dim)
        }
    }
}
