public import ClientCore
internal import FoundationEssentials
internal import Ledger
public import Licensing
internal import TerminalUI

/// A text that is read rather than answered: the keys of a place, all that is known of a borrow or of a problem.
public struct TextPage: Hashable, Sendable {
    /// What it shows.
    public enum Content: Hashable, Sendable {
        /// The keys of a place.
        case help(of: String, [Fact])
        case borrow(OperationID)
        /// The signed response about a borrow that the ledger has, as it is told.
        case receipt(of: OperationID, [Fact])
        case problem(Client.Trouble.ID)
    }

    public internal(set) var content: Content
    /// What the ledger has of a borrow's receipt; nil before it has been read.
    private var receipt: Result<HeldReceipt?, Problem>?
    /// The borrow's operation as it stood as its receipt was asked for last.
    private var operation: Licensing.Operation?
    /// Whether the ledger is being read for it.
    private var isReading = false
    var scroll = TextScroll()

    init(_ content: Content) { self.content = content }
}

extension TextPage: OverlayPart {
    var overlay: App.Overlay { .text(self) }

    var name: String {
        switch content {
        case .help(let place, _): "Help · \(place)"
        case .borrow, .problem: "Details"
        case .receipt: "Receipt"
        }
    }

    /// Whether it tells keys.
    private var isHelp: Bool { if case .help = content { true } else { false } }

