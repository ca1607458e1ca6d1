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
        case .seat(let dialog): draw(dialog, state)
        case .confirmRepeat(let id): ask("Borrow again", state.repeatText(id))
        case .note(let dialog): draw(dialog, state)
        case .confirmQuit: ask("Quit", state.quitText)
        case .confirmActivation(let request):
            ask(
                "Activate",
                [
                    "Activate device \(request.hardwareID.short) on this license of \(request.product)?",
                    "That uses one of the license's activations. It takes no seat.",
                ])
        case .borrowDetails(_, let scroll), .problemDetails(_, let scroll), .help(let scroll):
            drawText(state.overlayText(overlay), scroll)
        case .guide(let cursor): drawGuide(state, cursor)
        }
    }

    private mutating func draw(_ dialog: SeatDialog, _ state: App.State) {
        guard let borrow = state.client.borrows.first(where: { $0.id == dialog.borrow }) else { return }
        var paragraphs = [dialog.question(borrow.name(in: state))]
        if dialog.key != nil { paragraphs.append("The license key is not kept; type it again:") }
        let title = dialog.purpose == .check ? "Ask the server" : "Return"
        ask(title, paragraphs, label: "Key", input: dialog.key, isSecret: true, error: dialog.error)
    }

    private mutating func draw(_ dialog: NoteDialog, _ state: App.State) {
        let name = state.client.borrows.first { $0.id == dialog.borrow }?.name(in: state) ?? "this"
        let text =
            "Why is \(name) settled? The reason is kept in the history; the row then shows what was known before."
        let error = dialog.reason.isCut ? Strings.cut(dialog.reason.limit) : dialog.error
        ask("Settle", [text], label: "Why", input: dialog.reason, error: error)
    }

    /// A box with a question and, where there is an input, a field below it.
    private mutating func ask(
        _ title: String, _ paragraphs: [String], label: String = "", input: TextInput? = nil, isSecret: Bool = false,
        error: String? = nil
    ) {
        let width = min(64, size.columns - 2)
        let lines = paragraphs.flatMap { TextWidth.wrap($0, to: width - 4) }
        let errors = error.map { TextWidth.wrap("! " + $0, to: width - 4) } ?? []
        let height = lines.count + (input == nil ? 0 : 1) + errors.count + 2
        let inside = panel(centred(width: width, height: height), title: title, isActive: true)
        for (row, line) in lines.prefix(inside.height).enumerated() { write(line, at: inside.at(1, row)) }
        guard let input else {
            cursor = inside.at(0, 0)
            return
        }
        write("▸" + label, at: inside.at(1, lines.count), role: .focus)
        draw(input, at: inside.at(6, lines.count), width: inside.width - 7, isFocused: true, isSecret: isSecret)
        for (row, line) in errors.enumerated() {
            write(line, at: inside.at(1, lines.count + 1 + row), role: .danger)
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
        let visible = scroll.scrolled(count: text.lines.count, page: size.rows - 4)
        let note = visible.count < text.lines.count ? "\(visible.upperBound) of \(text.lines.count)" : ""
        let inside = panel(wholeBody, title: text.title, note: note, isActive: true)
        let room = Rect(left: inside.left + 1, top: inside.top, width: inside.width - 2, height: inside.height)
        draw(text.lines[visible], in: room, labelWidth: text.labelWidth)
        cursor = inside.at(0, 0)
    }

    /// All between the header and the footer.
    private var wholeBody: Rect {
        Rect(left: 0, top: 1, width: size.columns, height: max(0, size.rows - 2))
    }

    private mutating func drawGuide(_ state: App.State, _ cursor: ListCursor) {
        let rows = state.settings.guide
        let inside = panel(wholeBody, title: "Demo guide", note: "Enter fills the form", isActive: true)
        let below = 4
        let titleWidth = min(28, inside.width / 2)
        let visible = cursor.visible(count: rows.count, page: max(1, inside.height - below))
        for (line, index) in visible.enumerated() {
            let isChosen = index == cursor.index
            if isChosen {
                write("▸", at: inside.at(0, line), role: .focus)
                self.cursor = inside.at(0, line)
            }
            let title = TextWidth.fit(rows[index].title, to: titleWidth)
            write(title, at: inside.at(1, line), role: isChosen ? .focus : .plain)
            let room = inside.width - titleWidth - 2
            write(TextWidth.truncate(rows[index].text, to: room), at: inside.at(titleWidth + 2, line), role: .dim)
        }
        guard rows.indices.contains(cursor.index), inside.height > below else { return }
        let row = rows[cursor.index]
        let text = TextWidth.wrap(row.text, to: inside.width - 2).prefix(below - 2) + [row.credentials]
        for (index, line) in text.enumerated() {
            write(
                line, at: inside.at(1, inside.height - text.count + index),
                role: index == text.count - 1 ? .dim : .plain)
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
    /// What may be borrowed already, since when, and what borrowing again does.
    fileprivate func repeatText(_ id: OperationID) -> [String] {
        guard let question = client.questions.first(where: { $0.id == id }) else { return [] }
        return [
            "\(question.borrow.name(in: self)) may be borrowed already, since \(local.long(question.since, now: now)): "
                + ProblemCatalogue.explain(question.doubt).whatHappened,
            "Borrowing it again is safe: it only sets the end anew.",
        ]
    }

    fileprivate var quitText: [String] {
        if let held = client.underway.values.lazy.compactMap(\.heldOutcome).first {
            return [
                "What the server said of \(held.name(in: self)) is not on disk yet; it is written as soon as the disk takes "
                    + "it. If you quit now, the ledger knows only that it was sent.", "Quit all the same?",
            ]
        }
        if client.mayLose {
            return [
                "An operation is under way. If you quit now, its outcome may stay unknown; the ledger remembers that it "
                    + "was sent, and the next start shows it.", "Borrows stay borrowed. Quit?",
            ]
        }
        return ["What you typed in the form is lost. Borrows stay borrowed.", "Quit?"]
    }
}
