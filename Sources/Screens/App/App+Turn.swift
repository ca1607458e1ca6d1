internal import FoundationEssentials
internal import TerminalUI

extension App {
    /// What the keys mean something to, from one moment on at which that has changed.
    ///
    /// A key belongs to what was on the screen as it was pressed. So a new turn begins where the keys come to mean something
    /// else because of what happens rather than of a key, as where a response brings up a problem: what was typed before that
    /// shows does nothing there. A turn also begins where an Enter leads on: one that was pressed twice acts once.
    public struct Turn: Hashable, Sendable {
        /// Counts the turns.
        public internal(set) var number = 0
        /// Whether an Enter began it and no other key was pressed in it.
        var isByEnter = false
        /// When it began, where no key began it; nil where one did.
        var unaskedSince: Date?
        /// When an Enter led to it, or something that was done was told in it last: an Enter that follows at once is the same one.
        var toldAt: Date?
        /// When what had the keys last left by itself.
        var closedAt: Date?
    }

    /// For how long what nobody asked for stands before it takes an answer, in seconds.
    static let secondsToRead: TimeInterval = 0.5

    /// For how long a key may have been meant for what has closed by itself, in seconds.
    static let secondsToStop: TimeInterval = 1
}

extension App.State {
    /// Who gets the keys, as far as the same key means something else elsewhere.
    struct Addressee: Equatable {
        fileprivate var name: String
        fileprivate var depth: Int
        fileprivate var isButton: Bool
        /// How often the choice of a list, or the cursor of a form, that has the keys has moved by itself.
        fileprivate var moves: Int
    }

    var addressee: Addressee {
        let front = front
        return Addressee(
            name: front.name, depth: overlays.count,
            isButton: isFormInFront && form.focus == .borrow,
            moves: isListInFront ? list.moves : isFormInFront ? formMoves : 0)
    }

    private var isListInFront: Bool { overlays.isEmpty && focus == .list }
    private var isFormInFront: Bool { overlays.isEmpty && focus == .form }

    /// A key, or what happened, has led the keys elsewhere.
    mutating func keysMoved(by event: App.Event) {
        switch event {
        case .key(.enter, _, _):
            turn = App.Turn(number: turn.number + 1, isByEnter: true, toldAt: now, closedAt: turn.closedAt)
        case .key: turn.isByEnter = false
        default:
            turn = App.Turn(
                number: turn.number + 1, unaskedSince: now, toldAt: turn.toldAt, closedAt: turn.closedAt)
        }
    }

    /// Why a key does not act: it was meant for what was there before; nil where it acts.
    mutating func held(_ key: Key, seen: Int?) -> String? {
        let isUnseen = seen.map { $0 < turn.number } ?? false
        if hasJustClosed, !isForEverywhere(key) { return cameBefore(key) }
        // In the list an Enter opens a page, which would hide what was told.
        if key == .enter, isListInFront, isJust(turn.toldAt) { return Strings.enterCameTwice }
        if turn.isByEnter {
            if isUnseen, key == .enter { return Strings.enterCameTwice }
            turn.isByEnter = false
            return nil
        }
        guard let since = turn.unaskedSince, !isForEverywhere(key) else { return nil }
        // An Enter does most; who pressed it twice has not read what came in between.
        let isTwice = key == .enter && isJust(since)
        if isUnseen || isTwice { return cameBefore(key) }
        turn.unaskedSince = nil
        return nil
    }

    /// That a key came before what has the keys now; nobody is told to press one again that does nothing there.
    private func cameBefore(_ key: Key) -> String { works(key) ? Strings.cameBeforeThis : Strings.cameBefore }

    /// Whether what had the keys has left by itself so lately that a key may have been meant for it.
    var hasJustClosed: Bool { isJust(turn.closedAt, within: App.secondsToStop) }

    /// Whether a time lies so near that nobody has read what came then.
    private func isJust(_ time: Date?, within seconds: TimeInterval = App.secondsToRead) -> Bool {
        time.map { abs(now.timeIntervalSince($0)) < seconds } ?? false
    }

    /// Whether a key means the same wherever it is pressed, as those that lead out of the program.
    private func isForEverywhere(_ key: Key) -> Bool {
        let action = settings.keymap.applied(to: App.always).action(for: key)
        return action != nil && action != .commands
    }
}
