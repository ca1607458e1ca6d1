internal import ClientCore
internal import Foundation
internal import Licensing

extension App.State {
    /// Asks for a tick at the next moment at which a cell changes by itself, unless that one is asked for already.
    mutating func scheduleTick() -> [App.Effect] {
        if let tick, tick <= now { self.tick = nil }
        let next = nextChange
        guard next != tick else { return [] }
        tick = next
        return [.tick(at: next)]
    }

    /// The next full minute, for the clock; sooner where a countdown changes or an operation's seconds are shown.
    private var nextChange: Date {
        let minute = (now.timeIntervalSinceReferenceDate / 60).rounded(.down) + 1
        var next = Date(timeIntervalSinceReferenceDate: minute * 60)
        let offset = client.clockOffset ?? 0
        for borrow in rows {
            guard case .active(let end) = borrow.status(at: serverNow) else { continue }
            if let change = Countdown(to: end, now: serverNow).nextChange {
                next = min(next, change.addingTimeInterval(-offset))
            }
        }
        for running in client.underway.values {
            let seconds = (now.timeIntervalSince(running.startedAt)).rounded(.down) + 1
            next = min(next, running.startedAt.addingTimeInterval(max(1, seconds)))
        }
        return max(next, now.addingTimeInterval(0.01))
    }
}