    func disabledReason(_ action: App.Action, _ desk: Desk) -> String? {
        if action == .receipt { return held == nil ? Strings.noReceiptKept : nil }
        return BorrowList.disabledReason(action, on: borrow(desk), desk)
    }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        scroll.handle(key, count: lines(desk).count) ? [] : nil
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] {
        let hasCommand = exchange(desk) != nil
        return ways(desk)
            + Self.keys.filter { binding in
                switch binding.action {
                case .copy, .save: !isHelp && !isGone(desk)
                case .copyCommand: hasCommand
                case .receipt: isOfBorrow && !isGone(desk)
                default: true
                }
            }
    }

    /// The keys of what can be done about its borrow: in the footer where the details of a doubt say so.
    private func ways(_ desk: Desk) -> [Binding<App.Action>] {
        guard let borrow = borrow(desk) else { return [] }
        if borrow.isInDoubt(at: desk.moment) { return Self.onDoubt }
        return Self.onDoubt.map(\.outOfFooter)
    }

    private var isOfBorrow: Bool { if case .borrow = content { true } else { false } }

    /// Whether what it was about is not there any more, so that there is nothing to read, to copy or to save.
    private func isGone(_ desk: Desk) -> Bool {
        switch content {
        case .borrow(let id): desk.borrow(id) == nil
        case .problem(let id): !desk.client.troubles.contains { $0.id == id }
        case .help, .receipt: false
        }
    }

    /// The receipt of its borrow, where the ledger has one.
    private var held: HeldReceipt? { if case .success(let held?)? = receipt { held } else { nil } }

    /// What reads the receipt of its borrow: once, and again as often as the borrow's operation moves on; nil where there is nothing to
    /// read, as of a feature, or a reading is under way.
    mutating func readReceipt(_ desk: Desk) -> App.Effect? {
        guard !isReading, let borrow = borrow(desk), borrow.subject.feature == nil, operation != borrow.operation
        else { return nil }
        (operation, isReading) = (borrow.operation, true)
        return .readReceipt(of: borrow.id, operation: borrow.operation.id)
    }

    /// Takes what the ledger has of the receipt of a borrow, where it is about that.
    mutating func take(_ read: Result<HeldReceipt?, Problem>, of id: OperationID) {
        switch content {
        case .borrow(id): (receipt, isReading) = (read, false)
        case .receipt(of: id, _): if case .success(let held?) = read { content = .receipt(of: id, Fact.all(of: held)) }
        case .help, .borrow, .receipt, .problem: break
        }
    }

    /// The borrow that it is about.
    private func borrow(_ desk: Desk) -> Borrow? {
        if case .borrow(let id) = content { desk.borrow(id) } else { nil }
    }

    /// What went out and came back, where it is about that.
    private func exchange(_ desk: Desk) -> Exchange? {
        guard case .problem(let id) = content else { return nil }
        return desk.client.troubles.first { $0.id == id }?.exchange
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .copy: [.effect(.copy(plain(desk)))]
        case .copyCommand: exchange(desk).map { [.effect(.copy(Fact.plain($0.command)))] } ?? []
        case .save: [.effect(.save(plain(desk) + "\n"))]
        case .receipt:
            if let held, let borrow = borrow(desk) {
                [.open(.text(TextPage(.receipt(of: borrow.id, Fact.all(of: held)))))]
            } else {
                []
            }
        case .close: [.close]
        default: BorrowList.perform(action, on: borrow(desk), desk)
        }
    }

    mutating func layOut(_ desk: Desk) { scroll.layOut(count: lines(desk).count, page: max(1, desk.body.height - 2)) }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let lines = lines(desk)
        let visible = scroll.visible(count: lines.count)
        let inside = frame.panel(desk.body, title: name, note: visible.note(of: lines.count), isActive: !desk.isCovered)
        let room = Rect(left: inside.left + 1, top: inside.top, width: inside.width - 2, height: inside.height)
        frame.draw(lines[visible], in: room, labelWidth: labelWidth(facts(desk), desk))
        frame.cursor = inside.at(0, 0)
    }

    private func plain(_ desk: Desk) -> String { facts(desk).map(\.plain).joined(separator: "\n") }

    /// The names' column: as wide as they are, where that leaves enough for the texts.
    private func labelWidth(_ facts: [Fact], _ desk: Desk) -> Int {
        let widest = facts.reduce(0) { max($0, TextWidth.columns($1.name ?? "")) } + 2
        return min(widest, desk.size.columns < 60 ? 10 : 14)
    }

    private func lines(_ desk: Desk) -> [LabelledLine] {
        let width = desk.size.columns - 4
        let facts = facts(desk)
        let labelWidth = labelWidth(facts, desk)
        return facts.flatMap { fact in
            if fact.isVerbatim { return Self.verbatim(fact, width: width) }
            guard let name = fact.name else {
                return TextWidth.wrap(fact.value, to: width).map { LabelledLine(label: $0, text: "") }
            }
            let isLong = TextWidth.columns(name) >= labelWidth
            return (isLong ? [LabelledLine(label: name, text: "")] : [])
                + LabelledLine.part(
                    isLong ? "" : name, fact.value, labelWidth: labelWidth, width: width, keeping: fact.commands)
        }
    }

    /// Below its name, cut where the screen ends and nowhere else.
    private static func verbatim(_ fact: Fact, width: Int) -> [LabelledLine] {
        let lines = TextWidth.fold(fact.value, to: width - 2).map { LabelledLine(label: "  " + $0, text: "") }
        let name = TextWidth.wrap(fact.name ?? "", to: width).map { LabelledLine(label: $0, text: "") }
        return [LabelledLine(text: "")] + name + lines
    }

    private func facts(_ desk: Desk) -> [Fact] {
        switch content {
        case .help(_, let facts): facts
        case .borrow(let id):
            desk.borrow(id).map {
                let keys = desk.settings.keymap.applied(to: BorrowList.onBorrow)
                let receipt = receipt.map { Fact.receipt($0, shownBy: desk.key(.receipt, in: Self.keys), desk) }
                return Fact.all(of: $0, desk, keys: keys, receipt: receipt)
            } ?? [Fact(nil, Strings.notInTheListAnyMore)]
        case .receipt(_, let facts): facts
        case .problem(let id):
            desk.client.troubles.first { $0.id == id }.map { Fact.all(of: $0, desk) }
                ?? [Fact(nil, "This problem has been solved.")]
        }
    }

    /// What can be done about a doubt from its details.
    static let onDoubt = BorrowList.onBorrow.filter {
        [.repeatBorrow, .check, .note, .release].contains($0.action)
    }

    /// The keys of a page of details; a page of help has nothing to copy.
    static let keys = [showReceipt, move, copy, copyCommand, save, back]

    private static let showReceipt = Binding<App.Action>.shown(
        .character("p"), does: .receipt, "receipt", "Show the signed response, and whether its signature is valid.")

    private static let copy = Binding<App.Action>.shown(
        .character("y"), does: .copy, "copy", "Send the details to the terminal's clipboard.")
    private static let copyCommand = Binding<App.Action>.shown(
        .character("c"), does: .copyCommand, "copy curl",
        "Send the request, as a command for a shell, to the clipboard.")
    private static let save = Binding<App.Action>.shown(
        .character("w"), does: .save, "save", "Write the details into a new file in the working directory.")
    private static let back = Binding<App.Action>.shown(
        .escape, .enter, .character("q"), .character("?"), .function(1), does: .close, "back", "Go back.")
    private static let move = Binding<App.Action>.shown(
        .up, .down, .pageUp, .pageDown, .home, .end, does: .scroll, "scroll", "Move in the text.")
}

extension TextPage.Content {
    /// The keys of a place, with the reason where one cannot be used now.
    static func help(
        of name: String, _ bindings: [(Binding<App.Action>, reason: String?)], _ legend: [Fact]
    ) -> TextPage.Content {
        let facts = bindings.map { binding, reason in
            Fact(
                binding.keyNames,
                binding.help + (reason.map { " Not now: \($0)" } ?? ""))
        }
        return .help(of: name, facts + legend)
    }
}
