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
        let moment = moment
        for borrow in rows {
            switch borrow.status(at: moment) {
            case .active(let end):
                let serverNow = moment.server(for: borrow)
                let offset = serverNow.timeIntervalSince(now)
                if let change = Countdown(to: end, now: serverNow).nextChange {
                    next = min(next, change.addingTimeInterval(-offset))
                }
            case .pending(let until): next = min(next, until)
            case .ended, .released, .unknown, .refused, .activated: continue
            }
        }
        for running in client.underway.values where running.isAwaitingResponse {
            let seconds = (now.timeIntervalSince(running.startedAt)).rounded(.down) + 1
            next = min(next, running.startedAt.addingTimeInterval(max(1, seconds)))
        }
        return max(next, now.addingTimeInterval(0.01))
    }
}
