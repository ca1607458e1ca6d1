internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension Frame {
    /// Draws what lies over the desk.
    mutating func draw(_ overlay: App.Overlay, _ state: App.State) {
        switch overlay {
        case .calendar(let picker): draw(picker, state)
        case .choice(let list): draw(list)
        case .confirmReturn(let dialog): draw(dialog, state)
        case .confirmQuit: ask("Quit", state.quitText)
        case .confirmActivation(let request):
            ask(
                "Activate",
                [
                    "Activate device \(request.hardwareID.short) on this license of \(request.product)?",
                    "That uses one of the license's activations. It takes no seat.",
                ])
        case .borrowDetails(_, let scroll), .problemDetails(let scroll), .help(let scroll):
            drawText(state.overlayText, scroll)
        case .guide(let cursor): drawGuide(state, cursor)
        }
    }

    /// A small box with a question; the footer names its keys.
    private mutating func ask(_ title: String, _ paragraphs: [String]) {
        let width = min(64, size.columns - 2)
        let lines = paragraphs.flatMap { TextWidth.wrap($0, to: width - 4) }
        let inside = panel(centred(width: width, height: lines.count + 2), title: title, isActive: true)
        for (row, line) in lines.prefix(inside.height).enumerated() { write(line, at: inside.at(1, row)) }
        cursor = inside.at(0, 0)
    }

    private mutating func draw(_ dialog: ReturnDialog, _ state: App.State) {
        guard let borrow = state.client.borrows.first(where: { $0.id == dialog.borrow }) else { return }
        let width = min(64, size.columns - 2)
        var lines = TextWidth.wrap(
            "Return \(borrow.subject.product) \(borrow.subject.license.label) now? Its seat is free for others at once.",
            to: width - 4)
        if dialog.key != nil {
            lines += TextWidth.wrap("The license key is not kept; type it again:", to: width - 4)
        }
        let keyRow = lines.count
        if dialog.key != nil { lines.append("") }
        if let error = dialog.error { lines += TextWidth.wrap("! " + error, to: width - 4) }
        let inside = panel(centred(width: width, height: lines.count + 2), title: "Return", isActive: true)
        for (row, line) in lines.prefix(inside.height).enumerated() {
            write(line, at: inside.at(1, row), role: row > keyRow ? .danger : .plain)
        }
        if let key = dialog.key {
            write("▸Key", at: inside.at(1, keyRow), role: .focus)
            draw(key, at: inside.at(6, keyRow), width: inside.width - 7, isFocused: true, isSecret: true)
        } else {
            cursor = inside.at(0, 0)
        }
    }

    private mutating func draw(_ list: ChoiceList) {
        let noteWidth = list.items.map { TextWidth.columns($0.note) }.max() ?? 0
        let textWidth = list.items.map { TextWidth.columns($0.text) }.max() ?? 0
        let width = min(max(30, textWidth + noteWidth + 7), size.columns)
        let count = list.items.count + (list.isLoading ? 1 : 0)
        let inside = panel(
            centred(width: width, height: min(max(1, count) + 2, size.rows - 2)), title: list.title, isActive: true)
        if list.items.isEmpty { write("Nothing to choose from yet.", at: inside.at(1, 0), role: .dim) }
        let visible = list.cursor.visible(count: list.items.count, page: inside.height)
        for (row, index) in visible.enumerated() {
            let item = list.items[index]
            if index == list.cursor.index {
                write("▸", at: inside.at(0, row), role: .focus)
                cursor = inside.at(0, row)
            }
            let shown = TextWidth.fit(item.text, to: min(textWidth, inside.width - 2))
            write(shown, at: inside.at(1, row))
            let left = TextWidth.columns(shown) + 3
            if inside.width - left > 3 {
                write(TextWidth.truncate(item.note, to: inside.width - left), at: inside.at(left, row), role: .dim)
            }
        }
        if list.isLoading, visible.count < inside.height {
            write("Asking the server…", at: inside.at(1, visible.count), role: .dim)
        }
    }

    /// A box of names and values that scrolls.
    private mutating func drawText(_ text: OverlayText, _ scroll: ListCursor) {
        let height = min(text.lines.count + 2, size.rows - 2)
        let visible = scroll.scrolled(count: text.lines.count, page: height - 2)
        let note = visible.count < text.lines.count ? "\(visible.upperBound) of \(text.lines.count)" : ""
        let inside = panel(
            centred(width: min(76, size.columns), height: height), title: text.title, note: note, isActive: true)
        let room = Rect(left: inside.left + 1, top: inside.top, width: inside.width - 2, height: inside.height)
        draw(text.lines[visible], in: room, labelWidth: text.labelWidth)
        cursor = inside.at(0, 0)
    }

    private mutating func drawGuide(_ state: App.State, _ cursor: ListCursor) {
        let rows = state.settings.guide
        let width = min(76, size.columns)
        let height = min(rows.count + 5, size.rows - 2)
        let inside = panel(
            centred(width: width, height: height), title: "Demo guide", note: "Enter fills the form", isActive: true)
        let page = max(1, inside.height - 3)
        let titleWidth = min(28, inside.width / 2)
        let visible = cursor.visible(count: rows.count, page: page)
        for (line, index) in visible.enumerated() {
            let isChosen = index == cursor.index
            if isChosen {
                write("▸", at: inside.at(0, line), role: .focus)
                self.cursor = inside.at(0, line)
            }
            write(
                TextWidth.fit(rows[index].title, to: titleWidth), at: inside.at(1, line),
                role: isChosen ? .focus : .plain)
            let left = titleWidth + 2
            write(
                TextWidth.truncate(rows[index].credentials, to: inside.width - left), at: inside.at(left, line),
                role: .dim)
        }
        guard rows.indices.contains(cursor.index), inside.height > visible.count + 1 else { return }
        let text = TextWidth.wrap(rows[cursor.index].text, to: inside.width - 2)
        for (row, line) in text.prefix(inside.height - visible.count - 1).enumerated() {
            write(line, at: inside.at(1, visible.count + 1 + row))
        }
    }
}

extension App.GuideRow {
    /// What is filled in, on one line. The demo's keys open nothing but the demo.
    fileprivate var credentials: String {
        let who = userName.isEmpty ? licenseKey : userName
        return ([product, who] + (hardwareID.isEmpty ? [] : ["device " + hardwareID])).joined(separator: "  ")
    }
}

extension App.State {
    fileprivate var quitText: [String] {
        if !client.underway.isEmpty {
            return [
                "An operation is under way. If you quit now, its outcome may stay unknown; the ledger remembers that it "
                    + "was sent, and the next start shows it.", "Borrows stay borrowed. Quit?",
            ]
        }
        return ["What you typed in the form is lost. Borrows stay borrowed.", "Quit?"]
    }
}
