internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// Who holds what: the seats that are held, or may be, counted by what they have in common.
public struct Holdings: Hashable, Sendable {
    /// What seats have in common where they are counted as one group.
    public enum Grouping: Int, Hashable, Sendable, CaseIterable {
        case product, device, host, person, profile

        var title: String { ["Product", "Device", "Host", "Person", "Profile"][rawValue] }
    }

    /// Whose seats are counted.
    public enum Scope: Int, Hashable, Sendable, CaseIterable {
        case all
        /// Those that somebody on this host was the last to touch.
        case host
        /// Those that this person was the last to touch, on whatever host.
        case mine

        var words: String { ["all", "this host’s", "mine"][rawValue] }
    }

    /// The seats that a row counts.
    public struct Part: Hashable, Sendable {
        var grouping: Grouping
        /// What they have in common; nil for all.
        var name: String?
        var scope: Scope

        /// Whether a borrow is counted among them.
        func holds(_ borrow: Borrow, _ desk: Desk) -> Bool {
            borrow.mayHoldSeat(at: desk.moment) && scope.holds(borrow, desk)
                && (name.map { $0 == grouping.name(of: borrow, desk) } ?? true)
        }

        /// `Held · Device render-17 · this host’s`
        var words: String {
            let group = name.map { "\(grouping.title) \($0)" }
            return ["Held", group, scope == .all ? nil : scope.words].compactMap(\.self).joined(separator: " · ")
        }
    }

    /// Seats with something in common.
    struct Group: Hashable, Sendable {
        var name: String
        var held = 0
        /// How many of these are of unknown outcome.
        var unknown = 0
        /// How many of them surely end within the warning time.
        var soon = 0
        /// When the first of them surely ends, by the server's clock.
        var firstEnd: Date?
    }

    public var grouping = Grouping.product
    public var scope = Scope.all
    var view = ListView()
    /// All of them, then each group, the largest first.
    private(set) var groups: [Group] = []
    /// The chosen group, wherever its row goes; nil for all of them.
    private var choice: String?
    /// What was counted last.
    private var counted: Counted?

    /// What the counts follow from.
    private struct Counted: Hashable {
        var listed: Book.Listed
        var held: Int
        var minute: Int
        var grouping: Grouping
        var scope: Scope
    }

    init(_ desk: Desk) { layOut(desk) }
}

extension Holdings: OverlayPart {
    var overlay: App.Overlay { .holdings(self) }
    var name: String { "Who holds what" }
    func legend(_ desk: Desk) -> [Fact] {
        [
            Fact("Held", "Seats that are held, or may be."), Fact("?", "Those of them of which that is not known."),
            Fact("Soon", "Those that end within the warning time."),
            Fact("Host", "From which host, and by whom, a borrow was touched last."),
        ]
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] { Self.keys }

    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        guard view.handle(key, count: groups.count) else { return nil }
        choice = view.index == 0 ? nil : groups[view.index].name
        return []
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .turn: (grouping, choice) = (grouping.turned(by: key == .left ? -1 : 1), nil)
        case .whose: scope = scope.turned(by: 1)
        case .accept: return [.close, .focus(.list), .show(Part(grouping: grouping, name: choice, scope: scope))]
        case .close: return [.close]
        default: break
        }
        return []
    }

    mutating func layOut(_ desk: Desk) {
        let book = desk.client.book
        let wanted = Counted(
            listed: book.listed, held: book.heldCount, minute: desk.minute, grouping: grouping, scope: scope)
        if wanted != counted {
            groups = Self.groups(of: book.listed[0..<book.heldCount], by: grouping, scope, desk)
            counted = wanted
        }
        let place = choice.flatMap { choice in groups.dropFirst().firstIndex { $0.name == choice } }
        if place == nil { choice = nil }
        view.index = place ?? 0
        view.layOut(count: groups.count, page: max(1, desk.body.height - 3))
    }

    static let keys: [Binding<App.Action>] = [
        .shown(.enter, does: .accept, "show them", "Show just these in the list."),
        .shown(
            .left, .right, does: .turn, "by", "Count them by product, device, host, person or profile."),
        .shown(.character("m"), does: .whose, "whose", "Count all of them, this host’s, or your own."),
        .shown(.up, .down, .pageUp, .pageDown, .home, .end, does: .move, "move", "Move the choice."),
        .shown(.character("?"), .function(1), does: .help, "help", "Show the keys of this place."),
        .shown(.escape, .character("w"), does: .close, "back", "Go back."),
    ]
}

// MARK: Counting

extension Holdings {
    /// Counts borrows that hold a seat, or may: all of them first, then group by group, the largest first.
    static func groups(
        of borrows: some Sequence<Borrow>, by grouping: Grouping, _ scope: Scope, _ desk: Desk
    ) -> [Group] {
        var all = Group(name: "All")
        var groups: [String: Group] = [:]
        for borrow in borrows where scope.holds(borrow, desk) {
            let name = grouping.name(of: borrow, desk)
            all.count(borrow, desk)
            groups[name, default: Group(name: name)].count(borrow, desk)
        }
        return [all] + groups.values.sorted { ($1.held, $0.name) < ($0.held, $1.name) }
    }
}

extension Holdings.Group {
    fileprivate mutating func count(_ borrow: Borrow, _ desk: Desk) {
        held += 1
        if borrow.isInDoubt(at: desk.moment) { unknown += 1 }
        guard let end = borrow.sureEnd(at: desk.moment) else { return }
        if end.timeIntervalSince(desk.moment.server(for: borrow)) <= desk.settings.warning { soon += 1 }
        firstEnd = firstEnd.map { min($0, end) } ?? end
    }

    /// `CAD-PRO: 12 held, 1 of them unknown, 3 end within 1 d, the first ends Fri 27 Nov 18:00`, for whoever reads it line by line.
    func line(_ desk: Desk) -> String {
        let counts = [
            "\(held) held", unknown == 0 ? nil : "\(unknown) of them unknown",
            soon == 0
                ? nil : "\(soon) \(soon == 1 ? "ends" : "end") within \(DurationText.short(desk.settings.warning))",
            firstEnd.map { "the first ends \(desk.instant($0))" },
        ].compactMap(\.self)
        return "\(name): " + counts.joined(separator: ", ")
    }
}

extension Holdings.Grouping {
    fileprivate func name(of borrow: Borrow, _ desk: Desk) -> String {
        switch self {
        case .product: borrow.subject.product
        case .device: desk.isElsewhere(borrow) ? borrow.subject.hardwareID.rawValue : "this host"
        case .host: borrow.operation.startedBy.host ?? "no name"
        case .person: borrow.operation.startedBy.user
        case .profile: desk.accountName(borrow)
        }
    }
}

extension Holdings.Scope {
    fileprivate func holds(_ borrow: Borrow, _ desk: Desk) -> Bool {
        let (performer, mine) = (borrow.operation.startedBy, desk.client.session.performer)
        switch self {
        case .all: return true
        case .host: return performer.host == mine.host
        case .mine: return performer.user == mine.user
        }
    }
}
