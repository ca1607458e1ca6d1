internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension CalendarPicker {
    /// A calendar that begins at an end, or a day from now where there is none.
    init(_ desk: Desk, chosen: Date?, limit: Int?) {
        self.init(
            chosen: chosen ?? desk.serverNow.addingTimeInterval(86_400), now: desk.serverNow, limit: limit,
            local: desk.local, firstWeekday: desk.settings.firstWeekday, maximumKey: desk.key(.maximum, in: Self.keys))
    }
}

extension CalendarPicker: OverlayPart {
    var overlay: App.Overlay { .calendar(self) }
    var name: String { "Until" }
    var takesText: Bool { true }

    /// Moves, or takes a digit; whatever a binding other than those for moving stands for is left to it.
    mutating func handle(_ key: Key, _ desk: Desk) -> [Intent]? {
        switch key {
        case .function, .control, .alt: return nil
        default: break
        }
        let bound = desk.settings.keymap.applied(to: Self.keys + App.always).action(for: key)
        guard bound == nil || bound == .move else { return nil }
        _ = handle(key)
        return []
    }

    mutating func layOut(_ desk: Desk) {
        clockMoved(to: desk.serverNow)
        follow(desk.local, maximumKey: desk.key(.maximum, in: Self.keys))
    }

    mutating func perform(_ action: App.Action, _ key: Key, _ desk: Desk) -> [Intent] {
        switch action {
        case .accept: handle(.enter) == .accepted ? [.close, .end(.at(chosen))] : []
        case .maximum: [.close, .end(.maximum)]
        case .close: [.close]
        default: []
        }
    }

    func bindings(_ desk: Desk) -> [Binding<App.Action>] { Self.keys }

    static let keys: [Binding<App.Action>] = [
        .shown(.enter, does: .accept, "take it", "Take this day and time."),
        .shown(.left, .right, .up, .down, does: .move, "day", "Move by a day or a week."),
        .shown(.pageUp, .pageDown, does: .move, "month", "Move by a month."),
        .hidden(.home, .end, does: .move, "week's ends", "Go to the first or last day of the week."),
        .hidden(.character("t"), does: .move, "today", "Go to today."),
        .hidden(.character("h"), does: .move, "8 hours", "Go to eight hours from now."),
        .hidden(.character("d"), does: .move, "a day", "Go to a day from now."),
        .hidden(.character("w"), does: .move, "a week", "Go to a week from now."),
        .hidden(.character("m"), does: .maximum, "max", "Borrow as long as the license allows."),
        .hidden(.character("0"), does: .move, "time", "Digits type the time of day."),
        .shown(.character("?"), .function(1), does: .help, "help", "Show the keys of this place."),
        .shown(.escape, does: .close, "back", "Leave the end as it was."),
    ]
}
