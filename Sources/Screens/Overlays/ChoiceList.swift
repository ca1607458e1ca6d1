internal import ClientCore
internal import Licensing
internal import TerminalUI

/// A list to choose a field's value from.
public struct ChoiceList: Hashable, Sendable {
    /// One row.
    public struct Item: Hashable, Sendable {
        /// What goes into the field.
        public var value: String
        /// What is shown.
        public var text: String
        /// What is shown beside it, in less weight.
        public var note: String

        fileprivate var searched: String { [text, note, value].joined(separator: " ") }
    }

    public let field: FormField.ID
    public let title: String
    public var picks: Picks<Item>
    /// The user whose licenses are listed, and of which product, where it is those.
    var user = ""
    var product = ""

    private init(_ field: FormField.ID, _ title: String, _ items: [Item], current: String) {
        self.field = field
        self.title = title
        picks = Picks(items, chosen: items.firstIndex { $0.value == current } ?? 0, text: \.searched)
    }
}

extension ChoiceList {
    /// The products that are known: configured, in the ledger, or looked up and found.
    static func products(_ desk: Desk, typed: String) -> ChoiceList {
        ChoiceList(.product, "Product", products(desk), current: typed).narrowed(to: typed)
    }

    private static func products(_ desk: Desk) -> [Item] {
        var codes = desk.settings.products
        for code in desk.client.book.knownProducts + desk.client.products.keys.sorted() where !codes.contains(code) {
            codes.append(code)
        }
        return codes.map { Item(value: $0, text: $0, note: desk.client.products[$0]?.name ?? "") }
    }

    /// This host, and the devices that the ledger knows.
    static func devices(_ desk: Desk, typed: String) -> ChoiceList {
        var items: [Item] = []
        if let host = desk.host {
            let note = [host.short, desk.settings.deviceSource].filter { !$0.isEmpty }.joined(separator: ", ")
            items.append(Item(value: "", text: "this host", note: note))
        }
        for device in desk.client.book.knownDevices where device != desk.host {
            items.append(Item(value: device.rawValue, text: device.rawValue, note: "from the ledger"))
        }
        return ChoiceList(.device, "Device", items, current: typed).narrowed(to: typed)
    }

    /// A user's licenses, as they were listed for a product.
    static func licenses(_ desk: Desk, product: String, user: String, current: String) -> ChoiceList {
        var list = ChoiceList(.license, "License of \(user)", [], current: "")
        (list.product, list.user) = (product, user)
        list.refresh(desk)
        if let place = list.picks.items.firstIndex(where: { $0.value == current }) { list.picks.view.index = place }
        return list
    }

    /// What is typed already finds its rows, where it finds any.
    private func narrowed(to typed: String) -> ChoiceList {
        var list = self
        list.picks.find(typed)
        return list.picks.count == 0 || list.picks.items.contains { $0.value == typed } ? self : list
    }

    /// Takes over what has come to be known, or has changed, since it was opened.
    mutating func refresh(_ desk: Desk) {
        switch field {
        case .license: refreshLicenses(desk)
        case .product: picks.replace(Self.products(desk), text: \.searched)
        default: break
        }
    }

    /// Whether it shows what a query brings.
    func isFilled(by query: Client.Query) -> Bool {
        guard field == .license, case .licenses(let product, let credentials) = query,
            case .user(let name, _) = credentials
        else { return false }
        return product == self.product && UserIdentity.areSame(name, user)
    }

    private mutating func refreshLicenses(_ desk: Desk) {
        var items = [Item(value: "", text: "any", note: "the server picks one")]
        if let known = desk.client.licenses, known.product == product, UserIdentity.areSame(known.user, user) {
            items += known.licenses.map {
                Item(value: String($0.id), text: String($0.id), note: $0.summary(desk.local))
            }
        }
        picks.replace(items, text: \.searched)
    }
}

extension ChoiceList: OverlayPart {
    var overlay: App.Overlay { .choice(self) }
    var name: String { title }
    var takesText: Bool { true }
    func bindings(_ desk: Desk) -> [Binding<App.Action>] { .choosing }
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? { picks.handle(key) ? [] : nil }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .accept: picks.chosen.map { [.close, .fill(.value(field, $0.value))] } ?? []
        case .close: [.close]
        default: []
        }
    }

    private func isLoading(_ desk: Desk) -> Bool { desk.client.queries.contains(where: isFilled) }

    private func box(_ desk: Desk) -> Rect {
        let told = picks.items.reduce(0) { max($0, self.told($1, desk).count) }
        return desk.body.centred(width: max(34, widest + 4), height: max(2, picks.items.count) + told + 4)
    }

    /// How wide its rows are when nothing of them is cut: the notes stand in a column.
    private var widest: Int {
        let text = picks.items.reduce(0) { max($0, TextWidth.columns($1.text)) }
        return picks.items.reduce(20) { max($0, text + TextWidth.columns($1.note) + 3) }
    }

    /// A row in full, where not every row has room for all of it.
    private func told(_ item: Item, _ desk: Desk) -> [Told] {
        let width = desk.body.width - 4
        guard widest > width else { return [] }
        return Told.lines([item.text, item.note].filter { !$0.isEmpty }.joined(separator: ": "), .dim, width: width)
    }

    mutating func layOut(_ desk: Desk) {
        picks.layOut(height: box(desk).height - 4) { [self] in told($0, desk).count }
    }

    func draw(on frame: inout Frame, _ desk: Desk) {
        let inside = frame.panel(box(desk), title: title, note: picks.note, isActive: !desk.isCovered)
        let textWidth = picks.items.reduce(0) { max($0, TextWidth.columns($1.text)) }
        frame.writeNothingFound(picks.count, picks.query, in: inside)
        for (row, line) in picks.visible.enumerated() {
            let shown = TextWidth.fit(line.item.text, to: min(textWidth, inside.width - 2))
            if line.isChosen { frame.write("▸", at: inside.at(0, row), role: .focus) }
            frame.write(shown, at: inside.at(1, row), role: line.isChosen ? .selection : .plain)
            let left = TextWidth.columns(shown) + 3
            if inside.width - left > 3 {
                let note = TextWidth.truncate(line.item.note, to: inside.width - left)
                frame.write(note, at: inside.at(left, row), role: .dim)
            }
        }
        frame.drawTold(picks.chosen.map { told($0, desk) } ?? [], in: inside)
        if isLoading(desk) { frame.write("Asking the server…", at: inside.at(1, inside.height - 2), role: .dim) }
        frame.drawQuery(picks.query, at: inside.at(1, inside.height - 1), width: inside.width - 2)
    }
}

extension License {
    /// What tells it from the user's others, on one line.
    fileprivate func summary(_ local: LocalTime) -> String {
        var parts: [String] = []
        if !isEnabled { parts.append("disabled") }
        if isExpired { parts.append("expired") }
        if !isFloatingCloud { parts.append("not floating") } else if !canBorrow { parts.append("cannot be borrowed") }
        if let seats {
            parts.append("\(seats.free) of \(seats.total) free")
        }
        if let maxBorrowHours, maxBorrowHours > 0 {
            parts.append("longest " + DurationText.short(Double(maxBorrowHours) * 3600))
        }
        if let validUntil { parts.append("to \(local.day(validUntil))") }
        return parts.joined(separator: ", ")
    }
}
