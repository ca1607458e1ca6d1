internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension BorrowForm {
    /// One row of the form as it is drawn.
    enum Row: Hashable {
        case field(FormField.ID)
        case text(String, Role)
    }

    /// The rows of the form: its fields, what is wrong with them, and what the end comes to.
    ///
    /// - Parameter isActive: whether the form has the keys.
    func rows(_ desk: Desk, width: Int, isActive: Bool) -> [Row] {
        var rows: [Row] = []
        let end = preview(desk, width: width)
        for id in fields {
            rows.append(.field(id))
            if id == .signIn, let other = signInOfProduct(desk) {
                rows += Self.remark(Strings.signInDiffers(other, self[.product].text), .warning, width: width)
            }
            if id == .account { rows += Self.remark(Strings.signOnIsOneWay, .warning, width: width) }
            let preview = id == (isMaximum ? .maximum : .until) ? end : nil
            if let error = errors[id], preview?.tellsFault != true {
                rows += Self.remark(wayPast(error, id, desk), .danger, width: width)
            } else if id == .product, let problem = desk.client.productProblems[self[.product].text] {
                rows += Self.remark(problem.inTheForm, .warning, width: width)
            }
            if isActive, id == focus, self[id].isUntouchedDefault {
                rows += TextWidth.wrap(Strings.typingReplaces, to: width - 4).map { .text("    " + $0, .dim) }
            }
            rows += preview?.lines ?? []
        }
        return rows
    }

    /// How the licenses of the product are opened, where it is known and that is not how the form signs in; nil else.
    private func signInOfProduct(_ desk: Desk) -> SignIn? {
        guard let product = desk.client.products[self[.product].text] else { return nil }
        var other = self
        return other.follow(product) ? other.signIn : nil
    }

    /// What is wrong with a field, and where it looks like a license key, what keeps it.
    private func wayPast(_ error: String, _ id: FormField.ID, _ desk: Desk) -> String {
        guard error == Strings.looksLikeKey, id != .until,
            let key = desk.key(.goOn, in: Self.keys(on: id.field, isEmpty: false))
        else { return error }
        return error + " " + Strings.noKey("\(key) there")
    }

    /// - Parameter pointer: what stands in place of a command that a line has no room for.
    static func remark(_ text: String, _ role: Role, width: Int, inPlaceOfCommands pointer: String? = nil) -> [Row] {
        TextWidth.wrap(text, to: width - 4, inPlaceOfCommands: pointer).enumerated().map { index, line in
            .text((index == 0 ? "  ! " : "    ") + line, role)
        }
    }

    /// Learns how many rows it has, so that the one with the focus shows.
    mutating func layOut(_ desk: Desk, in rect: Rect, isActive: Bool) {
        kept = preview(desk, width: rect.width - 2)
        rows = rows(desk, width: rect.width - 2, isActive: isActive)
        scroll.index = rows.firstIndex(of: .field(focus)) ?? 0
        scroll.layOut(count: rows.count, page: rect.height - 2)
    }

    /// All that one of its rows is drawn from.
    struct Line: Equatable {
        var row: Row
        var isFocused = false
        /// What is typed there; nil where nothing can be.
        var input: TextInput?
        var isSecret = false
        /// What else stands there: what an empty field means, the choices, or what the button says.
        var text = ""

        /// One below the last.
        static let blank = Line(row: .text("", .plain))
    }

    /// - Parameter width: that of the row.
    func line(_ row: Row, _ desk: Desk, width: Int, isActive: Bool) -> Line {
        guard case .field(let id) = row else { return Line(row: row) }
        var line = Line(row: row, isFocused: isActive && focus == id)
        if id.field.kind == .button {
            line.text = desk.isWaiting ? "[ waiting… ]" : "[ Borrow ]"
        } else if id.field.isText {
            (line.input, line.isSecret, line.text) = (self[id], hides(id), placeholder(id))
        } else {
            line.text = choices(id, width: id.field.valueWidth(in: width))
        }
        return line
    }

    /// What stands in an empty field.
    private func placeholder(_ id: FormField.ID) -> String {
        switch id {
        case .license: "any"
        case .feature: "the license itself"
        case .bundle: "none"
        case .device: hostDevice == nil ? Strings.noDevice : "this host"
        default: ""
        }
    }

    /// A choice of one among several, with the chosen one marked.
    private func choices(_ id: FormField.ID, width: Int) -> String {
        func one(of names: [String], _ chosen: Int) -> String {
            let roomy = names.enumerated().map { ($0.offset == chosen ? "(•) " : "( ) ") + $0.element }
            let text = roomy.joined(separator: " ")
            if TextWidth.columns(text) <= width { return text }
            return names.enumerated().map { $0.offset == chosen ? "[\($0.element)]" : " \($0.element) " }.joined()
        }
        switch id {
        case .signIn: return one(of: ["key", "user", "SSO"], signIn.rawValue)
        case .proofKind: return one(of: ["code", "token"], proofKind.rawValue)
        case .maximum: return (isMaximum ? "[x]" : "[ ]") + " max borrow time"
        case .more: return isUnfolded ? "shown below" : TextWidth.cutInside(seldom, to: width)
        default: return ""
        }
    }

    /// What the folded fields hold.
    private var seldom: String {
        func shown(_ id: FormField.ID) -> String {
            hides(id) ? KeyShape.hidden(self[id].text) : self[id].text
        }
        let license = self[.license].text.isEmpty ? "any license" : "…" + shown(.license).suffix(4)
        let device = self[.device].text.isEmpty ? hostDevice == nil ? "no device!" : "this host" : shown(.device)
        let others = [shown(.feature), shown(.bundle)].filter { !$0.isEmpty }
        if others.isEmpty, license == "any license", device == "this host" { return "any, this host" }
        return (others + [license, device]).joined(separator: ", ")
    }
}

