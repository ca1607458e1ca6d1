internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension Dialog {
    var name: String {
        switch purpose {
        case .release, .releaseMany: "Return"
        case .releaseAfterCheck: "Return the seat of a check"
        case .check: "Ask the server"
        case .repeatInDoubt: "Borrow again"
        case .note: "Settle"
        case .activate: "Activate"
        case .quit: "Quit"
        }
    }

    /// What its yes is called, and what that does.
    public var words: (label: String, help: String) {
        switch purpose {
        case .release, .releaseAfterCheck: ("return it", "Give the seat back now.")
        case .releaseMany: ("return all", "Give all these seats back now.")
        case .check: ("ask", "Ask the server.")
        case .repeatInDoubt: ("borrow again", "Set the end anew.")
        case .note: ("settle it", "Write the reason down.")
        case .activate: ("activate", "Bind this device to the license.")
        case .quit: ("quit", "Leave the program.")
        }
    }

    /// What it asks, a paragraph each.
    func paragraphs(_ desk: Desk) -> [String] {
        let borrow = desk.borrow(subject)
        let name = borrow.map(desk.name) ?? "this borrow"
        switch purpose {
        case .release: return release(borrow, name, desk) + wanted
        case .releaseMany(let ids, let marked): return releaseMany(ids, of: marked, desk) + wanted
        case .releaseAfterCheck:
            let isOver =
                borrow?.subject.feature == nil ? "The server knows of no borrow of \(name)" : "\(name) is over"
            return ["\(isOver), and asking has taken a seat for its device. Return that?"] + wanted
        case .check:
            let feature =
                borrow?.subject.feature == nil
                ? [] : ["Whether a feature is borrowed the server does not say; it says whether the license has it."]
            return ["Ask the server about \(name)? If its device holds no seat, asking takes one; you can return it."]
                + feature + wanted
        case .repeatInDoubt(let id): return inDoubt(id, desk)
        case .note: return ["Why is \(name) settled? The reason is kept in the history."]
        case .activate(let request):
            return [
                "Activate device \(request.hardwareID.short) on this license of \(request.product)?",
                "That uses one of the license's activations. It takes no seat.",
            ]
        case .quit: return quit(desk) + ["Quit?"]
        }
    }

    private var wanted: [String] {
        switch want {
        case .key: ["The license key is not kept; type it again:"]
        case .nothing, .reason, .word: []
        }
    }

    private func release(_ borrow: Borrow?, _ name: String, _ desk: Desk) -> [String] {
        guard let borrow else { return ["It is not in the list any more."] }
        guard desk.isElsewhere(borrow) else { return ["Return \(name) now? Its seat is free for others at once."] }
        let end = borrow.grant.map { " until \(desk.instant($0.end))" } ?? ""
        return [
            "Return \(borrow.subject.title) \(borrow.subject.license.label) of another device, "
                + "\(borrow.subject.hardwareID.rawValue)?",
            "An application that is offline there goes on\(end); its seat is free for others at once.",
        ]
    }

    private func releaseMany(_ ids: [OperationID], of marked: Int, _ desk: Desk) -> [String] {
        let borrows = ids.compactMap(desk.borrow)
        let names = borrows.prefix(4).map(desk.name).joined(separator: ", ") + (ids.count > 4 ? ", …" : "")
        let others = borrows.count(where: desk.isElsewhere)
        let wantKeys = borrows.count(where: desk.client.needsKey)
        let parts = [
            ids.count - wantKeys == 1
                ? "Return 1 borrow now? Its seat is free for others at once."
                : "Return \(ids.count - wantKeys) borrows now? Their seats are free for others at once.", names,
            others == 0
                ? "" : "Of other devices: \(others). An application that is offline there goes on until its end.",
            wantKeys == 0 ? "" : "Left, since their license key is not kept: \(wantKeys). Return those one by one.",
            marked == ids.count ? "" : "Left, since the search hides them: \(marked - ids.count).",
        ]
        return parts.filter { !$0.isEmpty }
    }

    /// What may be borrowed already, since when, and what borrowing again does.
    private func inDoubt(_ id: OperationID, _ desk: Desk) -> [String] {
        guard let question = desk.client.questions.first(where: { $0.id == id }) else { return [] }
        return [
            "\(desk.name(question.borrow)) may be borrowed already, since \(desk.local.long(question.since, now: desk.now)): "
                + ProblemCatalogue.explain(question.doubt).whatHappened,
            "Borrowing it again is safe: it only sets the end anew.",
        ]
    }

    private func quit(_ desk: Desk) -> [String] {
        if let held = desk.client.underway.values.lazy.compactMap(\.heldOutcome).first {
            return [
                "What the server said of \(desk.name(held)) is not on disk yet; it is written as soon as the disk takes it. "
                    + "If you quit now, the ledger knows only that it was sent."
            ]
        }
        if desk.client.mayLose {
            return unbegun + [
                "An operation is under way. If you quit now, its outcome may stay unknown; the ledger remembers that it "
                    + "was sent, and the next start shows it.", "Borrows stay borrowed.",
            ]
        }
        return unbegun + ["What you typed in the form is lost. Borrows stay borrowed."]
    }

    /// What is to be returned and was not begun yet.
    private var unbegun: [String] { waiting == 0 ? [] : ["\(waiting) returns have not begun; they stay borrowed."] }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let label =
            switch want {
            case .key: "Key"
            case .reason: "Why"
            case .word(let word): "Type \"\(word)\""
            case .nothing: ""
            }
        let field = want == .nothing ? nil : Box.Field(label: label, input: input, isSecret: want == .key)
        frame.draw(
            Box(
                title: name, paragraphs: paragraphs(desk), fields: field.map { [$0] } ?? [], error: error,
                keys: desk.settings.keymap.applied(to: bindings(desk))))
    }
}

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
    var paragraphs: [String]
    var fields: [Field] = []
    var error: String?
    var keys: [Binding<App.Action>]
}

