internal import ClientCore
internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Asks for a tick at the next moment at which a cell changes by itself, unless that one is asked for already.
    mutating func scheduleTick() -> [App.Effect] {
        if let tick, tick <= now { self.tick = nil }
        let next = nextChange()
        guard next != tick else { return [] }
        tick = next
        return [.tick(at: next)]
    }

    /// Whether a new end is being asked for.
    private var isExtending: Bool { overlays.contains { if case .extend = $0 { true } else { false } } }

    /// The next full minute, for the clock; sooner where a row that shows changes or an operation's seconds are shown.
    private mutating func nextChange() -> Date {
        let minute = (now.timeIntervalSinceReferenceDate / 60).rounded(.down) + 1
        var next = Date(timeIntervalSinceReferenceDate: minute * 60)
        let desk = desk
        // How long a borrow would last is told by the server's minutes.
        if form.kept != nil || isExtending {
            next = min(next, now.addingTimeInterval(60 - desk.serverNow.timeIntervalSince(desk.serverMinute)))
        }
        if let moved = client.book.nextChange { next = min(next, max(now, moved)) }
        if let change = list.nextChange(desk) { next = min(next, change) }
        if let end = releases.toldUntil { next = min(next, end) }
        if let due = nextCall { next = min(next, max(now, due)) }
        for since in waits {
            let seconds = now.timeIntervalSince(since).rounded(.down) + 1
            next = min(next, since.addingTimeInterval(max(1, seconds)))
        }
        return max(next, now.addingTimeInterval(0.01))
    }
}

extension BorrowList {
    /// The next change of the rows that show, and what it follows from.
    struct Due: Hashable {
        struct Source: Hashable {
            var listed: Book.Listed
            var picked: [OperationID]?
            var visible: Range<Int>
            var clockOffset: TimeInterval?
        }

        var source: Source
        var from: Date
        /// nil where no row changes by itself.
        var at: Date?
    }

    /// The moment, by this host's clock, at which a row that shows changes by itself; looked for only once until then.
    fileprivate mutating func nextChange(_ desk: Desk) -> Date? {
        let rows = rows(desk)
        let source = Due.Source(
            listed: rows.book.listed, picked: rows.picked, visible: view.visible(count: rows.count),
            clockOffset: desk.client.clockOffset)
        if let due, due.source == source, due.from <= desk.now, due.at.map({ desk.now < $0 }) ?? true {
            // An equal list may be another one, with which the next is compared sooner.
            self.due?.source = source
            return due.at
        }
        let next = source.visible.compactMap { rows[$0].nextChange(desk) }.min()
        due = Due(source: source, from: desk.now, at: next)
        return next
    }
}

extension Borrow {
    /// The moment, by this host's clock, at which its row changes by itself; nil where it does not.
    fileprivate func nextChange(_ desk: Desk) -> Date? {
        let end: Date
        switch status(at: desk.moment) {
        case .active(let date): end = date
        case .pending(let until): return until
        case .unknown:
            guard let grant, !grant.isWithdrawn else { return nil }
            end = grant.end
        case .seated, .ended, .released, .refused, .activated, .deactivated: return nil
        }
        let serverNow = desk.moment.server(for: self)
        let offset = serverNow.timeIntervalSince(desk.now)
        return Countdown(to: end, now: serverNow, warning: desk.settings.warning).nextChange?.addingTimeInterval(
            -offset)
    }
}