extension FormField {
    /// The column in which what it holds begins, behind its name.
    fileprivate static let valueColumn = 10

    /// How many columns of a row are left for what it holds.
    fileprivate func valueWidth(in width: Int) -> Int { max(1, width - Self.valueColumn - (opens ? 2 : 0)) }
}

extension Frame {
    /// Draws a row of the form, which is blank before.
    mutating func draw(_ line: BorrowForm.Line, in row: Rect) {
        switch line.row {
        case .text(let text, let role):
            write(TextWidth.truncate(text, to: row.width), at: row.at(0, 0), role: role)
        case .field(let id) where id.field.kind == .button:
            let column = max(0, (row.width - TextWidth.columns(line.text)) / 2)
            write(line.text, at: row.at(column, 0), role: line.isFocused ? .activeButton : .button)
            if line.isFocused { cursor = row.at(column + 2, 0) }
        case .field(let id):
            draw(id, line, in: row)
        }
    }

    private mutating func draw(_ id: FormField.ID, _ line: BorrowForm.Line, in row: Rect) {
        let field = id.field
        write((line.isFocused ? "▸" : " ") + field.label, at: row.at(0, 0), role: line.isFocused ? .focus : .label)
        let value = row.at(FormField.valueColumn, 0)
        let width = field.valueWidth(in: row.width)
        guard let input = line.input else {
            write(TextWidth.truncate(line.text, to: width), at: value)
            if line.isFocused { cursor = value }
            return
        }
        if input.text.isEmpty, !line.text.isEmpty {
            write(TextWidth.truncate(line.text, to: width), at: value, role: .dim)
        }
        draw(
            input, at: value, width: width, isFocused: line.isFocused, isSecret: line.isSecret, keepsEnd: id != .until)
        if field.opens { write("▾", at: row.at(row.width - 1, 0), role: .dim) }
    }
}

extension Problem {
    /// What the form says of a product that the server would not describe.
    fileprivate var inTheForm: String {
        code == .unknownProduct
            ? "No product of that code (upper and lower case matter)."
            : "Not looked up: \(TextWidth.truncate(message, to: Self.mostInTheForm))"
    }

    /// How much of a message stands in the form, in columns: a server may write pages.
    private static let mostInTheForm = 160

    /// The message where the form has no room for all of it; nil where it has.
    var cutInTheForm: String? {
        code != .unknownProduct && TextWidth.columns(message) > Self.mostInTheForm ? message : nil
    }
}

extension Range<Int> {
    /// Which rows of a number show: `1–12 of 40`; nothing where they all do.
    func note(of count: Int) -> String {
        self.count < count && !isEmpty ? "\(lowerBound + 1)–\(upperBound) of \(count)" : ""
    }
}