extension Frame {
    /// Draws a box in the middle of the screen.
    mutating func draw(_ box: Box) {
        let width = min(66, size.columns - 2)
        let room = width - 4
        var lines: [(text: String, role: Role)] = box.paragraphs.flatMap { TextWidth.wrap($0, to: room) }.map {
            ($0, .plain)
        }
        let first = lines.count
        let remarks = box.fields.map { field in
            field.remarks.flatMap { remark in TextWidth.wrap(remark.text, to: room).map { ($0, remark.role) } }
        }
        let below = (box.error.map { TextWidth.wrap("! " + $0, to: room) } ?? []).map { ($0, Role.danger) }
        let rowsOfFields = remarks.reduce(box.fields.count) { $0 + $1.count }
        let height = lines.count + rowsOfFields + below.count + 3
        let inside = panel(centred(width: width, height: height), title: box.title, isActive: true)
        // Where not all of it fits, the question gives way: the fields and the keys are what must be seen.
        let room2 = max(0, inside.height - rowsOfFields - below.count - 1)
        lines = Array(lines.prefix(min(first, room2)))
        for (row, line) in lines.enumerated() { write(line.text, at: inside.at(1, row), role: line.role) }
        cursor = inside.at(0, 0)
        var row = lines.count
        for (field, remarks) in zip(box.fields, remarks) {
            let labelWidth = max(10, TextWidth.columns(field.label) + 2)
            write(
                (field.isFocused ? "▸" : " ") + field.label, at: inside.at(1, row),
                role: field.isFocused ? .focus : .label)
            let value = inside.at(1 + labelWidth, row)
            if let fixed = field.fixed {
                write(fixed, at: value, role: .dim)
            } else {
                let before = cursor
                draw(
                    field.input, at: value, width: inside.width - labelWidth - 2, isFocused: field.isFocused,
                    isSecret: field.isSecret)
                if !field.isFocused { cursor = before }
            }
            row += 1
            for remark in remarks {
                write(remark.0, at: inside.at(1, row), role: remark.1)
                row += 1
            }
        }
        for (index, line) in below.enumerated() { write(line.0, at: inside.at(1, row + index), role: line.1) }
        drawKeys(box.keys, at: inside.at(1, inside.height - 1), width: room)
    }
}
