internal import TerminalUI

extension Setup {
    /// Where the pieces of the screen go, and what is in the step's box.
    struct Layout {
        /// The box of the step.
        var box: Rect
        /// The box of what has been answered; nil where there is nothing, or where that stands at the end of the text.
        var soFar: Rect?
        /// What stays in sight at the head of the step's box.
        var fixed: [Line] = []
        /// What is scrolled below that where it does not fit.
        var text: [Line]

        /// The room in the step's box.
        var room: Rect { Setup.room(in: box.inset()) }

        /// How many lines of the text can be seen at once.
        var page: Int { max(1, room.height - fixed.count) }
        var isCut: Bool { text.count > page }
    }

    /// How far a choice's text is from the edge, and the width of the keys in the help.
    static let (choiceIndent, keysWidth) = (6, 12)
}

extension Setup {
    /// The room for text in the inside of a box.
    static func room(in inside: Rect) -> Rect {
        Rect(left: inside.left + 1, top: inside.top, width: max(1, inside.width - 2), height: inside.height)
    }
}

extension Setup.State {
    /// As high a box as the step needs, and what has been answered below it. Where there is no room for both, one box has all
    /// of the screen: the answer stays in sight at its head, and all else is scrolled below that.
    var layout: Setup.Layout {
        let body = Rect(left: 0, top: 1, width: size.columns, height: size.rows - 3)
        let width = body.width - 4
        let soFar = soFar(width: width)
        let whole = content(width, isCramped: false).whole
        let high = max(9, whole.count + 2)
        let left = body.height - high
        if left >= (soFar.isEmpty ? 0 : soFar.count + 2) {
            let below = Rect(left: 0, top: body.top + high, width: body.width, height: left)
            return Setup.Layout(
                box: Rect(left: 0, top: body.top, width: body.width, height: high),
                soFar: soFar.isEmpty ? nil : below, text: whole)
        }
        let content = content(width, isCramped: true)
        var fixed = content.answer
        if !fixed.isEmpty, fixed.count <= body.height - 6 { fixed.append(.text("", .plain)) }
        let parts = isHelpShown ? content.text : content.text + [soFarText(soFar)]
        return Setup.Layout(box: body, fixed: fixed, text: Setup.joined(parts))
    }

    private func soFarText(_ lines: [LabelledLine]) -> [Setup.Line] {
        guard !lines.isEmpty else { return [] }
        return [.text(Setup.soFar, .title)] + lines.map { .part($0, labelWidth: Self.soFarLabel) }
    }

    mutating func layOut() {
        guard size.isLargeEnough else { return }
        choice.layOut(count: step.choices.count, page: max(1, step.choices.count))
        let layout = layout
        if isHelpShown {
            helpScroll.layOut(count: layout.text.count, page: layout.page)
        } else {
            scroll.layOut(count: layout.text.count, page: layout.page)
        }
    }

    /// Which lines of the text show.
    func visible(_ layout: Setup.Layout) -> Range<Int> {
        (isHelpShown ? helpScroll : scroll).visible(count: layout.text.count)
    }
}
