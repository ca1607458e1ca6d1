internal import Licensing
internal import TerminalUI

/// A box with a question, fields below it, and its own keys at its foot.
struct Box {
    /// A field in a box.
    struct Field {
        var label: String
        var input: TextInput
        var isSecret = false
        var isFocused = true
        /// What stands in its place where it cannot be typed into.
        var fixed: String?
        /// Lines below it.
        var remarks: [(text: String, role: Role)] = []
    }

    var title: String
    /// What it is about, beside the title; where that has no room for it, it begins the text.
    var subject: String?
    var paragraphs: [String]
    var fields: [Field] = []
    var error: String?
    var keys: [Binding<App.Action>]
}

extension Box {
    /// One whose question is over: all that is left of it is why.
    ///
    /// - Parameter keys: as the keymap has them.
    init(_ over: String, title: String, keys: [Binding<App.Action>]) {
        let key = keys.first { $0.action == .close }?.shownKeys
        self.init(title: title, paragraphs: [], error: Strings.over(over, key), keys: keys)
    }

    enum Line {
        case text(String, Role)
        /// A field, by its place.
        case field(Int)
    }

    /// Where its lines go on a screen.
    struct Layout {
        var rect: Rect
        var title: String
        /// What is scrolled where it does not fit.
        var text: [Line]
        /// What stays in sight below that.
        var fixed: [Line] = []
        /// Whether its keys stand in it: where room is scarce, those at the foot of the screen are enough.
        var hasKeys = true

        /// How many lines of the text can be seen at once.
        private var page: Int { max(1, rect.height - 2 - fixed.count - (hasKeys ? 1 : 0)) }

        /// Tells the scroll how many lines there are, and returns whether not all of them can be seen at once.
        func layOut(_ scroll: inout TextScroll) -> Bool {
            scroll.layOut(count: text.count, page: page)
            return text.count > page
        }
    }

    /// A box in the middle of the screen, as high as it needs. Where that does not fit, the fields stand at its foot, and all else
    /// is scrolled above them: first what is wrong, then the question.
    func layout(on size: Size) -> Layout {
        let width = min(66, size.columns - 2)
        let frame = Rect(size)
        func lines(_ text: String, _ role: Role) -> [Line] {
            TextWidth.wrap(text, to: width - 4).map { .text($0, role) }
        }
        let whole = [title, subject].compactMap(\.self).joined(separator: " ")
        let isWhole = TextWidth.columns(whole) <= width - 6
        let question = ([isWhole ? nil : subject].compactMap(\.self) + paragraphs).flatMap { lines($0, .plain) }
        let remarks = fields.map { $0.remarks.flatMap { lines($0.text, $0.role) } }
        let wrong = error.map { lines("! " + $0, .danger) } ?? []
        let all = question + zip(fields.indices, remarks).flatMap { [.field($0)] + $1 } + wrong
        if all.count + 3 < size.rows {
            return Layout(
                rect: frame.centred(width: width, height: all.count + 3), title: isWhole ? whole : title, text: all)
        }
        let room = Rect(left: 0, top: 0, width: size.columns, height: max(0, size.rows - 1))
        return Layout(
            rect: room.centred(width: width, height: all.count + 2), title: isWhole ? whole : title,
            text: wrong + question + remarks.flatMap(\.self), fixed: fields.indices.map { .field($0) }, hasKeys: false)
    }
}

extension Frame {
    /// Draws a box over the screen.
    ///
    /// - Parameters:
    ///   - box: what it holds.
    ///   - scroll: how far its text is scrolled.
    ///   - isActive: whether it has the keys, as nothing lies over it.
    mutating func draw(_ box: Box, _ scroll: TextScroll, isActive: Bool) {
        let layout = box.layout(on: size)
        let visible = scroll.visible(count: layout.text.count)
        let inside = panel(
            layout.rect, title: layout.title, note: visible.note(of: layout.text.count), isActive: isActive)
        cursor = inside.at(0, 0)
        for (row, line) in (layout.text[visible] + layout.fixed).prefix(inside.height).enumerated() {
            switch line {
            case .text(let text, let role): write(text, at: inside.at(1, row), role: role)
            case .field(let place):
                var field = box.fields[place]
                field.isFocused = field.isFocused && isActive
                draw(field, in: inside, row: row)
            }
        }
        if layout.hasKeys { drawKeys(box.keys, at: inside.at(1, inside.height - 1), width: inside.width - 2) }
    }

    private mutating func draw(_ field: Box.Field, in inside: Rect, row: Int) {
        let labelWidth = max(10, TextWidth.columns(field.label) + 2)
        write(
            (field.isFocused ? "▸" : " ") + field.label, at: inside.at(1, row), role: field.isFocused ? .focus : .label)
        let value = inside.at(1 + labelWidth, row)
        if let fixed = field.fixed {
            write(fixed, at: value, role: .dim)
            return
        }
        let before = cursor
        draw(
            field.input, at: value, width: inside.width - labelWidth - 2, isFocused: field.isFocused,
            isSecret: field.isSecret || KeyShape.isAmongNames(field.input.text))
        if !field.isFocused { cursor = before }
    }
}
