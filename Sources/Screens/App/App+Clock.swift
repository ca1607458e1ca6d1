internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

extension App.State {
    /// Asks for a tick at the next moment at which a cell changes by itself, unless that one is asked for already.
    mutating func scheduleTick() -> [App.Effect] {
        if let tick, tick <= now { self.tick = nil }
        let next = nextChange
        guard next != tick else { return [] }
        tick = next
        return [.tick(at: next)]
    }

    /// The next full minute, for the clock; sooner where a row that shows changes or an operation's seconds are shown.
    private var nextChange: Date {
        let minute = (now.timeIntervalSinceReferenceDate / 60).rounded(.down) + 1
        var next = Date(timeIntervalSinceReferenceDate: minute * 60)
        let desk = desk
        if let moved = client.book.nextChange { next = min(next, max(now, moved)) }
        let rows = list.rows(desk)
        for index in list.view.visible(count: rows.count) {
            if let change = rows[index].nextChange(desk) { next = min(next, change) }
        }
        if let due = nextCall { next = min(next, max(now, due)) }
        for since in waits {
            let seconds = now.timeIntervalSince(since).rounded(.down) + 1
            next = min(next, since.addingTimeInterval(max(1, seconds)))
        }
        return max(next, now.addingTimeInterval(0.01))
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
        case .ended, .released, .refused, .activated: return nil
        }
        let serverNow = desk.moment.server(for: self)
        let offset = serverNow.timeIntervalSince(desk.now)
        return Countdown(to: end, now: serverNow).nextChange?.addingTimeInterval(-offset)
    }
}
